"""The interface's words and dates in one language: theme/words/<language>.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.schema.yaml_reader import FAST_LOADER, Fault, parse_yaml

Words = dict[str, Any]


@cache
def load_words(theme: Path) -> dict[str, Words]:
    """Load the interface's words in every language of the theme, by language code.

    Raises Refused where a file cannot be parsed.
    """
    return {file.stem: _parse_words(file) for file in sorted((theme / "words").glob("*.yaml"))}


def _parse_words(file: Path) -> Words:
    """Parse one file of words. Raises Refused with each fault in it."""
    text = file.read_text("utf-8")
    try:
        return dict(yaml.load(text, FAST_LOADER))
    except (yaml.YAMLError, TypeError, ValueError):
        where = f"{file.parents[1].name}/words/{file.name}"
        faults = parse_yaml(text).faults or [
            Fault(1, "", "holds no words", f"put back what stood there: git checkout {where}")
        ]
        raise Refused(Problem(where, one.line, one.field, one.what, one.write) for one in faults) from None


def format_day(words: Words, day: date) -> str:
    """Format a day as the language of `words` writes it."""
    dates = words["dates"]
    return str(dates["format"].format(day=day.day, month=dates["months"][day.month - 1], year=day.year))
