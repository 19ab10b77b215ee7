"""Where the pipeline meets Pelican: our generators in place of its own, and a plugin that does not load is an error.

Everything else is Pelican's: `run()`, signals, settings, the Jinja environment, the paginator, static files.
"""

import traceback
from pathlib import Path
from typing import Any

from pelican import ArticlesGenerator, PagesGenerator, Pelican

from plugins.documents import Articles, Pages
from plugins.problem import Problem, Refused

OURS = {ArticlesGenerator: Articles, PagesGenerator: Pages}


class Pipeline(Pelican):  # type: ignore[misc]
    def init_plugins(self) -> None:
        wanted = list(self.settings["PLUGINS"])
        try:
            super().init_plugins()
        except Exception as error:
            raise Refused([_failed(error)]) from error
        if missing := [name for name in wanted if name not in self.settings["PLUGINS"]]:
            raise Refused(_missing(name) for name in missing)

    def _get_generator_classes(self) -> list[Any]:
        return [OURS.get(kind, kind) for kind in super()._get_generator_classes()]


def _failed(error: Exception) -> Problem:
    """Where in our own code an import went wrong."""
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno or 0
    else:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        file, line = frame.filename, frame.lineno or 0
    path = Path(file)
    if path.is_relative_to(Path.cwd()):
        file = path.relative_to(Path.cwd()).as_posix()
    return Problem(file, line, "", f"a plugin does not load: {error}", "mend it, or take it out of PLUGINS in pelicanconf.py")


def _missing(name: str) -> Problem:
    return Problem("pelicanconf.py", 0, "PLUGINS", f"{name} does not load", "see the message above; mend it or take it out")
