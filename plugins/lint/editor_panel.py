"""The lines of the editor's panel. What else an editor should know of a document gets a line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.documents.document import Card
from plugins.documents.scan import shown
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.rules import SEVERITIES
from plugins.lint.claims.waivers import Claim
from plugins.site.schedule import hidden
from plugins.site.urls import Scheme

if TYPE_CHECKING:
    from plugins.lint.readability.grade import Level
    from plugins.lint.readability.results import Odd, Reading
    from plugins.lint.spelling.vocabulary import Vocabulary

FIRST = 3  # flags or words that are named


class Line(NamedTuple):
    """`urgent` lines are seen while the panel is closed, too. What is listed in `text` stands on lines of its own."""

    name: str
    text: str
    urgent: bool = False


def panel(
    content: Path,
    cards: Iterable[Card],
    scheme: Scheme,
    today: date,
    claims: Mapping[str, Sequence[Claim]],
    photographs: Mapping[str, Sequence[Finding]],
    readings: Mapping[str, Reading],
    vocabulary: Vocabulary,
) -> dict[str, Any]:
    """What is told of each document, by its address; what was found in it is by its path."""
    from plugins.lint.readability.hints import misspelled  # what visitors see is made without

    told = {}
    for card in cards:
        reading = readings[card.path]
        own = [
            *lines(card, hidden(card, today), today),
            *flags([*_open(claims[card.path]), *photographs.get(card.path, ())]),
            *read(reading.level, list(misspelled(reading, vocabulary))),
        ]
        told[scheme.document(card)] = {"file": shown(content, card.path), "lines": own}
    return told


def _open(claims: Iterable[Claim]) -> Iterator[Finding]:
    return (claim.finding for claim in claims if not claim.waiver)


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
    if card.since_review == "changed":
        yield Line("Changed since its review", "have it read again", urgent=True)
    if card.due < today:
        yield Line("Review overdue", f"since {card.due}", urgent=True)
    else:
        yield Line("Next review", f"by {card.due}")


def flags(findings: Iterable[Finding]) -> Iterator[Line]:
    """How many of each severity are open, where the gravest stand, and what to do."""
    found = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.line))
    counts = Counter(one.severity for one in found)
    said = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items())
    first = [f"line {one.line}: {one.quoted()}: {one.write}" for one in found]
    yield Line("Open flags", _listed(said or "none", first), urgent=bool(counts["error"]))


def read(level: Level | None, odd: Sequence[Odd]) -> Iterator[Line]:
    """How hard a text is, and its words that no dictionary has."""
    if level:
        yield Line("Reading", str(level))
    if odd:
        said = "1 word" if len(odd) == 1 else f"{len(odd)} words"
        yield Line(
            "Spelling", _listed(said, [f"line {one.line}: “{one.word}” ({', '.join(one.near)}?)" for one in odd])
        )


def _listed(said: str, items: Sequence[str]) -> str:
    """With the first of the items, each on a line of its own."""
    return "\n".join([said, *items[:FIRST], *(["…"] if len(items) > FIRST else [])])
