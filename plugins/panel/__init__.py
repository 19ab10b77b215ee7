"""What an editor is told of each document, beside its page in the preview.

Reads:  context["cards"], context["scheme"], context["today"], context["claims"], context["flags"],
        context["readings"], context["vocabulary"]
Writes: PANEL, by address, for the build to put beside the preview
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.lint.editor_panel import panel


def attach(generators: list[Any]) -> None:
    settings, context = generators[0].settings, generators[0].context
    if settings["PREVIEW"]:
        given = (context[name] for name in ("scheme", "today", "claims", "flags", "readings", "vocabulary"))
        settings["PANEL"] |= panel(Path(generators[0].path), context["cards"].values(), *given)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
