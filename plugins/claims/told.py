"""What a build tells of claims: errors of published texts as problems, warnings as notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plugins.claims.findings import Finding
from plugins.claims.remarks import remarks
from plugins.claims.waivers import judged
from plugins.documents.document import Card
from plugins.documents.library import Library
from plugins.documents.scan import shown
from plugins.problem import Problem
from plugins.store import Store


def told(library: Library, cards: Sequence[Card], today: date, store: Store) -> dict[str, list[Problem]]:
    """By severity: "error" and "warning"."""
    found = remarks(library, cards, store)
    told: dict[str, list[Problem]] = {"error": [], "warning": []}
    for card in cards:
        remarked = found[card.path]
        if card.draft or not (remarked.findings or remarked.waivers):
            continue
        for claim in judged(card, remarked, today):
            if not claim.waiver and claim.finding.severity in told:
                told[claim.finding.severity].append(_problem(shown(library.content, card.path), claim.finding))
    return told


def _problem(file: str, finding: Finding) -> Problem:
    return Problem(file, finding.line, finding.rule, f"“{finding.words}”: {finding.why}", finding.write)
