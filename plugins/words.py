"""The interface's words and dates in one language: theme/words/<language>.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.yaml_text import QUICK

Words = dict[str, Any]


@cache
def load(theme: Path) -> dict[str, Words]:
    """The words of each language that the theme speaks."""
    files = sorted((theme / "words").glob("*.yaml"))
    return {file.stem: yaml.load(file.read_text("utf-8"), QUICK) for file in files}


def spelt(words: Words, day: date) -> str:
    """A day as the language writes it."""
    dates = words["dates"]
    return str(dates["format"].format(day=day.day, month=dates["months"][day.month - 1], year=day.year))
