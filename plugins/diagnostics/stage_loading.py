"""Report a stage that does not load. Pelican alone would log it and build without the stage, with exit code 0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from plugins.diagnostics.diagnostic import Refused, diagnose, find_error_location

ROOT = Path(__file__).parents[2]


class StageLoadError(Refused):
    """A stage does not load, or is missing."""


@contextmanager
def report_load_errors(stage: str) -> Iterator[None]:
    """Raise StageLoadError where the imports of a stage fail, with the place in our own code where that happened.

    It is a SystemExit, which Pelican lets through.
    """
    try:
        yield
    except Exception as error:
        with chdir(ROOT):
            where, line = find_error_location(error, Path("plugins"))
        values = {"stage": stage, "error": f"{type(error).__name__}: {error}"}
        raise StageLoadError([diagnose("stage-broken", where or "pelicanconf.py", line, **values)]) from None
