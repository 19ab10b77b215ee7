"""The lines of the editor's panel. What else an editor should know of a document gets a line here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from plugins.addresses.scheme import Scheme
from plugins.documents.document import Card
from plugins.documents.scan import shown
from plugins.publication.calendar import hidden


class Line(NamedTuple):
    """`urgent` lines are seen while the panel is closed, too."""

    name: str
    text: str
    urgent: bool = False


def panel(content: Path, cards: Iterable[Card], scheme: Scheme, today: date) -> dict[str, Any]:
    """What is told of each document, by its address."""
    return {
        scheme.document(card): {"file": shown(content, card.path), "lines": lines(card, hidden(card, today), today)}
        for card in cards
    }


def lines(card: Card, unseen: str, today: date) -> tuple[Line, ...]:
    """`unseen` is why a visitor would not see it, as plugins.publication tells."""
    return (_seen(unseen), *(_review(card, today) if card.kind else ()))


def _seen(unseen: str) -> Line:
    if unseen == "draft":
        return Line("Draft", "visitors do not see it", urgent=True)
    return Line("Visitors", f"see it from {unseen} on", urgent=True) if unseen else Line("Visitors", "see it")


def _review(card: Card, today: date) -> Iterator[Line]:
    if not card.reviewed or not card.due:
        yield Line("Review", "pending")
        return
    yield Line("Reviewed", card.reviewed.isoformat())
    if card.due < today:
        yield Line("Review overdue", f"since {card.due}", urgent=True)
    else:
        yield Line("Next review", f"by {card.due}")
