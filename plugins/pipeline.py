"""Connect the six stages to Pelican, which loads them and runs them in the order of PLUGINS.

Pelican's own generators find nothing to do: pelicanconf.py gives them no paths. Settings, signals and other people's
plugins are Pelican's.
"""

from __future__ import annotations

import contextlib
import re
import sys
import traceback
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.build_state import Build
from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.diagnostics.diagnostic import Problem, Refused, find_error_location
from plugins.diagnostics.os_errors import describe_os_error
from plugins.documents import scan
from plugins.jinja_environment import find_added_filters
from plugins.output.validate import NEEDED
from plugins.schema import interface_words

STAGES = tuple(f"plugins.{name}" for name in ("documents", "site", "media", "lint", "pages", "output"))
STORE = Path(".build/store.db")
AUTORELOAD = re.compile(r"--a[a-z]*|-[dvqDl]*r[dvqDlr]*")  # on Pelican's command line
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
        first = generators[0]
        with contextlib.chdir(first.settings["ROOT"]):
            if "BUILD" in first.settings:  # tools/build.py began it, and reports what goes wrong
                _run(stage, first.settings["BUILD"], first)
            else:
                _run_plain(stage, first)

    return receive


def _run(stage: Stage, build: Build, generator: Any) -> None:
    build.filters = find_added_filters(generator.env)
    stage(build)


def _run_plain(stage: Stage, generator: Any) -> None:
    """Run a stage of a build that Pelican's own command started. Raises Refused.

    With --autoreload, an error would end Pelican or have it build again without a pause: there it is printed, and the
    other stages are left out until the next save.
    """
    context = generator.context
    try:
        if "build" not in context:
            context["build"] = None  # unless it can begin
            context["build"] = begin_build(generator.settings)
        if context["build"]:
            _run(stage, context["build"], generator)
            context["build"].store.save()
    except (Exception, Refused) as error:
        refused = Refused([describe_os_error(error)]) if isinstance(error, OSError) else error
        if not any(map(AUTORELOAD.fullmatch, sys.argv[1:])):
            raise refused from None
        print(refused if isinstance(refused, Refused) else traceback.format_exc(), file=sys.stderr, flush=True)
        if context["build"]:
            context["build"].store.close()
        context["build"] = None


def begin_build(settings: dict[str, Any]) -> Build:
    """Begin a build as Pelican's own command does: it writes into the output folder itself, without staging.

    Raises Refused.
    """
    if fingerprint.hash_code.__wrapped__() != fingerprint.hash_code():
        raise Refused([Problem("pelicanconf.py", 0, "", "settings or code have changed", "start Pelican again")])
    _check_output(Path(settings["OUTPUT_PATH"]))
    interface_words.load_words.cache_clear()  # with --autoreload, the files may be others by now
    settings.setdefault("LIVE_PATH", settings["OUTPUT_PATH"])
    return Build.begin(settings, Store(STORE), scan.scan_texts(Path(settings["PATH"])))


def _check_output(folder: Path) -> None:
    """Raise Refused where the folder holds anything but a site: what does not belong to the site is removed."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if names and not names.issuperset(NEEDED):
        write = "name an empty folder, or add -d, which empties it"
        raise Refused([Problem(str(folder), 0, "", "is a folder of other files", write)])


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
