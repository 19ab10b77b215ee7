"""What an editor is told of a review and of sources."""

from __future__ import annotations

from datetime import date

from plugins.documents.document import DocumentMeta, make_document
from plugins.lint.review import lint_review
from tests.small import SOURCES, article

REVIEW = "\n  by: dr-a\n  on: 2026-01-31\n  every: 6"
AGAIN = "make review FILE=one BY=dr-a"


def meta(body: str = "Rest.", **fields: str | None) -> DocumentMeta:
    document, faults = make_document("articles/one.md", article(body, **fields).encode(), {})
    assert document, faults
    return document.meta


def signed(words: str) -> str:
    """A review of these words."""
    document, _ = make_document("articles/one.md", article(words).encode(), {})
    assert document
    return f"{REVIEW}\n  text: {document.hash_words()}"


def list_flags(meta: DocumentMeta, day: str = "2026-02-01") -> list[tuple[str, str, int, str]]:
    return [(one.rule, one.severity, one.line, one.words) for one in lint_review(meta, date.fromisoformat(day))]


def test_a_text_as_it_was_reviewed_is_no_finding_until_it_is_due() -> None:
    one = meta(review=signed("Rest."))
    assert list_flags(one, "2026-07-31") == []
    assert list_flags(one, "2026-08-01") == [("review-overdue", "warning", 8, "2026-01-31")]


def test_a_text_that_was_changed_asks_for_a_new_review() -> None:
    (one,) = lint_review(meta("Rest twice.", review=signed("Rest.")), date(2026, 2, 1))
    assert (one.rule, one.severity, one.line) == ("review-text-changed", "warning", 8)
    assert one.message.startswith("the text was changed") and one.hint.endswith(AGAIN)


def test_a_review_by_hand_is_told_what_writes_its_words() -> None:
    (one,) = lint_review(meta(review=REVIEW), date(2026, 2, 1))
    assert (one.rule, one.severity) == ("review-text-unknown", "note")
    assert one.hint.endswith(AGAIN)


def test_an_author_is_not_the_reviewer() -> None:
    assert list_flags(meta(review=signed("Rest."), author="dr-a")) == [("review-by-author", "warning", 8, "dr-a")]
    assert list_flags(meta(author="dr-a")) == list_flags(meta(review=signed("Rest."), author="dr-b")) == []


def test_a_source_is_cited_in_the_text_or_a_part_or_proves_what_is_waived() -> None:
    unused = [("reference-uncited", "note", 8, "[1]"), ("reference-uncited", "note", 8, "[2]")]
    assert list_flags(meta(references=SOURCES)) == unused
    assert list_flags(meta("Rest [2].", references=SOURCES)) == unused[:1]
    assert list_flags(meta(references=SOURCES, do="\n  - rest [2, 1]")) == []
    claims = "\n  - rule: CL010\n    words: Rest\n    reference: 1\n    by: clinic"
    assert list_flags(meta(references=SOURCES, claims=claims)) == unused[1:]


def test_a_planned_review_is_no_finding_until_its_day_has_passed() -> None:
    one = meta(review="2026-03-01")
    assert list_flags(one, "2026-03-01") == []
    assert list_flags(one, "2026-03-02") == [("review-planned-past", "warning", 8, "2026-03-01")]
