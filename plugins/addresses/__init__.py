"""Where each document stands.

Reads:  content.card, context["cards"], the URL patterns
Writes: content.url, content.save_as, context["scheme"]
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.addresses.scheme import Scheme, collisions, translation_problems
from plugins.pipeline import all_contents
from plugins.problem import tell


def attach(generators: list[Any]) -> None:
    context = generators[0].context
    context["scheme"] = scheme = Scheme(generators[0].settings)
    for content in all_contents(generators):
        content.url = scheme.document(content.card)
        content.save_as = f"{content.url}index.html"
    cards, folder = context["cards"].values(), Path(generators[0].path).name
    tell(context, [*collisions(cards, scheme, folder), *translation_problems(cards, folder)])


def register() -> None:
    signals.all_generators_finalized.connect(attach)
