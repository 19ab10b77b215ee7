"""The articles published before and after each article, in its language."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.build_state import Neighbors
from plugins.documents.document import DocumentMeta


def find_neighbors(articles: Sequence[DocumentMeta]) -> dict[str, Neighbors]:
    """Find the neighbors of each article, by its path. `articles` are newest first."""
    found = {}
    for lang in {article.lang for article in articles}:
        row = [None, *(article for article in articles if article.lang == lang), None]
        for newer, article, older in zip(row, row[1:], row[2:], strict=False):
            if article:
                found[article.path] = Neighbors(older, newer)
    return found
