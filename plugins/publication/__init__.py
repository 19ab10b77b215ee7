"""The day for which the site is built: read here and nowhere else; and what is said of days after it.

Reads:  SITE_DATE, TIMEZONE, context["cards"], context["library"], PREVIEW
Writes: context["today"], context["problems"], context["notes"]
"""

import os
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.clinic.clock import today
from plugins.diagnostics.diagnostic import note, tell
from plugins.documents.scan import shown
from plugins.lint.future_days import find_future_days


def attach(generator: Any) -> None:
    generator.context["today"] = today(os.environ, generator.settings["TIMEZONE"])


def check(generators: list[Any]) -> None:
    """Refuse texts that claim what is still to come; in the preview, note drafts that do."""
    context, content = generators[0].context, Path(generators[0].path)
    for card in context["cards"].values():
        found = find_future_days(card, context["library"], context["today"])
        problems = (one.problem(shown(content, card.path)) for one in found)
        if not card.draft:
            tell(context, problems)
        elif generators[0].settings["PREVIEW"]:
            note(context, problems)


def register() -> None:
    signals.article_generator_init.connect(attach)
    signals.all_generators_finalized.connect(check)
