"""The editor's panel, which the preview shows beside each page. What an editor should know of a text is a line here."""

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

FIRST = 3  # findings or words that a line lists


class Line(NamedTuple):
    """A line of the panel. An `urgent` line is visible also while the panel is closed.

    `text` may have several lines: a summary, then the items that it lists.
    """

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
    """Make the panel of each document, by its URL, with the file that an editor opens.

    `claims`, `photographs` (findings on pictures) and `readings` are by the path of a document.
    """
    from plugins.lint.readability.hints import misspelled  # what visitors see is made without

    panels = {}
    for card in cards:
        reading = readings[card.path]
        panel_lines = [
            *lines(card, hidden(card, today), today),
            *flags([*_open(claims[card.path]), *photographs.get(card.path, ())]),
            *read(reading.level, list(misspelled(reading, vocabulary))),
        ]
        panels[scheme.document(card)] = {"file": shown(content, card.path), "lines": panel_lines}
    return panels


def _open(claims: Iterable[Claim]) -> Iterator[Finding]:
    return (claim.finding for claim in claims if not claim.waiver)


def lines(card: Card, unseen: str, today: date) -> tuple[Line, ...]:
    """Say whether visitors see a text, and how its review stands.

    `unseen` is why they do not see it, as `plugins.site.schedule` says: "draft" or a day; "" where they do.
    """
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
    """Count the findings of each severity, and list the most severe with what to write instead."""
    found = sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.line))
    counts = Counter(finding.severity for finding in found)
    summary = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items())
    items = [f"line {finding.line}: {finding.quoted()}: {finding.write}" for finding in found]
    yield Line("Open flags", _listed(summary or "none", items), urgent=bool(counts["error"]))


def read(level: Level | None, odd: Sequence[Odd]) -> Iterator[Line]:
    """Say how hard a text is to read, and list its words that may be misspelled."""
    if level:
        yield Line("Reading", str(level))
    if odd:
        summary = "1 word" if len(odd) == 1 else f"{len(odd)} words"
        items = [f"line {one.line}: “{one.word}” ({', '.join(one.near)}?)" for one in odd]
        yield Line("Spelling", _listed(summary, items))


def _listed(summary: str, items: Sequence[str]) -> str:
    """Put the first items below the summary, each on a line of its own."""
    return "\n".join([summary, *items[:FIRST], *(["…"] if len(items) > FIRST else [])])
