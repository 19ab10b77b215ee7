"""The schedule: what is visible on a day."""

from __future__ import annotations

from datetime import date

from plugins.documents.document import DocumentMeta


def find_hidden_reason(card: DocumentMeta, day: date) -> str:
    """Find why a visitor does not see this on `day`: draft, the ISO day on which it appears, or "" if it is seen."""
    if card.draft:
        return "draft"
    return card.date.isoformat() if card.date > day else ""
