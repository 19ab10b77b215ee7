"""All problems at once, before anything is written.

Reads:  context["problems"]
Writes: nothing; raises Refused, which shows the whole list, if there is one
"""

from typing import Any

from pelican import signals

from plugins.problem import Refused


def report(generators: list[Any]) -> None:
    if problems := generators[0].context["problems"]:
        raise Refused(problems)


def register() -> None:
    signals.all_generators_finalized.connect(report)
