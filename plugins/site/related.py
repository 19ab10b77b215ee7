"""Related articles: by topic and tags, where a rare tag counts more than a common one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from operator import itemgetter

from plugins.documents.document import DocumentMeta

COMMONEST = 60  # of the articles that share a tag, so many are looked at: the first ones


def find_related(metas: Sequence[DocumentMeta], most: int) -> dict[str, list[str]]:
    """Find for each path the paths of at most `most` related articles in its language, the most similar first.

    Among equals the order is that of `metas`. Time grows with the number of shared tags, not with its square.
    """
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, meta in enumerate(metas):
        for feature in _list_features(meta):
            sharing[meta.lang, feature].append(position)
    result = {}
    for position, meta in enumerate(metas):
        likeness: dict[int, int] = {}
        for feature in _list_features(meta):
            others = sharing[meta.lang, feature]
            weight = 1_000_000 // len(others)
            for other in others[:COMMONEST]:
                likeness[other] = likeness.get(other, 0) - weight
        likeness.pop(position, None)
        likest = nsmallest(most, likeness.items(), key=itemgetter(1, 0))
        result[meta.path] = [metas[other].path for other, _ in likest]
    return result


def _list_features(meta: DocumentMeta) -> Iterable[str]:
    return [f"topic {meta.topic}", *(f"tag {tag}" for tag in meta.tags)]
