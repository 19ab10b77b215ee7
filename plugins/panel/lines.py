"""The lines of the editor's panel. What else an editor should know of a document gets a line here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from plugins.documents.document import Card


class Line(NamedTuple):
    """`urgent` lines are seen while the panel is closed, too."""

    name: str
    text: str
    urgent: bool = False


def lines(card: Card, hidden: str, today: date) -> tuple[Line, ...]:
    """`hidden` is why a visitor would not see it, as plugins.publication tells."""
    return (_seen(hidden), *(_review(card, today) if card.kind else ()))


def _seen(hidden: str) -> Line:
    if hidden == "draft":
        return Line("Draft", "visitors do not see it", urgent=True)
    return Line("Visitors", f"see it from {hidden} on", urgent=True) if hidden else Line("Visitors", "see it")


def _review(card: Card, today: date) -> Iterator[Line]:
    if not card.reviewed or not card.due:
        yield Line("Review", "pending")
        return
    yield Line("Reviewed", card.reviewed.isoformat())
    if card.due < today:
        yield Line("Review overdue", f"since {card.due}", urgent=True)
    else:
        yield Line("Next review", f"by {card.due}")
