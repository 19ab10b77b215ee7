"""Connect the six stages to Pelican, which loads them and runs them in the order of PLUGINS.

Pelican's own generators find nothing to do: pelicanconf.py gives them no paths. Settings, signals and other people's
plugins are Pelican's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.build import Build
from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Problem, Refused, find_error_location
from plugins.documents import scan

STAGES = tuple(f"plugins.{name}" for name in ("documents", "site", "media", "lint", "pages", "output"))
STORE = Path(".build/store.db")
Stage = Callable[[Build], None]


class StageLoadError(Refused):
    """A stage that does not load. Pelican only logs it, with less detail."""


def connect(stage: Stage) -> None:
    """Have Pelican run a stage in every build."""
    signals.initialized.connect(require_stages)
    signals.all_generators_finalized.connect(_make_receiver(stage), weak=False)


@cache  # one receiver for each stage, however often it is registered
def _make_receiver(stage: Stage) -> Callable[[list[Any]], None]:
    """Make the signal receiver that runs a stage on the current build. The first stage's receiver begins the build."""

    def receive(generators: list[Any]) -> None:
        context, settings = generators[0].context, generators[0].settings
        if "build" not in context:
            context["build"] = settings.get("BUILD") or begin_build(settings)
        stage(context["build"])

    return receive


def begin_build(settings: dict[str, Any]) -> Build:
    """Begin a build as bare `pelican` does: it writes into the output folder itself, without staging."""
    settings.setdefault("LIVE_PATH", settings["OUTPUT_PATH"])
    return Build.begin(settings, Store(STORE), scan.scan_texts(Path(settings["PATH"])))


def require_stages(pelican: Pelican) -> None:
    """Raise StageLoadError with every stage that did not load. Pelican would go on without them."""
    loaded = {plugin.__name__ for plugin in pelican.plugins}
    if missing := [name for name in STAGES if name not in loaded]:
        raise StageLoadError(map(_explain_missing, missing))


def _explain_missing(name: str) -> Problem:
    """Explain why a stage is not loaded, with the place in our own code where the error came from."""
    try:
        import_module(name).register()
    except Exception as error:
        where, line = find_error_location(error, Path("plugins"))
        what = f"the stage {name} does not load: {type(error).__name__}: {error}"
        return Problem(where or "pelicanconf.py", line, "", what, "mend it")
    return Problem("pelicanconf.py", 0, "PLUGINS", f"the stage {name} is missing", "put it back between the others")
