"""The clinic's own words, `content/words.txt`: names and medical words that no dictionary has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.diagnostics.diagnostic import Problem
from plugins.schema.text_file import clean, unfit
from plugins.schema.yaml_reader import Fault

FILE = "words.txt"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


class Vocabulary:
    """Words that are right, in any case of letters and with an s, and what is meant by those that are nearly them."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = {word.lower(): word for word in words}
        self._shorter: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for one in _shorter(word):
                self._shorter[one].add(word)

    def __contains__(self, word: str) -> bool:
        return not self.words.keys().isdisjoint({word.lower(), word.lower().removesuffix("s")})

    def near(self, word: str) -> list[str]:
        """Those that are a letter away, or two that changed places."""
        found = {near for one in _shorter(word.lower()) for near in self._shorter.get(one, ())}
        return [self.words[one] for one in sorted(found)]


def _shorter(word: str) -> Iterator[str]:
    """A word and what is left of it without any one letter: two words that share one of these are near."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def load(content: Path) -> tuple[Vocabulary, list[Problem]]:
    """The words, none where there is no such file; and what is wrong with it."""
    path, file = content / FILE, f"{content.name}/{FILE}"
    if not (path.exists() or path.is_symlink()):
        return Vocabulary(), []
    if fault := unfit(path):
        return Vocabulary(), [Problem(file, 0, "", *fault)]
    data = path.read_bytes()
    text, faults = clean(data) if data.strip() else ("", [])
    listed: dict[str, int] = {}
    mistaken = []
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if not line or line.startswith("#"):
            continue
        if not WORD.fullmatch(line):
            mistaken.append(Fault(number, "", f"{line!r} is not one word", "write one word a line, # before a note"))
        elif line in listed:
            mistaken.append(Fault(number, "", f"{line} stands in line {listed[line]} too", "delete one of the two"))
        listed.setdefault(line, number)
    told = faults or mistaken  # the marks of a conflict are no words either
    return Vocabulary(listed), [Problem(file, one.line, one.field, one.what, one.write) for one in told]
