"""The report of `make check`, made of plain values."""

from __future__ import annotations

import json
from datetime import date

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.registry import Severity
from plugins.documents.document import DocumentMeta
from plugins.documents.front_matter import Waiver
from plugins.lint.claims.matcher import Claim
from tools.quality.lint_report import (
    HEADING,
    WIDTH,
    LintedText,
    format_json,
    format_report,
    format_total,
    make_annotations,
)

UNREAD = Diagnostic("content/articles/lost.md", 1, "date", "field-missing", "is missing", "write date:")


def claim(
    line: int, words: str, rule: str = "CL1", severity: Severity = "error", waiver: Waiver | None = None
) -> Claim:
    found = Diagnostic("content/articles/a.md", line, "", rule, "is a claim", "leave it out", severity, 3, words)
    return Claim(found, f"A {words} laser.", waiver)


def waive(line: int, words: str) -> Claim:
    return claim(line, words, waiver=Waiver.model_construct(rule="CL1", words=words, reference=2, by="dr-example"))


def text(*claims: Claim, draft: bool = False) -> LintedText:
    meta = DocumentMeta(
        path="articles/a.md",
        slug="a",
        title="A title",
        summary="A summary.",
        date=date(2026, 1, 1),
        modified=None,
        draft=draft,
        lang="en",
        translates="",
        redirect_from=(),
        ids=frozenset(),
        links=(),
        images=(),
        minutes=1,
    )
    return LintedText("content/articles/a.md", meta, list(claims), None)


def test_claims_stand_below_their_reason_in_the_order_of_lines() -> None:
    found = [claim(9, "soft"), claim(7, "mild", "CL2", "warning"), waive(6, "easy"), claim(5, "safe")]
    assert "\n".join(format_report([text(*found)], [UNREAD], [], [])).splitlines() == [
        HEADING,
        "",
        "content/articles/lost.md:1: date: is missing; write date: [field-missing]",
        "content/articles/a.md, published: A title",
        "  errors",
        "    CL1: is a claim; leave it out.",
        "      5:3 “safe”",
        "        A safe laser.",
        "      9:3 “soft”",
        "        A soft laser.",
        "  warnings",
        "    CL2: is a claim; leave it out.",
        "      7:3 “mild”",
        "        A mild laser.",
        "  waived",
        "    CL1: 6:3 “easy”, [2], by dr-example",
        "",
        "1 text: 2 errors, 1 warning, 0 notes, 1 waived, 1 to mend first. 1 may not be published as they are.",
    ]


def test_a_draft_says_so_and_stops_nothing() -> None:
    drafted = text(claim(5, "safe"), draft=True)
    assert "content/articles/a.md, a draft: A title" in format_report([drafted], [], [], [])
    assert format_total([drafted], []).endswith("waived. 0 may not be published as they are.")


def test_a_text_without_findings_is_only_counted() -> None:
    assert list(format_report([text()], [], [], [])) == [f"{HEADING}\n", format_total([text()], [])]


def test_notices_that_are_not_decided_on_are_wrapped_at_the_end() -> None:
    names = [f"notice-{number}" for number in range(30)]
    lines = list(format_report([], [], names, []))[2:]
    assert " ".join(lines) == f"Notices not decided on in content/clinic.yaml: {', '.join(names)}."
    assert max(map(len, lines)) <= WIDTH


def test_json_tells_waived_claims_from_others() -> None:
    said = json.loads(format_json([text(claim(5, "safe"), waive(6, "easy"))], [UNREAD]))
    [told] = said["texts"]
    assert [one["file"] for one in said["errors"]] == [UNREAD.file]
    assert [(one["words"], one["sentence"]) for one in told["diagnostics"]] == [("safe", "A safe laser.")]
    assert [(one["words"], one["waiver"]["by"]) for one in told["waived"]] == [("easy", "dr-example")]
    assert told["reading"] is None


def test_annotations_leave_out_what_is_waived_and_warn_of_errors_in_drafts() -> None:
    found = [claim(5, "safe"), claim(7, "mild", severity="note"), waive(6, "easy")]
    for draft, level in ((False, "error"), (True, "warning")):
        made = list(make_annotations([text(*found, draft=draft)], [UNREAD]))
        assert [one.level for one in made] == ["error", level, "notice"]
        assert [one.message.endswith(HEADING) for one in made] == [False, True, True]
