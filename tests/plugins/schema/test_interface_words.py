from __future__ import annotations

from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from plugins.diagnostics.diagnostic import Refused
from plugins.schema.interface_words import format_day, format_days, load_words
from tests.project import ROOT
from tests.small import put

WORDS = load_words(ROOT / "theme")


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


def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    put(tmp_path, {"theme/words/en.yaml": "blog: Blog\nskip: Skip: this\n"})
    with pytest.raises(Refused) as refused:
        load_words(tmp_path / "theme")
    assert str(refused.value).startswith("theme/words/en.yaml:2: skip: a colon in the text cuts it; put the text in ")


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, {"theme/words/en.yaml": "# Nothing\n"})
    with pytest.raises(Refused, match=r"theme/words/en.yaml:1: holds no words"):
        load_words(tmp_path / "theme")


def test_days_are_spelt_as_the_language_does() -> None:
    assert format_day(WORDS["en"], date(2026, 4, 3)) == "April 3, 2026"
    assert format_day(WORDS["es"], date(2026, 4, 3)) == "3 de abril de 2026"


@pytest.mark.parametrize(
    ("first", "last", "english", "spanish"),
    [
        ("2026-12-24", "2026-12-24", "December 24, 2026", "24 de diciembre de 2026"),
        ("2026-12-24", "2026-12-26", "December 24 to 26, 2026", "del 24 al 26 de diciembre de 2026"),
        (
            "2026-11-30",
            "2026-12-02",
            "November 30 to December 2, 2026",
            "del 30 de noviembre al 2 de diciembre de 2026",
        ),
        (
            "2026-12-24",
            "2027-01-02",
            "December 24, 2026 to January 2, 2027",
            "del 24 de diciembre de 2026 al 2 de enero de 2027",
        ),
        (
            "2026-12-24",
            "2027-12-26",
            "December 24, 2026 to December 26, 2027",
            "del 24 de diciembre de 2026 al 26 de diciembre de 2027",
        ),
    ],
)
def test_what_two_days_share_is_said_once(first: str, last: str, english: str, spanish: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert (format_days(WORDS["en"], *days), format_days(WORDS["es"], *days)) == (english, spanish)
