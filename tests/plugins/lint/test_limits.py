"""What lists show has its limits, and a telephone number is the clinic's."""

from __future__ import annotations

import pytest

from plugins.documents.document import DocumentMeta, make_document
from plugins.lint.limits import lint_limits
from tests.small import article

NUMBERS = {"075550100"}


def read(body: str = "Text.", **fields: str) -> DocumentMeta:
    document, errors = make_document("articles/one.md", article(body, **fields).encode(), {})
    assert document and not errors
    return document.meta


def find(meta: DocumentMeta) -> list[tuple[int, str, str]]:
    return [(one.line, one.rule, one.words[:20]) for one in lint_limits(meta, NUMBERS)]


def test_a_text_of_the_usual_length_is_let_be() -> None:
    assert find(read(title="x" * 65, summary="y" * 160, tags="\n  - " + "\n  - ".join("abcd"))) == []


def test_long_texts_and_many_tags_are_told_with_their_lines() -> None:
    meta = read(title="x" * 66, summary="y" * 161, tags="\n  - " + "\n  - ".join("abcde"))
    assert find(meta) == [(2, "text-over-limit", "x" * 20), (3, "text-over-limit", "y" * 20), (8, "tags-many", "e")]


@pytest.mark.parametrize(
    "number", ["707-555-0199", "(707) 555-0199", "707.555.0199", "+1 707-555-0199", "1-707-555-0199"]
)
def test_another_telephone_number_is_told_however_it_is_written(number: str) -> None:
    assert find(read(f"One.\n\nCall {number}.")) == [(12, "telephone-other", number)]
    assert find(read(key_points=f"\n  - Call {number}")) == [(9, "telephone-other", number)]


def test_a_number_that_a_link_dials_is_told() -> None:
    assert find(read("[Call](tel:+17075550199)")) == [(10, "telephone-other", "+17075550199")]


@pytest.mark.parametrize(
    "text",
    [
        "Call 707-555-0100, (707) 555-0100 or [us](tel:+17075550100).",
        "Call 911, or the poison center at 1-800-222-1222.",
        "See https://x.example/707-555-0199 and 10.1000/707-555-0199 of 2020-10-1234567.",
    ],
)
def test_the_numbers_of_the_clinic_and_for_everybody_are_let_be(text: str) -> None:
    assert find(read(text)) == []
