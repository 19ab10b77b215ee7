"""Where each document stands, and that no address which readers know leads nowhere.

Reads:  content.card, context["cards"], context["broken"], context["today"], the URL patterns, content/addresses.txt
Writes: content.url, content.save_as, context["scheme"]; ADDRESSES, where readers find something, for the build to keep
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import note, tell
from plugins.pipeline import all_contents
from plugins.site import permalinks
from plugins.site.urls import Scheme, collisions, translation_problems


def attach(generators: list[Any]) -> None:
    context = generators[0].context
    context["scheme"] = scheme = Scheme.of(generators[0].settings)
    for content in all_contents(generators):
        content.url = scheme.document(content.card)
        content.save_as = f"{content.url}index.html"
    cards, folder = context["cards"].values(), Path(generators[0].path).name
    tell(context, [*collisions(cards, scheme, folder), *translation_problems(cards, context["broken"], folder)])
    if not generators[0].settings["PREVIEW"]:
        keep(generators)


def keep(generators: list[Any]) -> None:
    """Compare what visitors find with what they were given. What a broken file would add is not known."""
    context, content = generators[0].context, Path(generators[0].path)
    cards, scheme = context["cards"].values(), context["scheme"]
    listed, problems = permalinks.load(content)
    tell(context, problems)
    found = {address for one in all_contents(generators) for address in permalinks.addresses(one.card, scheme)}
    generators[0].settings["ADDRESSES"] += sorted(found)
    if listed is not None:
        note(context, permalinks.unlisted(listed, found, content.name))
        if not context["broken"]:
            tell(context, permalinks.vanished(listed, cards, scheme, context["today"], content.name))


def register() -> None:
    signals.all_generators_finalized.connect(attach)
