"""Which changes of a text ask for a new review."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.documents.document import Document, make_document
from tests.small import SOURCES, article

BODY = """\
Rest for 4 to 7 days, and call us [1].

## What helps

- Shade for 1/2 hour
- A hat, below 30 °C

| a | b |
|---|---|
| c | 5 |"""
PARTS = {
    "references": SOURCES,
    "do": "\n  - wear a hat\n  - drink water",
    "dont": "\n  - smoke",
    "risks": "\n  common:\n    - Heat [2]\n    - Dry skin\n  serious:\n    - Scars",
}


def made(body: str = BODY, **fields: str | None) -> Document:
    document, faults = make_document("articles/one.md", article(body, **{**PARTS, **fields}).encode(), {})
    assert document, faults
    return document


WORDS = made().hash_words()


def test_a_mark_of_a_language_is_no_change() -> None:
    marked = made(
        BODY.replace("A hat", "A [hat](lang:es)"),
        title="A [good](lang:es) article",
        summary="It [says](lang:es) one thing.",
        do="\n  - wear a [hat](lang:es)\n  - drink water",
    )
    assert marked.hash_words() == WORDS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4 to 7 days", "4 to\n7   days"),
        ("Rest for", "*Rest* **for**"),
        ("days, and", "days and"),
        ("us [1]", "us"),
        ("us [1]", "us [1, 2]"),
        ("- Shade for 1/2 hour\n- A", "* Shade for 1/2 hour\n\n* A"),
        ("7 days", "7&nbsp;days"),
        ("| c | 5 |", "|c|5|"),
    ],
)
def test_how_a_text_is_set_is_no_change(old: str, new: str) -> None:
    assert old in BODY
    assert made(BODY.replace(old, new)).hash_words() == WORDS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4 to 7", "4 to 17"),
        ("Rest", "Do not rest"),
        ("call us", "call  u s"),
        ("- Shade for", "- Shadow for"),
        ("1/2", "1.2"),
        ("30 °C", "30 C"),
        ("| c | 5 |", "| c | < 5 |"),
        ("| c | 5 |", "| c | 0.5 |"),
    ],
)
def test_a_word_or_a_number_is_a_change(old: str, new: str) -> None:
    assert old in BODY
    assert made(BODY.replace(old, new)).hash_words() != WORDS


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Another"},
        {"summary": "It says another thing."},
        {"do": "\n  - wear a hat", "dont": "\n  - drink water\n  - smoke"},
        {"risks": "\n  common:\n    - Heat [2]\n  serious:\n    - Dry skin\n    - Scars"},
        {"risks": "\n  common:\n    - Heat [2]\n    - Dry skin\n  serious:\n    - Some scars"},
        {"key_points": "\n  - Rest."},
    ],
)
def test_what_the_header_tells_a_reader_counts_and_so_does_its_place(fields: dict[str, str]) -> None:
    assert made(**fields).hash_words() != WORDS


def test_what_it_tells_machines_or_nobody_does_not() -> None:
    assert made(tags="\n  - sun", modified="2026-05-05", kind="news", review="pending").hash_words() == WORDS
    assert made(changes="\n  - day: 2026-05-05\n    what: More.").hash_words() == WORDS


@given(st.lists(st.sampled_from(["rest", "4", "0.5", "ñandú", "don’t", "皮肤"]), min_size=1, max_size=12), st.data())
def test_any_white_space_is_the_same(words: list[str], data: st.DataObject) -> None:
    spaces = [data.draw(st.sampled_from([" ", "  ", "\n", "\n\n"])) for _ in words]
    spaced = "".join(f"{word}{space}" for word, space in zip(words, spaces, strict=True))
    assert made(f"So {spaced}").hash_words() == made(f"So {' '.join(words)}").hash_words()


def test_a_number_of_100_counts() -> None:
    first, second = (made(likelihoods=f"\n  - of_100: {number}\n    what: had scars [1]") for number in (4, 5))
    assert first.hash_words() != second.hash_words()
