"""Whether a translation says what its original says today."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.diagnostics.diagnostic import Problem
from plugins.documents.document import Card


def older(own: Card, original: Card) -> Iterator[Problem]:
    """A note on a translation whose original was changed after it."""
    ours, theirs = (card.modified or card.date for card in (own, original))
    if ours < theirs:
        line = own.lines.get("modified") or own.lines.get("date", 0)
        what = f"the original, content/{original.path}, was changed after this text, on {theirs}"
        write = "bring this text up to date, then write that day or a later one after modified:"
        yield Problem(f"content/{own.path}", line, "modified", what, write)
