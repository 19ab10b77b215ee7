from __future__ import annotations

import pytest

from plugins.documents.tokens import TextWords, tokenize


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Halo: day 1, at-home care", ["halo", "day", "1", "at", "home", "care"]),
        ("Cirugía de PÁRPADOS, año", ["cirugia", "de", "parpados", "ano"]),
        ("the surgeon's and the surgeon’s", ["the", "surgeons", "and", "the", "surgeons"]),
        ("ﬁller Ⅳ", ["filler", "iv"]),
        ("العناية بَشَرة", ["العناية", "بشرة"]),
        ("snake_case 👃 — “quoted”…", ["snake", "case", "quoted"]),
        ("\n\t one\xa0two ", ["one", "two"]),
        ("", []),
    ],
)
def test_words_are_small_and_bare(text: str, found: list[str]) -> None:
    assert tokenize(text) == found


def test_each_word_of_a_text_is_listed_once() -> None:
    assert TextWords.collect("Red skin. RED, dry skin!", "") == TextWords("red skin dry", "")


@pytest.mark.parametrize(("urgent", "other", "is_urgent"), [(1, 0, True), (1, 4, True), (2, 8, True), (1, 5, False)])
def test_a_word_is_urgent_that_is_said_of_getting_help_more_than_elsewhere(
    urgent: int, other: int, is_urgent: bool
) -> None:
    found = TextWords.collect("swelling " * (urgent + other) + "skin", "swelling " * urgent)
    assert found == TextWords("swelling skin", "swelling" if is_urgent else "")
