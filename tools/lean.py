"""Start Pelican without what it imports and this site never uses: that would be a third of a small build's time.

Documents are read by plugins.documents, feeds are templates, `make serve` has its own server, and problems are told by
plugins.diagnostics.diagnostic: so readers of other formats, feed writers, servers and coloured logs are not loaded.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

UNUSED = (
    *("docutils", "docutils.core", "docutils.io", "docutils.parsers.rst.languages", "docutils.writers.html4css1"),
    *(
        "dateutil",
        "dateutil.parser",
        "feedgenerator",
        "pelican.rstdirectives",
        "pelican.server",
        "rich.console",
        "rich.logging",
        "watchfiles",
    ),
)


class Unused:
    """Any class of theirs; what Pelican tells it goes nowhere."""

    def __init__(self, *args: object, **kwargs: object) -> None: ...

    def print(self, *args: object, **kwargs: object) -> None: ...


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Unused


def leave_out(*more: str) -> None:
    """Have the first import of these modules, and of `more`, find nothing but names in their place."""
    for name in (*UNUSED, *more):
        sys.modules.setdefault(name, _Module(name))
