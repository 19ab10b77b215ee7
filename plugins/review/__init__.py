"""Reviews that are overdue, or were of other words: printed at every build, and no reason to stop one.

Reads:  context["cards"], context["today"]
Writes: context["notes"]
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.diagnostics.diagnostic import note
from plugins.documents.scan import shown
from plugins.lint.review import findings


def attach(generators: list[Any]) -> None:
    context, content = generators[0].context, Path(generators[0].path)
    for card in context["cards"].values():
        if card.reviewed and not card.draft:
            found = findings(card, context["today"])
            note(context, (one.problem(shown(content, card.path)) for one in found if one.severity == "warning"))


def register() -> None:
    signals.all_generators_finalized.connect(attach)
