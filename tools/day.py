"""The day at the clinic, for tools that do without Pelican."""

from __future__ import annotations

import ast
import os
from datetime import date
from pathlib import Path

from plugins.clinic import clock


def today() -> date:
    """Give the day for which the site is built. Raises Refused if SITE_DATE is no day."""
    return clock.today(os.environ, timezone())


def timezone() -> str:
    """Read TIMEZONE from the settings, which cannot be run without Pelican."""
    settings = ast.parse(Path("pelicanconf.py").read_text("utf-8")).body
    found = (one for one in settings if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "TIMEZONE")
    return str(ast.literal_eval(next(found).value))
