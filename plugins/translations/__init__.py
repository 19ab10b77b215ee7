"""The same text in other languages.

Reads:  content.card.translates
Writes: content.translations: every language's content, its own too; empty where there is but one;
        a note where the original was changed after its translation
"""

from collections import defaultdict
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import note
from plugins.pipeline import all_contents
from plugins.site.translations import older


def attach(generators: list[Any]) -> None:
    same: dict[str, list[Any]] = defaultdict(list)
    contents = all_contents(generators)
    for content in contents:
        same[content.card.translates or content.slug].append(content)
    for content in contents:
        texts = same[content.card.translates or content.slug]
        content.translations = sorted(texts, key=lambda text: str(text.lang)) if len(texts) > 1 else []
    originals = {content.slug: content.card for content in contents if not content.card.translates}
    pairs = ((content.card, originals.get(content.card.translates)) for content in contents)
    note(generators[0].context, (found for own, original in pairs if original for found in older(own, original)))


def register() -> None:
    signals.all_generators_finalized.connect(attach)
