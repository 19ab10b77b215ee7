"""Translations of the same text, and whether a translation is as new as its original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta


def group_translations(shown: Sequence[DocumentMeta]) -> dict[str, list[DocumentMeta]]:
    """Find by path all translations of a text, itself included, by language; none where it has no other language."""
    same: dict[str, list[DocumentMeta]] = defaultdict(list)
    for meta in shown:
        same[meta.original].append(meta)
    texts = {meta.path: same[meta.original] for meta in shown}
    return {path: sorted(metas, key=lambda meta: meta.lang) for path, metas in texts.items() if len(metas) > 1}


def find_outdated_translations(shown: Sequence[DocumentMeta]) -> Iterator[Diagnostic]:
    """Note each translation whose original was changed after it."""
    originals = {meta.slug: meta for meta in shown if not meta.translates}
    for meta in shown:
        if original := originals.get(meta.translates):
            yield from check_translation(meta, original)


def check_translation(own: DocumentMeta, original: DocumentMeta) -> Iterator[Diagnostic]:
    """Note that a translation is older than its original, if it is."""
    ours, theirs = (meta.modified or meta.date for meta in (own, original))
    if ours < theirs:
        line = own.lines.get("modified") or own.lines.get("date", 0)
        file, original_file = f"content/{own.path}", f"content/{original.path}"
        yield diagnose("translation-outdated", file, line, "modified", original=original_file, day=theirs)
