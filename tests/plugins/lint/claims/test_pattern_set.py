"""Every pattern that matches a text is among the candidates."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.lint.claims.matcher import Matcher
from plugins.lint.claims.pattern_set import PatternSet, simplify_pattern
from plugins.lint.claims.rules import load_rules

RULES = load_rules()
PATTERNS = (
    *(r"\bcat\b", r"\bétés?\b", r"\w+é\b", r"\bé\w", r"[à-ü]\d", r"[\wé'-]+ [^.;]*k", r"a[^é;]b", r"[^\d]\s[^\s]"),
    *(
        r"\d{2}",
        r"\s\W",
        r"\S\D",
        r"i.s",
        r"^\W*a",
        r"a(?=\b)|(?!k)\w\w$",
        r"(?<!a)(?:b|(?! [()]\)(?:x))k)+",
        r"(?-i:K)t",
    ),
    *(r"cat|", r"(?:(?! cat)[^,])*, at", r"[]a]b", r"“\w+”", r"—", r"\(a\)|\[b\]"),
)
LETTERS = "abcikstéÉàüßÑ\u0131\u0130\u017f\u212a1٣½²_ \t\xa0\u2003.,;'“”—()[]{-"


@example("aàb")
@given(st.text(LETTERS, max_size=12))
def test_a_pattern_that_matches_is_a_candidate(text: str) -> None:
    assert_candidates(PATTERNS, text)


def test_few_patterns_are_candidates_of_a_text_that_none_matches() -> None:
    assert make_set(PATTERNS[:2]).find_candidates("A concatenated été—or two.") == [1]


@pytest.mark.parametrize("lang", RULES.languages)
def test_a_rule_that_matches_its_examples_is_a_candidate(lang: str) -> None:
    patterns = [one for match in Matcher(RULES, lang).match.values() for one in match]
    wordings = [rule.wording[lang] for rule in RULES.rules.values() if lang in rule.wording]
    for sentence in (one for wording in wordings for one in (*wording.fires, *wording.passes)):
        assert_candidates(tuple(patterns), sentence)


@cache
def make_set(patterns: tuple[str, ...]) -> PatternSet:
    return PatternSet(map(simplify_pattern, patterns))


def assert_candidates(patterns: tuple[str, ...], text: str) -> None:
    """Check that all patterns that match are candidates, also where the text is one sentence of several."""
    matching = [number for number, one in enumerate(patterns) if re.search(one, text, re.IGNORECASE)]
    for whole in (text, f"Before. {text} After."):
        assert set(matching) <= set(make_set(patterns).find_candidates(whole))
