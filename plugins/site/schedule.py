"""The schedule: what is visible on a day."""

from __future__ import annotations

from datetime import date

from plugins.documents.document import DocumentMeta


def is_hidden(meta: DocumentMeta, day: date) -> bool:
    """Return whether a visitor does not see a document on `day`: it is a draft, or appears on a later day."""
    return meta.draft or meta.date > day


def find_hidden_reason(meta: DocumentMeta, day: date) -> str:
    """Find why a visitor does not see this on `day`: draft, the ISO day on which it appears, or "" if it is seen."""
    if not is_hidden(meta, day):
        return ""
    return "draft" if meta.draft else meta.date.isoformat()
