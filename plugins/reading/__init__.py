"""How hard each text is to read, and what may be misspelled in it, for the preview's panel: it is not published.

Reads:  context["cards"], context["library"], STORE; content/words.txt
Writes: context["readings"], context["vocabulary"]
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import tell


def attach(generators: list[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    if settings["PREVIEW"]:
        from plugins.lint.readability.results import readings  # what visitors see is made without
        from plugins.lint.spelling.vocabulary import load

        context["readings"] = readings(context["library"], list(context["cards"].values()), settings["STORE"])
        context["vocabulary"], problems = load(Path(generators[0].path))
        tell(context, problems)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
