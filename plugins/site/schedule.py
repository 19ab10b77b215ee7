"""The schedule: what is visible on a day. The page of the chat is visible where there is one."""

from __future__ import annotations

from datetime import date

from plugins.documents.document import DocumentMeta
from plugins.documents.scan import CHAT


def is_hidden(meta: DocumentMeta, day: date) -> bool:
    """Return whether a visitor does not see a document on `day`: it is a draft, or appears on a later day."""
    return meta.draft or meta.date > day


def is_chat_page(meta: DocumentMeta) -> bool:
    """Return whether a document is the page of the chat, in any language."""
    return meta.path.startswith("pages/") and CHAT in (meta.slug, meta.translates)


def find_hidden_reason(meta: DocumentMeta, day: date, has_chat: bool) -> str:
    """Find why a visitor does not see this on `day`: "draft", the ISO day on which it appears, or "chat".

    Return "" if it is seen.
    """
    if is_hidden(meta, day):
        return "draft" if meta.draft else meta.date.isoformat()
    return CHAT if is_chat_page(meta) and not has_chat else ""
