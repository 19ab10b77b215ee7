"""All problems at once, before anything is written.

Reads:  context["problems"], context["notes"]
Writes: NOTES, for the build to print; raises Refused, which shows the whole list, if there is a problem
"""

from typing import Any

from pelican import signals

from plugins.problem import Refused


def report(generators: list[Any]) -> None:
    if problems := generators[0].context["problems"]:
        raise Refused(problems)
    notes = sorted(set(generators[0].context.get("notes", ())))
    generators[0].settings["NOTES"] += [f"Note: {note}" for note in notes]


def register() -> None:
    signals.all_generators_finalized.connect(report)
