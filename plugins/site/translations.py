"""Translations of the same text, and whether a translation is as new as its original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta


def group_translations(shown: Sequence[DocumentMeta]) -> dict[str, list[DocumentMeta]]:
    """Find by path all translations of a text, itself included, by language; none where it has no other language."""
    same: dict[str, list[DocumentMeta]] = defaultdict(list)
    for card in shown:
        same[card.translates or card.slug].append(card)
    texts = {card.path: same[card.translates or card.slug] for card in shown}
    return {path: sorted(cards, key=lambda card: card.lang) for path, cards in texts.items() if len(cards) > 1}


def find_outdated_translations(shown: Sequence[DocumentMeta]) -> Iterator[Diagnostic]:
    """Note each translation whose original was changed after it."""
    originals = {card.slug: card for card in shown if not card.translates}
    for card in shown:
        if original := originals.get(card.translates):
            yield from check_translation(card, original)


def check_translation(own: DocumentMeta, original: DocumentMeta) -> Iterator[Diagnostic]:
    """Note that a translation is older than its original, if it is."""
    ours, theirs = (card.modified or card.date for card in (own, original))
    if ours < theirs:
        line = own.lines.get("modified") or own.lines.get("date", 0)
        file, original_file = f"content/{own.path}", f"content/{original.path}"
        yield diagnose("translation-outdated", file, line, "modified", original=original_file, day=theirs)
