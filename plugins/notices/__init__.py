"""The notices that the clinic has to show, each on a page of its own that every page leads to.

Reads:  context["clinic"], context["cards"], context["broken"], context["today"], content.save_as, notices.yaml, STORE
Writes: context["problems"]; NOTICES, the files that hold each notice, for the finished site to be compared with
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import tell
from plugins.lint.notices.catalog import known
from plugins.lint.notices.placement import NO, pages, problems


def attach(generators: list[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    given = context["clinic"].notices if context["clinic"] else {}
    if given:
        there = pages(context["cards"].values(), context["broken"], settings["DEFAULT_LANG"], context["today"])
        tell(context, problems(Path(generators[0].path), given, known(settings["STORE"]), there))
    for name, page in given.items():
        if page != NO:
            held = (one for one in generators[1].pages if page in (one.slug, one.card.translates))
            settings["NOTICES"][name] = {text.save_as for text in held}


def register() -> None:
    signals.all_generators_finalized.connect(attach)
