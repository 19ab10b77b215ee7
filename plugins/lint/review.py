"""Lint the review and the references of articles: overdue reviews, texts changed since, references that are not cited.

Nothing here is an error, however long a review is overdue: days pass without anybody changing a file, and one overdue
review must not keep all other texts from being published. The article's page says that its review is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.documents.document import DocumentMeta
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.rules import Severity


def lint_review(card: DocumentMeta, today: date) -> Iterator[Finding]:
    """Find what an editor should know of a text's review and references on `today`."""
    if card.reviewed and card.due:
        yield from _lint_past_review(card, card.reviewed, card.due, today)
    for number in card.uncited:
        why, write = "nothing in the text rests on this source", "cite it where it is used, or take it out"
        yield Finding("ST005", "note", card.lines["references"], 1, f"[{number}]", "", why, write)


def _lint_past_review(card: DocumentMeta, on: date, due: date, today: date) -> Iterator[Finding]:
    """Find what is wrong with a review that took place on the day `on` and is due again on the day `due`."""
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
