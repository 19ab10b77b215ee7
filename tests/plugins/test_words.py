from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Any

from plugins.words import load, spelt
from tests.project import ROOT

WORDS = load(ROOT / "theme")


def shape(words: Any) -> Any:
    """The keys of the words, and the names that each text leaves a place for."""
    if isinstance(words, dict):
        return {name: shape(text) for name, text in words.items()}
    if isinstance(words, list):
        return len(words)
    return sorted(name for _, name, _, _ in Formatter().parse(words) if name)


def test_every_language_has_the_same_words() -> None:
    assert len(WORDS) > 1
    for lang, words in WORDS.items():
        assert shape(words) == shape(WORDS["en"]), lang


def test_days_are_spelt_as_the_language_does() -> None:
    assert spelt(WORDS["en"], date(2026, 4, 3)) == "April 3, 2026"
    assert spelt(WORDS["es"], date(2026, 4, 3)) == "3 de abril de 2026"
