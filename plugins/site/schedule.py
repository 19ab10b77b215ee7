"""The schedule: what is visible on a day."""

from __future__ import annotations

from datetime import date

from plugins.documents.document import DocumentMeta


def find_hidden_reason(meta: DocumentMeta, day: date) -> str:
    """Find why a visitor does not see this on `day`: draft, the ISO day on which it appears, or "" if it is seen."""
    if meta.draft:
        return "draft"
    return meta.date.isoformat() if meta.date > day else ""
