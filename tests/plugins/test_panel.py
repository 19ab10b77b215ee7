"""What the editor's panel says of a document."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.documents.document import make
from plugins.panel.lines import Line, lines
from tests import small

NAMES = {"topics": ["care"], "people": ["dr-a"], "languages": ["en"]}
REVIEW = "\n  by: dr-a\n  on: 2026-01-31\n  every: 13"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2027-02-28", Line("Next review", "by 2027-02-28")),
        ("2027-03-01", Line("Review overdue", "since 2027-02-28", urgent=True)),
    ],
)
def test_a_review_is_overdue_on_the_day_after_it_was_due(day: str, line: Line) -> None:
    document, _ = make("articles/good.md", small.article(review=REVIEW).encode(), NAMES)
    assert document
    told = lines(document.card, "", date.fromisoformat(day))
    assert told == (Line("Visitors", "see it"), Line("Reviewed", "2026-01-31"), line)


def test_a_page_about_us_has_no_review() -> None:
    document, _ = make("pages/about.md", small.document(small.PAGE).encode(), NAMES)
    assert document
    assert lines(document.card, "draft", date(2026, 6, 1)) == (Line("Draft", "visitors do not see it", urgent=True),)
