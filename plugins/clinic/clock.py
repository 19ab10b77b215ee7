"""The current day at the clinic, and when a day begins and ends. Only this module reads the clock for that."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from plugins.diagnostics.diagnostic import Refused, diagnose

DayBounds = tuple[float, float]  # when a day and the next one begin, in seconds since 1970


def find_today(environment: Mapping[str, str], timezone: str) -> date:
    """Return the day in `SITE_DATE`, or else the current day at the clinic. Raises Refused if SITE_DATE is no day."""
    from zoneinfo import ZoneInfo  # not needed where nothing has changed

    given = environment.get("SITE_DATE", "")
    if not given:
        return datetime.fromtimestamp(time.time(), ZoneInfo(timezone)).date()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if 2000 <= day.year < 2100:  # as in a header
        return day
    raise Refused([diagnose("site-date-unfit", "SITE_DATE", given=given)])


def find_day_bounds(day: date, timezone: str) -> DayBounds:
    """Find when `day` begins and ends at the clinic, in seconds since 1970."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    begin, end = (datetime(one.year, one.month, one.day, tzinfo=zone) for one in (day, day + timedelta(days=1)))
    return begin.timestamp(), end.timestamp()


def is_today(hours: DayBounds, environment: Mapping[str, str]) -> bool:
    """Return whether a build made for the day with these bounds is still of today.

    A time before the day counts as another day: the clock was ahead when the build was made. Under a `SITE_DATE` a
    build is always of today, as a change of `SITE_DATE` changes the input hash.
    """
    return bool(environment.get("SITE_DATE")) or hours[0] <= time.time() < hours[1]
