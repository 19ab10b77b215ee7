"""Which articles are alike: by topic and tags, where a rare tag says more than a common one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from plugins.documents.document import Card

COMMONEST = 200  # a tag that more articles than this share says nothing


def related(cards: Sequence[Card], most: int) -> dict[str, list[str]]:
    """For each path, the paths of at most `most` articles in its language that are most like it, likest first.

    The order among equals is that of `cards`. Time grows with the number of shared tags, not with its square.
    """
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, card in enumerate(cards):
        for feature in _features(card):
            sharing[card.lang, feature].append(position)
    result = {}
    for position, card in enumerate(cards):
        likeness: Counter[int] = Counter()
        for feature in _features(card):
            others = sharing[card.lang, feature][:COMMONEST]
            for other in others:
                likeness[other] += 1_000_000 // len(sharing[card.lang, feature])
        del likeness[position]
        likest = sorted(likeness, key=lambda other: (-likeness[other], other))
        result[card.path] = [cards[other].path for other in likest[:most]]
    return result


def _features(card: Card) -> Iterable[str]:
    return [f"topic {card.topic}", *(f"tag {tag}" for tag in card.tags)]
