"""What an editor is told of each document, beside its page in the preview.

Reads:  content.card, content.url, content.hidden, context["today"]
Writes: PANEL, by address, for the build to put beside the preview
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.panel.lines import lines
from plugins.pipeline import all_contents


def attach(generators: list[Any]) -> None:
    settings, today = generators[0].settings, generators[0].context["today"]
    if settings["PREVIEW"]:
        folder = Path(generators[0].path).name
        for content in all_contents(generators):
            told = lines(content.card, content.hidden, today)
            settings["PANEL"][content.url] = {"file": f"{folder}/{content.card.path}", "lines": told}


def register() -> None:
    signals.all_generators_finalized.connect(attach)
