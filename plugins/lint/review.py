"""What an editor is told of an article's review and of its sources.

None of it is an error, however long a review is overdue: days pass without anybody changing a file, and one text that
wants reading again must not keep all others from being published. Its page says how things are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.documents.document import Card
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.rules import Severity


def findings(card: Card, today: date) -> Iterator[Finding]:
    if card.reviewed and card.due:
        yield from _of_review(card, card.reviewed, card.due, today)
    for number in card.uncited:
        why, write = "nothing in the text rests on this source", "cite it where it is used, or take it out"
        yield Finding("ST005", "note", card.lines["references"], 1, f"[{number}]", "", why, write)


def _of_review(card: Card, on: date, due: date, today: date) -> Iterator[Finding]:
    again = f"make review FILE={card.slug} BY={card.reviewer}"

    def finding(rule: str, severity: Severity, words: object, why: str, write: str) -> Finding:
        return Finding(rule, severity, card.lines["review"], 1, str(words), "", why, write)

    if due < today:
        why = f"its review was due again by {due}, and what it says may be out of date"
        yield finding("ST003", "warning", on, why, f"have it read again, then: {again}")
    if card.since_review == "changed":
        why = "the text was changed after this review, and its page says so"
        yield finding("ST003", "warning", on, why, f"have it read again, then: {again}")
    elif card.since_review == "unknown":
        why = "nobody can tell which words were reviewed, as text is missing below review"
        yield finding("ST003", "note", on, why, f"have it read, then: {again}")
    if card.author == card.reviewer:
        why = "the author reviewed the text, and few see their own mistakes"
        yield finding("ST004", "warning", card.reviewer, why, "have somebody else review it")
