"""All problems at once, before anything is written.

Reads:  context["problems"], context["notes"]
Writes: nothing; raises Refused, which shows the whole list, if there is a problem; else prints the notes
"""

import sys
from typing import Any

from pelican import signals

from plugins.problem import Refused


def report(generators: list[Any]) -> None:
    if problems := generators[0].context["problems"]:
        raise Refused(problems)
    for note in sorted(set(generators[0].context.get("notes", ()))):
        print(f"Note: {note}", file=sys.stderr)


def register() -> None:
    signals.all_generators_finalized.connect(report)
