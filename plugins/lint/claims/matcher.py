"""Search texts for the words that claim rules forbid.

Words that a sentence denies, asks about or warns of in the same clause are exempt: they claim nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Problem
from plugins.lint.claims.pattern_set import PatternSet, simplify_pattern
from plugins.lint.claims.rules import Rules, Severity, compile_any
from plugins.lint.sentences import Block, make_locator, split_blocks

CITATION = re.compile(r"\[\d")


class Finding(NamedTuple):
    """What a rule found in a text. `line` and `column` count from 1.

    `why` and `write` are copied from the rule, so that a finding can be reported without loading the rules.
    `meant` suggests what a misspelled word may stand for.
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

    def quote_words(self) -> str:
        """Format the words in quotation marks, with what may be meant by them."""
        return f"“{self.words}” ({self.meant}?)" if self.meant else f"“{self.words}”"

    def problem(self, file: str) -> Problem:
        return Problem(file, self.line, self.rule, f"{self.quote_words()}: {self.why}", self.write)


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern at its first use; forked processes share the result."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def compile_set(patterns: tuple[str, ...]) -> PatternSet:
    """Compile the patterns of a language at their first use; forked processes share the result."""
    return PatternSet(patterns)


class Matcher:
    """The claim rules of one language, ready to search texts. It is slow to make, so it is cached."""

    def __init__(self, rules: Rules, lang: str) -> None:
        self.language = rules.languages[lang]
        self.rules = {name: rule for name, rule in rules.rules.items() if lang in rule.wording}
        wording = {name: rule.wording[lang] for name, rule in self.rules.items()}
        self.match = {name: self._expand_sets(one.match) for name, one in wording.items()}
        self.passes_in = {name: self._expand_sets(one.passes_in) for name, one in wording.items()}
        self._patterns = [(name, pattern) for name, match in self.match.items() for pattern in match]
        self._simplified = tuple(simplify_pattern(pattern) for _, pattern in self._patterns)

    def _expand_sets(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """Replace each <name> in the patterns by the set of words that has this name."""
        sets = self.language.sets
        return tuple(re.sub(r"<(\w+)>", lambda match: f"(?:{sets[match[1]]})", pattern) for pattern in patterns)

    def compile_patterns(self) -> None:
        """Compile every pattern now instead of at its first use."""
        compile_set(self._simplified)
        for patterns in (*self.match.values(), *self.passes_in.values()):
            for pattern in patterns:
                compile_pattern(pattern)

    def find(self, text: str) -> tuple[Finding, ...]:
        """Find what the rules forbid in a content file, in the order of lines and columns.

        `text` is the file as `plugins.schema.text_file.decode_text` returns it.
        """
        locate, pattern_set = make_locator(text), compile_set(self._simplified)
        found = []
        for block in split_blocks(text):
            for name, start, end, sentence in self._match_block(block, pattern_set):
                rule, words = self.rules[name], block.text[start:end]
                line, column = locate(block.find_position(start))
                found.append(Finding(name, rule.severity, line, column, words, sentence, rule.why, rule.write))
        return tuple(sorted(found, key=lambda finding: (finding.line, finding.column, finding.rule)))

    def _match_block(self, block: Block, pattern_set: PatternSet) -> Iterator[tuple[str, int, int, str]]:
        """Yield rule name, start, end and sentence of each match; start and end are positions in the block's text."""
        for start, end in block.split_sentences():
            sentence = block.text[start:end]
            candidates: dict[str, list[str]] = defaultdict(list)  # patterns by rule name
            for number in pattern_set.find_candidates(sentence):
                name, pattern = self._patterns[number]
                candidates[name].append(pattern)
            for name in sorted(candidates):
                for first, last in self._match_sentence(sentence, block.name, name, candidates[name]):
                    yield name, start + first, start + last, sentence.strip()

    def _match_sentence(
        self, sentence: str, field: str, name: str, patterns: Iterable[str]
    ) -> Iterator[tuple[int, int]]:
        """Yield start and end of each match of a rule in a sentence; of overlapping matches, the first."""
        if self.rules[name].cited and CITATION.search(sentence):
            return
        matches = [match for pattern in patterns for match in compile_pattern(pattern).finditer(sentence)]
        last_end = 0
        for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
            if match.start() >= last_end and not self._is_exempt(match, sentence, field, name):
                last_end = match.end()
                yield match.span()

    def _is_exempt(self, match: re.Match[str], sentence: str, field: str, name: str) -> bool:
        """Check whether the sentence denies, asks, refutes or, by the rule's `passes_in`, permits the matched words.

        `field` is the field of the front matter that holds the sentence, "" in the body.
        """
        language = self.language
        if field == "dont":  # the page prints “do not” in front
            return True
        if sentence.endswith("?") and (field in ("faq", "questions") or compile_any(language.asks).match(sentence)):
            return True
        turns = [turn.end() for turn in compile_any(language.turns).finditer(sentence) if turn.start() < match.start()]
        clause_start = turns[-1] if turns else 0
        if compile_any(language.negations).search(sentence, clause_start, match.start()):
            return True
        if compile_any(language.refuted_by).match(sentence, match.end()):
            return True
        permitted = (one for pattern in self.passes_in[name] for one in compile_pattern(pattern).finditer(sentence))
        return any(one.start() < match.end() and match.start() < one.end() for one in permitted)


def make_matchers(rules: Rules) -> dict[str, Matcher]:
    """Make the matcher of each language."""
    return {lang: Matcher(rules, lang) for lang in rules.languages}
