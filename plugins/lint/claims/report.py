"""What a build reports of claims: errors stop it, warnings do not. Drafts are included in a preview only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Problem
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.lint.claims.results import match_claims
from plugins.lint.claims.waivers import Claim, apply_waivers


def find_claims(library: Library, cards: Sequence[DocumentMeta], today: date, store: Store) -> dict[str, list[Claim]]:
    """Find the claims of each document, by its path, with the waivers that cover them on `today`."""
    found = match_claims(library, cards, store)
    return {card.path: apply_waivers(card, found[card.path], today) for card in cards}


def group_problems(
    content: Path, cards: Sequence[DocumentMeta], found: Mapping[str, list[Claim]], preview: bool
) -> dict[str, list[Problem]]:
    """Group the problems of all claims without a waiver by severity: "error" and "warning".

    `found` are the claims by path. A draft's errors are warnings, since they stop no build.
    """
    problems: dict[str, list[Problem]] = {"error": [], "warning": []}
    for card in cards if preview else (card for card in cards if not card.draft):
        for finding in (claim.finding for claim in found[card.path] if not claim.waiver):
            if finding.severity in problems:
                severity = "warning" if card.draft else finding.severity
                problems[severity].append(finding.problem(format_path(content, card.path)))
    return problems
