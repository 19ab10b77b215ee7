"""What was published before and after an article, in its language.

Reads:  article.card
Writes: article.previous, article.next: an article or None
"""

from itertools import pairwise
from typing import Any

from pelican import signals


def attach(generators: list[Any]) -> None:
    articles = generators[0].articles
    for lang in {article.lang for article in articles}:
        newest_first = [None, *(article for article in articles if article.lang == lang), None]
        for newer, article in pairwise(newest_first):
            if article:
                article.next = newer
            if newer:
                newer.previous = article


def register() -> None:
    signals.all_generators_finalized.connect(attach)
