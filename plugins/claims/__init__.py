"""What may not be said, found in every text: an error in a published one stops the build, a warning is printed.

Reads:  context["cards"], context["library"], context["today"], STORE
Writes: context["problems"], context["notes"]
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.claims.findings import Finding
from plugins.claims.remarks import remarks
from plugins.claims.waivers import judged
from plugins.documents.scan import shown
from plugins.problem import Problem, note, tell


def attach(generators: list[Any]) -> None:
    context, content = generators[0].context, Path(generators[0].path)
    cards = list(context["cards"].values())
    found = remarks(context["library"], cards, generators[0].settings["STORE"])
    for card in cards:
        if not card.draft:
            claims = judged(card, found[card.path], context["today"])
            open_ones = [claim.finding for claim in claims if not claim.waiver]
            file = shown(content, card.path)
            tell(context, (_problem(file, one) for one in open_ones if one.severity == "error"))
            note(context, (_problem(file, one) for one in open_ones if one.severity == "warning"))


def _problem(file: str, finding: Finding) -> Problem:
    return Problem(file, finding.line, finding.rule, f"“{finding.words}”: {finding.why}", finding.write)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
