"""Which day it is at the clinic, read from the clock here and nowhere else; and from when until when a day lasts."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from plugins.diagnostics.diagnostic import Problem, Refused

Hours = tuple[float, float]  # when a day begins and when the next one does, in seconds since 1970


def today(environment: Mapping[str, str], timezone: str) -> date:
    """Give the day in `SITE_DATE`, else the day of the clock at the clinic. Raises Refused if SITE_DATE is no day."""
    from zoneinfo import ZoneInfo  # a build of what has not changed needs none

    given = environment.get("SITE_DATE", "")
    if not given:
        return datetime.fromtimestamp(time.time(), ZoneInfo(timezone)).date()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if 2000 <= day.year < 2100:  # as in a header
        return day
    raise Refused([Problem("SITE_DATE", 0, "", f"{given!r} is not a day", "write it as in 2026-04-03")])


def hours(day: date, timezone: str) -> Hours:
    """Say from when until when it is `day` at the clinic."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    begin, end = (datetime(one.year, one.month, one.day, tzinfo=zone) for one in (day, day + timedelta(days=1)))
    return begin.timestamp(), end.timestamp()


def is_today(hours: Hours, environment: Mapping[str, str]) -> bool:
    """Say whether what was made in these hours is of the day for which to build.

    A clock that is before them was ahead then. A `SITE_DATE` is one of the sources, and the same as it was.
    """
    return bool(environment.get("SITE_DATE")) or hours[0] <= time.time() < hours[1]
