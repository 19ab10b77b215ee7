"""What may not be said, found in every text: an error in a published one stops the build, a warning is printed.

Reads:  context["cards"], context["library"], context["today"], STORE
Writes: context["problems"]; context["claims"], the warnings
"""

from typing import Any

from pelican import signals

from plugins.claims.told import told
from plugins.problem import tell


def attach(generators: list[Any]) -> None:
    context, store = generators[0].context, generators[0].settings["STORE"]
    found = told(context["library"], list(context["cards"].values()), context["today"], store)
    tell(context, found["error"])
    context["claims"] = found["warning"]


def register() -> None:
    signals.all_generators_finalized.connect(attach)
