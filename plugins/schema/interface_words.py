"""The interface's words and dates in one language: theme/words/<language>.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.schema.yaml_reader import FAST_LOADER, parse_yaml

Words = dict[str, Any]


@cache
def load_words(theme: Path) -> dict[str, Words]:
    """Load the interface's words in every language of the theme, by language code.

    Raises Refused where a file cannot be parsed.
    """
    return {file.stem: _parse_words(file) for file in sorted((theme / "words").glob("*.yaml"))}


def _parse_words(file: Path) -> Words:
    """Parse one file of words. Raises Refused with each error in it."""
    text = file.read_text("utf-8")
    try:
        return dict(yaml.load(text, FAST_LOADER))
    except (yaml.YAMLError, TypeError, ValueError):
        where = f"{file.parents[1].name}/words/{file.name}"
        errors = parse_yaml(text).errors or [diagnose("words-missing", "", 1, file=where)]
        raise Refused(error.locate(where) for error in errors) from None


def format_day(words: Words, day: date) -> str:
    """Format a day as the language of `words` writes it."""
    dates = words["dates"]
    return str(dates["format"].format(day=day.day, month=dates["months"][day.month - 1], year=day.year))


def format_days(words: Words, first: date, last: date) -> str:
    """Format the days from the first to the last, which may be the same. A month or year of both is said once."""
    if first == last:
        return format_day(words, first)
    dates = words["dates"]
    if first.year != last.year:
        return str(dates["days"].format(first=format_day(words, first), last=format_day(words, last)))
    months = {"first_month": dates["months"][first.month - 1], "month": dates["months"][last.month - 1]}
    form = dates["days_of_month" if first.month == last.month else "days_of_year"]
    return str(form.format(first=first.day, last=last.day, year=last.year, **months))


def format_time(words: Words, time: str) -> str:
    """Format a time, given as 08:30, as the language of `words` writes it; 24:00 is midnight, as 00:00 is."""
    hour, minute = map(int, time.split(":"))
    dates = words["dates"]
    if not minute and hour % 12 == 0:  # some read 12 am as noon
        return str(dates["noon" if hour == 12 else "midnight"])
    return str(
        dates["time"].format(
            hour=hour,
            minute=f"{minute:02}",
            hour12=hour % 12 or 12,
            minutes=f":{minute:02}" if minute else "",
            half=dates["halves"][hour // 12],
        )
    )
