from __future__ import annotations

from datetime import date

import pytest

from plugins.documents.document import Document, make_document
from tests.small import PAGE, article, document

NAMES = {"topics": ["care"], "authors": ["clinic"], "people": ["dr-a"], "languages": ["en", "es"]}
SOURCE = "\n  - title: One\n    publisher: Two\n    url: https://x.example\n    accessed: 2026-01-01"


def made(body: str = "One.", **fields: str | None) -> Document:
    found, faults = make_document("articles/sub/one.md", article(body, **fields).encode(), NAMES)
    assert found, faults
    return found


def test_a_card_says_what_others_may_know() -> None:
    meta = made(
        "See [two](two.md).\n\n## Rest",
        modified="2026-02-01",
        tags="\n  - After  Care\n  - after care",
        author="clinic",
        status="Draft",
        redirect_from="\n  - /2019/05/one.html",
        faq="\n  - question: a\n    answer: b",
    ).meta
    assert (meta.path, meta.slug, meta.topic, meta.author, meta.kind) == (
        "articles/sub/one.md",
        "one",
        "care",
        "clinic",
        "advice",
    )
    assert (meta.date, meta.modified) == (date(2026, 1, 2), date(2026, 2, 1))
    assert meta.draft
    assert meta.tags == ("after care",)
    assert meta.redirect_from == ("/2019/05/one.html",)
    assert meta.ids == {"main", "rest", "faq"}
    assert [link.target for link in meta.links] == ["two.md"]
    assert meta.lines["tags"] == 9


@pytest.mark.parametrize(
    ("modified", "days", "last"),
    [
        (None, [], None),
        (None, ["2026-02-01"], date(2026, 2, 1)),
        ("2026-02-01", ["2026-03-01", "2026-02-15"], date(2026, 3, 1)),
        ("2026-03-02", ["2026-03-01"], date(2026, 3, 2)),
    ],
)
def test_the_last_change_is_the_latest_that_is_named(modified: str | None, days: list[str], last: date | None) -> None:
    changes = "".join(f"\n  - day: {day}\n    what: More." for day in days)
    document = made(modified=modified, changes=changes or None)
    assert document.meta.modified == last
    assert document.meta.latest_past_day == last
    assert ("changes" in document.meta.ids) == bool(days)
    assert document.find_waiver_period()[0] == (last or date(2026, 1, 2))


def test_a_text_of_several_lines_is_one() -> None:
    assert made(summary="|\n  One\n  two").meta.summary == "One two"


def test_a_page_has_no_topic() -> None:
    found, _ = make_document("pages/one.md", document(PAGE).encode(), NAMES)
    assert found
    assert (found.meta.topic, found.meta.kind, found.meta.tags) == ("", "", ())


def test_a_field_of_articles_is_none_of_a_pages() -> None:
    _, faults = make_document("pages/one.md", document({**PAGE, "category": "care"}).encode(), NAMES)
    assert [(fault.line, fault.field, fault.message) for fault in faults] == [(6, "category", "no such field")]


def test_the_first_paragraph_leads() -> None:
    found = made("One *two*.\n\nThree.")
    assert (found.lead, found.body) == ("<p>One <em>two</em>.</p>\n", "<p>Three.</p>")
    assert made("- One").lead == ""


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (199, 1), (200, 1), (201, 2), (1_000, 5)])
def test_reading_takes_a_minute_for_200_words(words: int, minutes: int) -> None:
    assert made("word " * words).meta.minutes == minutes


def test_parts_are_read_too_but_not_their_citations() -> None:
    plain = made("word " * 195, references=SOURCE, key_points="\n  - a b c d e [1]")
    assert plain.meta.minutes == 1
    assert made("word " * 195, references=SOURCE, key_points="\n  - a b c d e f [1]").meta.minutes == 2


def test_the_first_citation_down_the_page_is_led_back_to() -> None:
    found = made("Two [1].", references=SOURCE, key_points="\n  - One [1]", not_for="\n  - Three [1]")
    assert (found.find_citation_id(1), found.find_citation_id(2)) == ("c_1", "")
    places = found.parts.key_points[0], found.lead, found.parts.not_for[0]
    assert ['id="c_1"' in text for text in places] == [True, False, False]


def test_texts_of_the_parts_are_html() -> None:
    parts = made(faq="\n  - question: Is 2 < 3?\n    answer: Yes.").parts
    assert parts.faq[0].question == "Is 2 &lt; 3?"


def test_what_lists_and_searches_know_of_a_text_has_no_marks_of_languages() -> None:
    meta = made(
        "## A [dos](lang:es)",
        title="A [uno](lang:es)",
        summary='"[Tres](lang:es) and four"',
        faq="\n  - question: A [cinco](lang:es)?\n    answer: b",
    ).meta
    assert (meta.title, meta.summary, meta.headings) == ("A uno", "Tres and four", ("A dos", "A cinco?"))


@pytest.mark.parametrize(
    ("on", "every", "due"),
    [
        ("2026-01-31", "12", date(2027, 1, 31)),
        ("2026-08-31", "6", date(2027, 2, 28)),
        ("2026-12-01", "3", date(2027, 3, 1)),
    ],
)
def test_a_review_is_due_after_its_months(on: str, every: str, due: date) -> None:
    assert made(review=f"\n  by: dr-a\n  on: {on}\n  every: {every}").meta.due == due


def test_a_pending_review_is_never_due() -> None:
    assert made(review="pending").meta.due is None


def test_a_planned_review_is_due_on_its_day_which_is_none_of_the_past() -> None:
    meta = made(review="2026-09-01").meta
    assert (meta.reviewed, meta.due, meta.latest_past_day) == (None, date(2026, 9, 1), None)


def test_a_slip_in_the_text_hides_no_other_mistake() -> None:
    body = "# H\n\n![](x.jpg)\n\nSee [2].\n\n<div>\n\n[^1] and ✎ more\n\n```"
    _, faults = make_document(
        "articles/one.md", article(body, date="2026-05-01", modified="2026-01-01").encode(), NAMES
    )
    assert sorted(fault.line for fault in faults) == [8, 11, 13, 15, 17, 19, 19, 21]


def test_a_slip_in_a_part_hides_none_in_the_text() -> None:
    text = article("![](x.jpg)", key_points="\n  - One [9].")
    _, faults = make_document("articles/one.md", text.encode(), NAMES)
    assert sorted(fault.message[:11] for fault in faults) == ["[9] cites a", "the picture"]


def test_every_fault_of_header_and_text_is_told_together() -> None:
    found, faults = make_document(
        "articles/one.md", article("# One\n\n<b>", title=None, date="1/2/2026").encode(), NAMES
    )
    assert found and found.meta.unfit == {"title", "date"}
    assert {(fault.line, fault.field) for fault in faults} == {(1, "title"), (3, "date"), (9, ""), (11, "")}


def test_nothing_is_refused_for_lists_of_names_that_cannot_be_read() -> None:
    assert make_document("articles/one.md", article(category="any", author="any").encode(), {})[0]
