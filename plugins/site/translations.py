"""The same text in other languages, and whether a translation says what its original says today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from plugins.diagnostics.diagnostic import Problem
from plugins.documents.document import Card


def by_original(shown: Sequence[Card]) -> dict[str, list[Card]]:
    """By the path of each text every language's card, its own too; none where there is but one language."""
    same: dict[str, list[Card]] = defaultdict(list)
    for card in shown:
        same[card.translates or card.slug].append(card)
    texts = {card.path: same[card.translates or card.slug] for card in shown}
    return {path: sorted(cards, key=lambda card: card.lang) for path, cards in texts.items() if len(cards) > 1}


def outdated(shown: Sequence[Card]) -> Iterator[Problem]:
    """A note on each translation whose original was changed after it."""
    originals = {card.slug: card for card in shown if not card.translates}
    for card in shown:
        if original := originals.get(card.translates):
            yield from older(card, original)


def older(own: Card, original: Card) -> Iterator[Problem]:
    """A note on a translation whose original was changed after it."""
    ours, theirs = (card.modified or card.date for card in (own, original))
    if ours < theirs:
        line = own.lines.get("modified") or own.lines.get("date", 0)
        what = f"the original, content/{original.path}, was changed after this text, on {theirs}"
        write = "bring this text up to date, then write that day or a later one after modified:"
        yield Problem(f"content/{own.path}", line, "modified", what, write)
