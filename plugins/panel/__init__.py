"""What an editor is told of each document, beside its page in the preview.

Reads:  context["cards"], context["scheme"], context["today"]
Writes: PANEL, by address, for the build to put beside the preview
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.panel.lines import panel


def attach(generators: list[Any]) -> None:
    settings, context = generators[0].settings, generators[0].context
    if settings["PREVIEW"]:
        folder = Path(generators[0].path)
        settings["PANEL"] |= panel(folder, context["cards"].values(), context["scheme"], context["today"])


def register() -> None:
    signals.all_generators_finalized.connect(attach)
