"""HTML and deep nesting are refused: each is a row with the exact words that its editor reads."""

from __future__ import annotations

from tests.small import article
from tests.wrong_files import each, lines_of, text_rows

BRACKETS = "brackets or marks are nested too deeply; delete them"
NOT_HTML = "delete it, or write &lt; where the sign < is meant"
COMMENT = "a comment would be published; delete it and write plain Markdown"

ROWS = text_rows(
    [
        # HTML
        ("script", article("One <script>alert(1)</script>"), [f":10: <script> is HTML; {NOT_HTML}"]),
        ("script-open", article("<SCRIPT SRC=x>"), [f":10: <SCRIPT SRC=x> is HTML; {NOT_HTML}"]),
        ("handler", article("One <b onclick=alert(1)>two</b>"), [f":10: <b onclick=alert(1)> is HTML; {NOT_HTML}"]),
        (
            "iframe",
            article('One\n\n<iframe src="https://x.example"></iframe>'),
            [f':12: <iframe src="https://x.example"> is HTML; {NOT_HTML}'],
        ),
        ("style", article("<style>p{}</style>"), [f":10: <style> is HTML; {NOT_HTML}"]),
        (
            "style-attribute",
            article('<p style="color:red">One</p>'),
            [f':10: <p style="color:red"> is HTML; {NOT_HTML}'],
        ),
        ("form", article("<form>\n\n<form>"), [f":10: <form> is HTML; {NOT_HTML}", f":12: <form> is HTML; {NOT_HTML}"]),
        ("comment", article("One <!-- J. Smith --> two"), [f":10: {COMMENT}"]),
        ("comment-block", article("One\n\n<!-- J.\n\nSmith -->"), [f":12: {COMMENT}"]),
        ("comment-open", article("One <!-- J. Smith\n\ntwo"), [f":10: {COMMENT}"]),
        ("unclosed", article("One <b>two"), [":10: <b> is not closed; write </b> after the words"]),
        (
            "closed-twice",
            article("One two</b>"),
            [":10: </b> closes no tag that is open here; delete it, or put it where the words end"],
        ),
        # nesting
        (
            "nested-brackets",
            article("[" * 20_000),
            [
                ":10: the paragraph, list or table is too long; make several of it",
                ":10: the line has over 8,000 characters; make paragraphs of it",
                f":10: {BRACKETS}",
            ],
        ),
        ("nested-quotes", article(">" * 3_000), [":10: quotations are nested too deeply; write one >"]),
        ("nested-items", article("- " * 3_000 + "one"), [":10: lists are nested too deeply; write one mark"]),
        ("open-tags", article("<a \n\n" * 60), [":110: there are too many < without >; write &lt; for the sign"]),
        (
            "long-list",
            article("- one\n" * 2_100),
            [":2009: the paragraph, list or table is too long; make several of it"],
        ),
    ]
)


@each(ROWS)
def test_what_is_wrong_is_told_with_what_to_write(lines: list[str], refused: list[str]) -> None:
    assert lines_of(lines, refused) == lines
