"""What to read next.

Reads:  article.card
Writes: article.related, the likest articles
"""

from typing import Any

from pelican import signals

from plugins.related.likeness import related

MOST = 3


def attach(generators: list[Any]) -> None:
    by_path = {article.card.path: article for article in generators[0].articles}
    for path, likest in related([article.card for article in by_path.values()], MOST).items():
        by_path[path].related = [by_path[other] for other in likest]


def register() -> None:
    signals.all_generators_finalized.connect(attach)
