"""The clinic's vocabulary, `content/words.txt`: names and medical words that the dictionary does not have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.text_file import read_entries

FILE = "words.txt"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


class Vocabulary:
    """Correct words, also in other case and with an s at the end; finds those that a misspelled word may stand for."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = {word.lower(): word for word in words}
        self._by_deletion: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for variant in _make_deletions(word):
                self._by_deletion[variant].add(word)

    def __contains__(self, word: str) -> bool:
        return not self.words.keys().isdisjoint({word.lower(), word.lower().removesuffix("s")})

    def find_similar(self, word: str) -> list[str]:
        """Find the words that differ by one letter, or by two letters that changed places."""
        found = {near for variant in _make_deletions(word.lower()) for near in self._by_deletion.get(variant, ())}
        return [self.words[one] for one in sorted(found)]


def _make_deletions(word: str) -> Iterator[str]:
    """Yield a word and the same word without each of its letters. Two words that share a variant are near."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def load_vocabulary(content: Path) -> tuple[Vocabulary, list[Diagnostic]]:
    """Load the vocabulary, and what is wrong with its file. Without a usable file the vocabulary is empty."""
    entries, file_errors = read_entries(content / FILE)
    first_lines: dict[str, int] = {}  # the number of the line on which each word stands first
    unfit = []
    for line, word in entries or ():
        if not WORD.fullmatch(word):
            unfit.append(diagnose("word-not-one", f"{content.name}/{FILE}", line, line=word))
        elif word in first_lines:
            unfit.append(diagnose("word-twice", f"{content.name}/{FILE}", line, word=word, other=first_lines[word]))
        first_lines.setdefault(word, line)
    # The marks of a merge conflict, an error of the file, are unfit lines as well: they are reported once.
    return Vocabulary(first_lines), file_errors or unfit
