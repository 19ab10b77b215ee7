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
    positions = _group_by_feature(metas)
    related = {}
    for position, meta in enumerate(metas):
        scores = _score_similarity(meta, positions)
        scores.pop(position, None)  # an article is not related to itself
        related[meta.path] = [metas[other].path for other in _pick_highest(scores, most)]
    return related


def _group_by_feature(metas: Iterable[DocumentMeta]) -> dict[tuple[str, str], list[int]]:
    """List the positions in `metas` of the articles of each language that share a feature."""
    positions: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, meta in enumerate(metas):
        for feature in _list_features(meta):
            positions[meta.lang, feature].append(position)
    return positions


def _score_similarity(meta: DocumentMeta, positions: Mapping[tuple[str, str], Sequence[int]]) -> dict[int, int]:
    """Score, by position, how much the first articles that share a feature with this one are like it."""
    scores: dict[int, int] = defaultdict(int)
    for feature in _list_features(meta):
        sharing = positions[meta.lang, feature]
        for other in sharing[:MAX_COMPARED]:
            scores[other] += FEATURE_WEIGHT // len(sharing)
    return scores


def _pick_highest(scores: Mapping[int, int], most: int) -> list[int]:
    """Pick at most `most` positions, the one with the highest score first, and of equals the first."""
    return nsmallest(most, scores, key=lambda position: (-scores[position], position))


def _list_features(meta: DocumentMeta) -> Iterable[str]:
    """List what articles can have in common."""
    return [f"topic {meta.topic}", *(f"tag {tag}" for tag in meta.tags)]
