"""Words that a rule names, found in a text, unless their sentence makes them innocent.

A second reader looks at sentences: what is denied, asked or warned of in the same clause is not claimed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Problem
from plugins.lint.claims.prefilter import Literals, literals
from plugins.lint.claims.rules import Rules, Severity, any_of
from plugins.lint.sentences import Block, blocks, places

CITATION = re.compile(r"\[\d")


class Finding(NamedTuple):
    """`line` and `column` count from 1. `why` and `write` are the rule's, so that no rule need be read to tell it.

    `meant` is what may have been meant by the words.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    words: str
    sentence: str
    why: str
    write: str
    meant: str = ""

    def quoted(self) -> str:
        return f"“{self.words}” ({self.meant}?)" if self.meant else f"“{self.words}”"

    def problem(self, file: str) -> Problem:
        return Problem(file, self.line, self.rule, f"{self.quoted()}: {self.why}", self.write)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """When it is first wanted; for the copies of this process too."""
    return re.compile(pattern, re.IGNORECASE)


class Reader:
    """The rules as they are read in one of their languages. It is worth keeping."""

    def __init__(self, rules: Rules, lang: str) -> None:
        self.language = rules.languages[lang]
        self.rules = {name: rule for name, rule in rules.rules.items() if lang in rule.wording}
        wording = {name: rule.wording[lang] for name, rule in self.rules.items()}
        self.match = {name: self._whole(one.match) for name, one in wording.items()}
        self.passes_in = {name: self._whole(one.passes_in) for name, one in wording.items()}
        self._patterns: dict[str, list[tuple[str, str]]] = defaultdict(list)  # rules and patterns, by their literals
        for name, match in self.match.items():
            for pattern in match:
                for literal in literals(pattern) or {""}:
                    self._patterns[literal].append((name, pattern))
        self._literals = Literals(self._patterns)

    def _whole(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """With the sets that they name."""
        sets = self.language.sets
        return tuple(re.sub(r"<(\w+)>", lambda name: f"(?:{sets[name[1]]})", pattern) for pattern in patterns)

    def prepare(self) -> None:
        """Compile every pattern."""
        for patterns in (*self.match.values(), *self.passes_in.values()):
            for pattern in patterns:
                compiled(pattern)

    def find(self, text: str) -> tuple[Finding, ...]:
        """In a content file, as `plugins.schema.text_file.clean` gives it; in the order of their places."""
        place = places(text)
        found = []
        for block in blocks(text):
            for name, start, end, sentence in self._in_block(block):
                rule, words = self.rules[name], block.text[start:end]
                where = place(block.place(start))
                found.append(Finding(name, rule.severity, *where, words, sentence, rule.why, rule.write))
        return tuple(sorted(found, key=lambda one: (one.line, one.column, one.rule)))

    def _in_block(self, block: Block) -> Iterator[tuple[str, int, int, str]]:
        if not (there := self._literals.among(block.text.lower())):
            return
        for start, end in block.sentences():
            sentence = block.text[start:end]
            small = sentence.lower()
            tried: dict[str, set[str]] = defaultdict(set)
            for name, pattern in (both for one in there if one in small for both in self._patterns[one]):
                tried[name].add(pattern)
            for name in sorted(tried):
                for first, last in self._in_sentence(sentence, block.name, name, tried[name]):
                    yield name, start + first, start + last, sentence.strip()

    def _in_sentence(self, sentence: str, field: str, name: str, patterns: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Where a rule's words stand; of those that overlap, the first."""
        if self.rules[name].cited and CITATION.search(sentence):
            return
        matches = [match for one in patterns for match in compiled(one).finditer(sentence)]
        last = 0
        for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
            if match.start() >= last and not self._innocent(match, sentence, field, name):
                last = match.end()
                yield match.span()

    def _innocent(self, match: re.Match[str], sentence: str, field: str, name: str) -> bool:
        language = self.language
        if field == "dont":  # the page prints “do not” in front
            return True
        if sentence.endswith("?") and (field in ("faq", "questions") or any_of(language.asks).match(sentence)):
            return True
        turns = [turn.end() for turn in any_of(language.turns).finditer(sentence) if turn.start() < match.start()]
        if any_of(language.negations).search(sentence, turns[-1] if turns else 0, match.start()):
            return True
        if any_of(language.refuted_by).match(sentence, match.end()):
            return True
        passing = (one for pattern in self.passes_in[name] for one in compiled(pattern).finditer(sentence))
        return any(one.start() < match.end() and match.start() < one.end() for one in passing)


def readers(rules: Rules) -> dict[str, Reader]:
    """By language."""
    return {lang: Reader(rules, lang) for lang in rules.languages}
