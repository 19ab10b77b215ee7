"""Parse opening hours as people write them: Monday to Friday, 8:30 am to 5 pm."""

from __future__ import annotations

import re

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TO = r"\s*(?:to|through|–|-)\s*"
TIME = r"(\d{1,2})(?::(\d\d))?\s*([ap])?\.?(?:m\.?)?"
TIMES = re.compile(f"{TIME}{TO}{TIME}", re.IGNORECASE)


def parse_opening_hours(days: str, times: str) -> tuple[tuple[str, ...], str, str] | None:
    """Parse days and times: the days, and the times of opening and closing as 08:30. None where they are ambiguous."""
    weekdays = _parse_days(days)
    match = TIMES.fullmatch(times.strip())
    if not weekdays or not match:
        return None
    opens, closes = _format_time(*match.groups()[:3]), _format_time(*match.groups()[3:])
    return (weekdays, opens, closes) if opens and closes and opens < closes else None


def _parse_days(text: str) -> tuple[str, ...]:
    """List the days of a text that names one day or a range; none where it names anything else."""
    names = [name.strip().title() for name in re.split(TO, text.strip())]
    if not 1 <= len(names) <= 2 or not set(names) <= set(DAYS):
        return ()
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return DAYS[first : last + 1]


def _format_time(hour: str, minute: str | None, half: str | None) -> str:
    """Format a time with 24 hours; "" where it is not a time, or could be in the morning or in the evening.

    `half` is a (am) or p (pm).
    """
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return ""
        number = number % 12 + 12 * (half.lower() == "p")
    elif not minute or len(hour) < 2:
        return ""
    return f"{number:02}:{minute or '00'}" if number < 24 and int(minute or 0) < 60 else ""
