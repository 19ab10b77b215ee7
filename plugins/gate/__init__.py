"""All problems at once, before anything is written.

Reads:  context["problems"], context["notes"], context["warnings"]
Writes: NOTES, for the build to tell; raises Refused, which shows the whole list, if there is a problem
"""

from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import Refused


def report(generators: list[Any]) -> None:
    if problems := generators[0].context["problems"]:
        raise Refused(problems)
    context = generators[0].context
    generators[0].settings["NOTES"] += [*context.get("notes", ()), *context["warnings"]]


def register() -> None:
    signals.all_generators_finalized.connect(report)
