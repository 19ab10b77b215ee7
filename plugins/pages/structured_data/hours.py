"""Opening hours as people write them, for machines: Monday to Friday, 8:30 am to 5 pm."""

from __future__ import annotations

import re

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TO = r"\s*(?:to|through|–|-)\s*"
TIME = r"(\d{1,2})(?::(\d\d))?\s*([ap])?\.?(?:m\.?)?"
TIMES = re.compile(f"{TIME}{TO}{TIME}", re.IGNORECASE)


def opening(days: str, times: str) -> tuple[tuple[str, ...], str, str] | None:
    """The days, the time of opening and of closing as 08:30; None where it is not plain what is meant."""
    named = _days(days)
    match = TIMES.fullmatch(times.strip())
    if not named or not match:
        return None
    opens, closes = _time(*match.groups()[:3]), _time(*match.groups()[3:])
    return (named, opens, closes) if opens and closes and opens < closes else None


def _days(text: str) -> tuple[str, ...]:
    names = [name.strip().title() for name in re.split(TO, text.strip())]
    if not 1 <= len(names) <= 2 or not set(names) <= set(DAYS):
        return ()
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return DAYS[first : last + 1]


def _time(hour: str, minute: str | None, half: str | None) -> str:
    """24 hours; "" where it is none, or could be morning or evening."""
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return ""
        number = number % 12 + 12 * (half.lower() == "p")
    elif not minute or len(hour) < 2:
        return ""
    return f"{number:02}:{minute or '00'}" if number < 24 and int(minute or 0) < 60 else ""
