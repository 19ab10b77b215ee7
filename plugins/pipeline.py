"""Where the six stages meet Pelican: it loads them, and runs them in the order of PLUGINS.

Pelican's own generators find nothing to do (pelicanconf.py gives them no paths): what they would read and write, the
stages do. The rest is Pelican's: settings, signals, the plugins of others.
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
from plugins.diagnostics.diagnostic import Problem, Refused, met
from plugins.documents import scan

STAGES = tuple(f"plugins.{name}" for name in ("documents", "site", "media", "lint", "pages", "output"))
STORE = Path(".build/store.db")
Stage = Callable[[Build], None]


class NotLoaded(Refused):
    """A stage does not load: what Pelican logged of it says less."""


def connect(stage: Stage) -> None:
    """Have Pelican run a stage at every build."""
    signals.initialized.connect(require_stages)
    signals.all_generators_finalized.connect(_receiver(stage), weak=False)


@cache  # one receiver for each stage, however often it is registered
def _receiver(stage: Stage) -> Callable[[list[Any]], None]:
    def receive(generators: list[Any]) -> None:
        context, settings = generators[0].context, generators[0].settings
        if "build" not in context:
            context["build"] = settings.get("BUILD") or begin(settings)
        stage(context["build"])

    return receive


def begin(settings: dict[str, Any]) -> Build:
    """A build as bare `pelican` starts it: into the output folder itself."""
    settings.setdefault("LIVE_PATH", settings["OUTPUT_PATH"])
    return Build.begin(settings, Store(STORE), scan.texts(Path(settings["PATH"])))


def require_stages(pelican: Pelican) -> None:
    """Raise NotLoaded with every stage that did not load: Pelican only logs it, and would go on without."""
    loaded = {plugin.__name__ for plugin in pelican.plugins}
    if missing := [name for name in STAGES if name not in loaded]:
        raise NotLoaded(map(_explain_missing, missing))


def _explain_missing(name: str) -> Problem:
    """Say why a stage was not loaded, and where in our own code it went wrong."""
    try:
        import_module(name).register()
    except Exception as error:
        where, line = met(error, Path("plugins"))
        what = f"the stage {name} does not load: {type(error).__name__}: {error}"
        return Problem(where or "pelicanconf.py", line, "", what, "mend it")
    return Problem("pelicanconf.py", 0, "PLUGINS", f"the stage {name} is missing", "put it back between the others")
