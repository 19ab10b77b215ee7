"""Which day it is for the site, and what may be seen on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import inf
from zoneinfo import ZoneInfo

from plugins.documents.document import Card
from plugins.problem import Problem, Refused


def today(environment: Mapping[str, str], timezone: str) -> date:
    """The day in `SITE_DATE`, else the day of the clock at the clinic. Raises Refused if SITE_DATE is no day."""
    given = environment.get("SITE_DATE", "")
    if not given:
        return datetime.now(ZoneInfo(timezone)).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Refused([Problem("SITE_DATE", 0, "", f"{given!r} is not a day", "write it as in 2026-04-03")]) from None


def midnight(environment: Mapping[str, str], timezone: str) -> float:
    """When that day ends, in seconds since 1970."""
    if environment.get("SITE_DATE"):
        return inf
    tomorrow = today(environment, timezone) + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo(timezone)).timestamp()


def hidden(card: Card, day: date) -> str:
    """Why a visitor would not see this on `day`: draft, the ISO day on which it appears, or "" if it is seen."""
    if card.draft:
        return "draft"
    return card.date.isoformat() if card.date > day else ""
