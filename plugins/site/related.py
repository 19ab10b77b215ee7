"""Related articles: by topic and tags, where a rare tag counts more than a common one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.documents.document import DocumentMeta

MAX_COMPARED = 60  # articles that share a topic or a tag: only the first so many are compared
FEATURE_WEIGHT = 1_000_000  # shared out among the articles that have a topic or a tag


def find_related(metas: Sequence[DocumentMeta], most: int, cache: Cache) -> dict[str, list[str]]:
    """Find for each path the paths of at most `most` related articles in its language, the most similar first.

    Among equals the order is that of `metas`, by date and name. Time grows with the number of shared tags, not with its
    square. What was found for an article is cached while those that it is compared with are the same.
    """
    positions = _group_by_feature(metas)
    digests = {feature: _hash_compared(metas, sharing) for feature, sharing in positions.items()}
    inputs = {meta.path: b"".join(digests[meta.lang, feature] for feature in _list_features(meta)) for meta in metas}
    numbers = {meta.path: number for number, meta in enumerate(metas)}

    def find_each(stale: Sequence[str]) -> Iterator[list[str]]:
        for path in stale:
            scores = _score_similarity(metas[numbers[path]], positions)
            scores.pop(numbers[path], None)  # an article is not related to itself
            yield [metas[other].path for other in _pick_highest(scores, most)]

    code = fingerprint.hash_values(most, fingerprint.hash_code("site/related.py"))
    return cache.memoize_each("related", code, inputs, find_each)


def _hash_compared(metas: Sequence[DocumentMeta], sharing: Sequence[int]) -> bytes:
    """Hash what the similarity of articles that share a feature depends on: their number, and the first of them."""
    first = [metas[position] for position in sharing[:MAX_COMPARED]]
    return fingerprint.hash_values(len(sharing), [(meta.path, meta.date.toordinal()) for meta in first])


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
