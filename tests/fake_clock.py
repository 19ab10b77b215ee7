"""A clock that a test sets, for real processes.

Python imports `sitecustomize` before anything else. This one moves `time.time`, which is all that the project reads of
the clock, and leaves the times of files and what is compared with them as they are: no file is older or newer for it.
"""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CLINIC = ZoneInfo("America/Los_Angeles")
MOVED = """\
import os, time
machine = time.time

def moved():
    with open(os.environ["CLOCK"]) as file:
        return machine() + float(file.read())

time.time = moved
"""


class Clock:
    """The clock of processes that are started with its `environment`; as long as they run, it can be set."""

    def __init__(self, folder: Path, at: str) -> None:
        """`folder` is for the clock's own files, `at` is as for `set`."""
        self.folder, self.file = folder, folder / "offset"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sitecustomize.py").write_text(MOVED)
        path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.environment = {"PYTHONPATH": path, "CLOCK": str(self.file), "SITE_DATE": ""}
        self.set(at)

    def set(self, at: str) -> None:
        """Set it to a time at the clinic, such as 2026-06-01T12:00."""
        wanted = datetime.fromisoformat(at).replace(tzinfo=CLINIC).timestamp()
        partial = self.file.with_suffix(".partial")
        partial.write_text(str(wanted - time.time()))
        partial.replace(self.file)
