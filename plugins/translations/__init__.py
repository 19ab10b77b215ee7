"""The same text in other languages.

Reads:  content.card.translates
Writes: content.translations: every language's content, its own too; empty where there is but one
"""

from collections import defaultdict
from typing import Any

from pelican import signals

from plugins.pipeline import all_contents


def attach(generators: list[Any]) -> None:
    same: dict[str, list[Any]] = defaultdict(list)
    contents = all_contents(generators)
    for content in contents:
        same[content.card.translates or content.slug].append(content)
    for content in contents:
        texts = same[content.card.translates or content.slug]
        content.translations = sorted(texts, key=lambda text: str(text.lang)) if len(texts) > 1 else []


def register() -> None:
    signals.all_generators_finalized.connect(attach)
