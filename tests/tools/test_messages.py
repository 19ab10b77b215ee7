"""The list of messages holds every one that the gate prints."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.documents.document import make_document
from plugins.lint.claims.matcher import Matcher
from plugins.lint.claims.results import ClaimResult
from plugins.lint.claims.rules import load_rules
from plugins.lint.claims.waivers import apply_waivers
from plugins.lint.review import lint_review
from tests.plugins.conftest import ROWS
from tests.small import article
from tools.messages import Message, collect_messages, find_messages

SOURCE = "\n  - title: One\n    publisher: Two\n    url: https://x.example\n    accessed: 2026-01-01"
NAMES = {"people": ["dr-a"], "signers": ["dr-a"], "rules": ["CL009"], "topics": ["care"]}
WAIVER = "\n  - rule: CL009\n    words: Something else\n    reference: 1\n    by: dr-a"

PATTERNS = [
    message.compile_pattern() for given in collect_messages().values() for message in given if message.what != "…"
]


def test_what_the_gate_is_seen_to_print_is_in_the_list() -> None:
    lines = [line for row in ROWS for line in row.lines]
    assert len(lines) > 150
    assert [line for line in lines if not any(pattern.fullmatch(line) for pattern in PATTERNS)] == []


def test_what_is_said_of_claims_and_reviews_is_in_the_list() -> None:
    text = article(
        "Most people rest. It is painless.",
        review="\n  by: dr-a\n  on: 2026-01-31\n  every: 6",
        claims=WAIVER,
        references=SOURCE,
    )
    document, faults = make_document("articles/one.md", text.encode(), NAMES)
    assert document, faults
    card, today = document.card, date(2027, 1, 1)
    remarks = ClaimResult(Matcher(load_rules(), "en").find(text), document.header.claims)  # type: ignore[union-attr]
    told = [*(claim.finding for claim in apply_waivers(card, remarks, today)), *lint_review(card, today)]
    assert {one.rule for one in told} == {"CL003", "CL009", "CL010", "ST003"}
    lines = [str(one.problem("content/articles/one.md")) for one in told]
    assert [line for line in lines if not any(pattern.fullmatch(line) for pattern in PATTERNS)] == []


def test_a_message_that_is_not_in_the_list_is_not_taken_for_one_that_is() -> None:
    for line in ("a.md:2: title: is missing; write it", "a.md:2: is lost; build again", "is missing; write title: it"):
        assert not any(pattern.fullmatch(line) for pattern in PATTERNS), line


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('Fault(1, "", "is empty", f"write {name}")', [("is empty", "write …")]),
        ('wrong("one" if near else f"two {x!r}", "mend it")', [("one", "mend it"), ("two …", "mend it")]),
        ('PAIR = "moves", "use a still picture"\nfault(1, *PAIR)', [("moves", "use a still picture")]),
        (
            'ROWS = ((r"x", "is bad", "mend it"),)\nfor _, what, write in ROWS: fault(1, what, write)',
            [("is bad", "mend it")],
        ),
        ("MOST = 1_000\ndef f():\n    return f'over {MOST}', 'keep it shorter'", [("over 1,000", "keep it shorter")]),
        (
            "def f():\n  what = 'one'\n  if x:\n    what = 'two'\n  yield Problem(a, 0, '', what, 'mend it')",
            [("one", "mend it"), ("two", "mend it")],
        ),
        (
            "if x:\n  what = 'one'\n  wrong(what, 'do a')\nelse:\n  what = 'two'\n  wrong(what, 'do b')",
            [("one", "do a"), ("two", "do b")],
        ),
        (
            "def f():\n  what, write = 'one', 'do a'\n  if x: what, write = 'two', 'do b'\n  fault(1, what, write)",
            [("one", "do a"), ("two", "do b")],
        ),
        (
            "def near():\n  return f'did you mean {x}?'\nwrong('is unknown', near())",
            [("is unknown", "did you mean …?")],
        ),
        ("def f():\n  what = what or 'one'\n  return '', ''\nPATHS = 'a', 'b'", []),
    ],
)
def test_a_message_is_found_however_it_is_made(code: str, found: list[tuple[str, str]]) -> None:
    assert find_messages(code) == [Message(*pair) for pair in found]
