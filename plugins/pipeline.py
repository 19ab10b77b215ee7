"""Connect the six stages to Pelican's command, which loads them and runs them in the order of PLUGINS.

Pelican's own generators find nothing to do: pelicanconf.py gives them no paths. Settings, signals and other people's
plugins are Pelican's.
"""

from __future__ import annotations

import contextlib
import functools
import re
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.build_state import Build
from plugins.cache import fingerprint
from plugins.cache.bytecode import refresh_bytecode
from plugins.cache.database import CACHE_FILE, Cache
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.diagnostics.os_errors import describe_os_error
from plugins.diagnostics.stage_loading import StageLoadError, report_load_errors
from plugins.documents import scan
from plugins.jinja_environment import find_added_filters
from plugins.output.validate import NEEDED
from plugins.schema import interface_words
from plugins.stages import PLUGIN_NAMES

AUTORELOAD = re.compile(r"--a[a-z]*|-[dvqDl]*r[dvqDlr]*")  # on Pelican's command line
Stage = Callable[[Build], None]


def connect(stage: Stage) -> None:
    """Have Pelican run a stage in every build."""
    signals.initialized.connect(require_stages)
    signals.all_generators_finalized.connect(_make_receiver(stage), weak=False)


@functools.cache  # one receiver for each stage, however often it is registered
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
    generator.settings["TIMEZONE"] = build.settings.timezone  # for plugins of others
    stage(build)


def _run_plain(stage: Stage, generator: Any) -> None:
    """Run a stage of a build that Pelican's own command started. The first stage begins the build. Raises Refused.

    With --autoreload, an error would end Pelican or have it build again without a pause: there it is printed, and the
    other stages are left out until the next save.
    """
    is_autoreload = any(map(AUTORELOAD.fullmatch, sys.argv[1:]))
    try:
        _run_or_begin(stage, generator)
    except OSError as error:
        refused = Refused([describe_os_error(error)])
        if not is_autoreload:
            raise refused from None
        _print_and_drop(str(refused), generator.context)
    except (Exception, Refused) as error:  # Refused is a SystemExit
        if not is_autoreload:
            raise
        text = str(error) if isinstance(error, Refused) else traceback.format_exc()
        _print_and_drop(text, generator.context)


def _run_or_begin(stage: Stage, generator: Any) -> None:
    """Run a stage on the build in Pelican's context, which all stages share; begin the build where there is none.

    The context has None in its place where the build could not begin, or was dropped: then nothing is run.
    """
    context = generator.context
    if "build" not in context:
        context["build"] = None
        context["build"] = begin_build(generator.settings)
    if build := context["build"]:
        _run(stage, build, generator)
        build.cache.commit()


def _print_and_drop(error: str, context: dict[str, Any]) -> None:
    """Print an error, and drop the build, so that its other stages are left out."""
    print(error, file=sys.stderr, flush=True)
    if build := context["build"]:
        build.cache.close()
        context["build"] = None


def begin_build(settings: dict[str, Any]) -> Build:
    """Begin a build as Pelican's own command does: it writes into the output folder itself, without staging.

    Raises Refused.
    """
    if refresh_bytecode() or fingerprint.hash_code.__wrapped__() != fingerprint.hash_code():
        raise Refused([diagnose("settings-changed", "pelicanconf.py")])
    _check_output(Path(settings["OUTPUT_PATH"]))
    interface_words.load_words.cache_clear()  # with --autoreload, the files may be others by now
    settings.setdefault("LIVE_PATH", settings["OUTPUT_PATH"])
    return Build.begin(settings, Cache(CACHE_FILE), scan.scan_texts(Path(settings["PATH"])))


def _check_output(folder: Path) -> None:
    """Raise Refused where the folder holds anything but a site: what does not belong to the site is removed."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if names and not names.issuperset(NEEDED):
        raise Refused([diagnose("output-folder-foreign", str(folder))])


def require_stages(pelican: Pelican) -> None:
    """Raise StageLoadError with every stage that did not load. Pelican would go on without them."""
    loaded = {plugin.__name__ for plugin in pelican.plugins}
    if missing := [name for name in PLUGIN_NAMES if name not in loaded]:
        raise StageLoadError(map(_explain_missing, missing))


def _explain_missing(name: str) -> Diagnostic:
    """Explain why a stage is not loaded. Raises StageLoadError where that is an error in its code."""
    with report_load_errors(name):
        import_module(name).register()
    return diagnose("stage-missing", "pelicanconf.py", 0, "PLUGINS", stage=name)
