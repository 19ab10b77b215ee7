"""What a build reports of claims: errors stop it, warnings do not. Drafts are included in a preview only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.lint.claims.matcher import Claim
from plugins.lint.claims.results import match_claims
from plugins.lint.claims.waivers import apply_waivers


def find_claims(library: Library, cards: Sequence[DocumentMeta], today: date, store: Store) -> dict[str, list[Claim]]:
    """Find the claims of each document, by its path, with the waivers that cover them on `today`."""
    found = match_claims(library, cards, store)
    return {card.path: apply_waivers(card, found[card.path], today) for card in cards}


def report_claims(
    content: Path, cards: Sequence[DocumentMeta], found: Mapping[str, list[Claim]], preview: bool
) -> Iterator[Diagnostic]:
    """Report the errors and warnings among the claims without a waiver.

    `found` are the claims by path. A draft's errors are warnings, since they stop no build.
    """
    for card in cards if preview else (card for card in cards if not card.draft):
        for claim in found[card.path]:
            if not claim.waiver and claim.diagnostic.severity != "note":
                severity = "warning" if card.draft else claim.diagnostic.severity
                yield replace(claim.diagnostic, file=format_path(content, card.path), severity=severity)
