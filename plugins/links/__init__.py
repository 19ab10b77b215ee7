"""Where each document's links lead.

Reads:  content.card.links, context["cards"], context["scheme"]
Writes: content.links, from each link as written to its address
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import tell
from plugins.pipeline import all_contents
from plugins.site.links import Targets, lists, resolve


def attach(generators: list[Any]) -> None:
    context = generators[0].context
    clinic, scheme = context["clinic"], context["scheme"]
    cards = context["cards"]
    shown = [content.card for content in all_contents(generators)]
    author = next(iter(clinic.authors), "") if clinic else ""
    targets = Targets(
        Path(generators[0].path).name,
        clinic.base if clinic else "/",
        context["today"],
        scheme,
        cards,
        {scheme.document(card): card for card in cards.values()},
        set(lists(shown, scheme, author)),
        context["broken"],
    )
    for content in all_contents(generators):
        content.links, problems = resolve(content.card, targets)
        tell(context, problems)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
