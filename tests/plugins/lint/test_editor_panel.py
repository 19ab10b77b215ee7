"""What the editor's panel says of a document."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.document import make_document
from plugins.lint.editor_panel import PanelLine, make_flag_lines, make_reading_lines, make_status_lines
from plugins.lint.readability.grade import ReadingLevel
from plugins.lint.readability.results import UnknownWord
from tests import small

NAMES = {"topics": ["care"], "people": ["dr-a"], "languages": ["en"]}
REVIEW = "\n  by: dr-a\n  on: 2026-01-31\n  every: 13"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2027-02-28", PanelLine("Next review", "by 2027-02-28")),
        ("2027-03-01", PanelLine("Review overdue", "since 2027-02-28", urgent=True)),
    ],
)
def test_a_review_is_overdue_on_the_day_after_it_was_due(day: str, line: PanelLine) -> None:
    document, _ = make_document("articles/good.md", small.article(review=REVIEW).encode(), NAMES)
    assert document
    told = make_status_lines(document.meta, "", date.fromisoformat(day))
    assert told == (PanelLine("Visitors", "see it"), PanelLine("Reviewed", "2026-01-31"), line)


def test_a_change_since_the_review_is_seen_while_the_panel_is_closed() -> None:
    text = small.article(review=f"{REVIEW}\n  text: 0123456789ab")
    document, _ = make_document("articles/good.md", text.encode(), NAMES)
    assert document
    told = make_status_lines(document.meta, "", date(2026, 2, 1))
    assert told[2:] == (
        PanelLine("Changed since its review", "have it read again", urgent=True),
        PanelLine("Next review", "by 2027-02-28"),
    )


def test_a_page_about_us_has_no_review() -> None:
    document, _ = make_document("pages/about.md", small.document(small.PAGE).encode(), NAMES)
    assert document
    assert make_status_lines(document.meta, "draft", date(2026, 6, 1)) == (
        PanelLine("Draft", "visitors do not see it", urgent=True),
    )
    assert make_status_lines(document.meta, "chat", date(2026, 6, 1)) == (
        PanelLine("No chat", "visitors do not see its page", urgent=True),
    )


def test_a_translation_that_nobody_has_checked_says_so() -> None:
    fields = {**small.PAGE, "translates": "good", "translation": "pending"}
    document, _ = make_document("pages/bueno.md", small.document(fields).encode(), {})
    assert document
    told = make_status_lines(document.meta, "", date(2026, 6, 1))
    assert told[1:] == (PanelLine("Translation", "not checked yet by a speaker"),)


def test_open_flags_are_counted_and_the_gravest_are_named() -> None:
    found = [
        Diagnostic("", line, "", "CL009", "", "cut it", severity, 1, "better")  # type: ignore[arg-type]
        for severity, line in (("note", 2), ("warning", 9), ("error", 12), ("warning", 5))
    ]
    said = "1 error, 2 warnings, 1 note\n" + "".join(f"line {line}: “better”: cut it\n" for line in (12, 5, 9)) + "…"
    assert list(make_flag_lines(found)) == [PanelLine("Open flags", said, urgent=True)]
    assert list(make_flag_lines(found[1:2])) == [PanelLine("Open flags", "1 warning\nline 9: “better”: cut it")]
    assert list(make_flag_lines([])) == [PanelLine("Open flags", "none")]


def test_what_is_hard_to_read_or_misspelled_is_a_line_each() -> None:
    level = ReadingLevel("grade", 9.4, "hard to read", 9, ())
    odd = [UnknownWord("untill", 12, 3, ("until",)), UnknownWord("teh", 14, 1, ("the", "ten"))]
    assert list(make_reading_lines(level, odd)) == [
        PanelLine("Reading", "grade 9.4, hard to read"),
        PanelLine("Spelling", "2 words\nline 12: “untill” (until?)\nline 14: “teh” (the, ten?)"),
    ]
    assert list(make_reading_lines(None, [])) == []
