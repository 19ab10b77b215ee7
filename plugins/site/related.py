"""Related articles: by topic and tags, where a rare tag counts more than a common one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest

from plugins.documents.document import DocumentMeta

MAX_COMPARED = 60  # articles that share a topic or a tag: only the first so many are compared
FEATURE_WEIGHT = 1_000_000  # shared out among the articles that have a topic or a tag


def find_related(metas: Sequence[DocumentMeta], most: int) -> dict[str, list[str]]:
    """Find for each path the paths of at most `most` related articles in its language, the most similar first.

    Among equals the order is that of `metas`. Time grows with the number of shared tags, not with its square.
    """
    positions: dict[tuple[str, str], list[int]] = defaultdict(list)  # in `metas`, by language and feature
    for position, meta in enumerate(metas):
        for feature in _list_features(meta):
            positions[meta.lang, feature].append(position)
    related = {}
    for position, meta in enumerate(metas):
        scores: dict[int, int] = defaultdict(int)  # of similarity, by position
        for feature in _list_features(meta):
            sharing = positions[meta.lang, feature]
            for other in sharing[:MAX_COMPARED]:
                scores[other] += FEATURE_WEIGHT // len(sharing)
        scores.pop(position, None)
        related[meta.path] = [metas[other].path for other in _pick_highest(scores, most)]
    return related


def _pick_highest(scores: Mapping[int, int], most: int) -> list[int]:
    """Pick at most `most` positions, the one with the highest score first, and of equals the first."""
    return nsmallest(most, scores, key=lambda position: (-scores[position], position))


def _list_features(meta: DocumentMeta) -> Iterable[str]:
    """List what articles can have in common."""
    return [f"topic {meta.topic}", *(f"tag {tag}" for tag in meta.tags)]
