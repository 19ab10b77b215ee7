"""The interface's words and dates in one language: theme/words/<language>.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.pages.values import Day

Words = dict[str, Any]


@cache
def load(theme: Path) -> dict[str, Words]:
    """The words of each language that the theme speaks."""
    files = sorted((theme / "words").glob("*.yaml"))
    return {file.stem: yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader) for file in files}


def day(words: Words, value: date) -> Day:
    dates = words["dates"]
    text = dates["format"].format(day=value.day, month=dates["months"][value.month - 1], year=value.year)
    return Day(value.isoformat(), text)
