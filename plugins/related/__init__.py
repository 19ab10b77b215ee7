"""What to read next.

Reads:  article.card, STORE
Writes: article.related, the likest articles
"""

from typing import Any

from pelican import signals

from plugins.cache import fingerprint
from plugins.site.related import related

MOST = 3


def attach(generators: list[Any]) -> None:
    by_path = {article.card.path: article for article in generators[0].articles}
    cards = [article.card for article in by_path.values()]
    key = fingerprint.of([(card.path, card.lang, card.topic, card.tags) for card in cards], fingerprint.of_code())
    likest_of = generators[0].settings["STORE"].once("related", key, lambda: related(cards, MOST))
    for path, likest in likest_of.items():
        by_path[path].related = [by_path[other] for other in likest]


def register() -> None:
    signals.all_generators_finalized.connect(attach)
