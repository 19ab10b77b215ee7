"""Search texts for the words that claim rules forbid.

Words that a sentence denies, asks about or warns of in the same clause are exempt: they claim nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.citations import BRACKETS
from plugins.documents.front_matter import Waiver
from plugins.lint.claims.pattern_set import PatternSet, simplify_pattern
from plugins.lint.claims.rules import Rules, compile_any
from plugins.lint.sentences import Block, make_locator, split_blocks

CITATION = re.compile(BRACKETS)
DENIED_FIELD = "dont"  # the page prints “do not” in front of each sentence of it
QUESTION_FIELDS = ("faq", "questions")


class Claim(NamedTuple):
    """Words that a rule forbids, with their sentence, and the waiver that covers them today, if there is one.

    Message and hint are copied from the rule, so that a claim can be reported without loading the rules.
    """

    diagnostic: Diagnostic
    sentence: str = ""
    waiver: Waiver | None = None


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

    def find(self, text: str) -> tuple[Claim, ...]:
        """Find what the rules forbid in a content file, in the order of lines and columns.

        `text` is the file as `plugins.schema.text_file.decode_text` returns it.
        """
        locate, pattern_set = make_locator(text), compile_set(self._simplified)
        claims = []
        for block in split_blocks(text):
            for name, start, end, sentence in self._match_block(block, pattern_set):
                rule, words = self.rules[name], block.text[start:end]
                line, column = locate(block.find_position(start))
                found = Diagnostic("", line, "", name, rule.message, rule.hint, rule.severity, column, words)
                claims.append(Claim(found, sentence))
        return tuple(sorted(claims, key=lambda one: (one.diagnostic.line, one.diagnostic.column, one.diagnostic.rule)))

    def _match_block(self, block: Block, pattern_set: PatternSet) -> Iterator[tuple[str, int, int, str]]:
        """Yield rule name, start, end and sentence of each match; start and end are positions in the block's text."""
        candidates: dict[str, list[str]] = defaultdict(list)  # patterns by rule name
        for number in pattern_set.find_candidates(block.text):
            name, pattern = self._patterns[number]
            candidates[name].append(pattern)
        for start, end in block.split_sentences() if candidates else ():
            sentence = block.text[start:end]
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

    def _is_exempt(self, match: re.Match[str], sentence: str, field: str, rule_id: str) -> bool:
        """Return whether the matched words claim nothing in this sentence.

        `field` is the field of the front matter that holds the sentence, "" in the body.
        """
        return (
            field == DENIED_FIELD
            or self._is_question(sentence, field)
            or self._is_denied(match, sentence)
            or self._is_permitted(match, sentence, rule_id)
        )

    def _is_question(self, sentence: str, field: str) -> bool:
        if not sentence.endswith("?"):
            return False
        return field in QUESTION_FIELDS or compile_any(self.language.asks).match(sentence) is not None

    def _is_denied(self, match: re.Match[str], sentence: str) -> bool:
        """Return whether the clause denies the matched words before them, or the sentence refutes them right after."""
        # A clause begins at the last turn, such as “but”: a denial before it does not deny the matched words.
        turns = compile_any(self.language.turns).finditer(sentence)
        clause_start = max((turn.end() for turn in turns if turn.start() < match.start()), default=0)
        if compile_any(self.language.negations).search(sentence, clause_start, match.start()):
            return True
        return compile_any(self.language.refuted_by).match(sentence, match.end()) is not None

    def _is_permitted(self, match: re.Match[str], sentence: str, rule_id: str) -> bool:
        """Return whether the matched words overlap with words that the rule permits by its `passes_in`."""
        for pattern in self.passes_in[rule_id]:
            for permitted in compile_pattern(pattern).finditer(sentence):
                if permitted.start() < match.end() and match.start() < permitted.end():
                    return True
        return False


def make_matchers(rules: Rules) -> dict[str, Matcher]:
    """Make the matcher of each language."""
    return {lang: Matcher(rules, lang) for lang in rules.languages}
