"""What may not be said, found in every text: an error in a published one stops the build, a warning is printed.

Reads:  context["cards"], context["library"], context["today"], PREVIEW, STORE
Writes: context["problems"]; context["claims"], by path; context["warnings"], what is printed of them
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import tell
from plugins.lint.claims.report import claims, told


def attach(generators: list[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    cards = list(context["cards"].values())
    context["claims"] = claims(context["library"], cards, context["today"], settings["STORE"])
    found = told(Path(generators[0].path), cards, context["claims"], settings["PREVIEW"])
    tell(context, found["error"])
    context["warnings"] = found["warning"]


def register() -> None:
    signals.all_generators_finalized.connect(attach)
