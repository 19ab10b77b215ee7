"""Opening hours by day, holidays and closures, in no language."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from plugins.clinic.spoken import Spoken
from plugins.schema.types import Day, FrozenModel, refuse, require_text

TIME = r"(\d{1,2})(?::(\d\d))? ?(?:([ap])\.? ?m\.?)?"
SPAN = re.compile(rf"{TIME} ?(?:to|-|–) ?{TIME}", re.IGNORECASE)
EARLIEST = 6  # an earlier hour with one digit and without am may be meant as pm


class TimeSpan(NamedTuple):
    """When the clinic opens and closes, as 08:30."""

    opens: str
    closes: str


def parse_time_spans(value: Any) -> Any:
    """Parse the hours of a day: 8:30-12:00, 1 pm to 5 pm. None of them, where it is closed."""
    text = require_text(value)
    if text.lower() == "closed":
        return ()
    spans = tuple(_parse_span(part.strip(), text) for part in text.split(","))
    for before, after in pairwise(spans):
        if after.opens < before.closes:
            refuse("hours-overlap", opens=after.opens, closes=before.closes)
    return spans


def _parse_span(part: str, text: str) -> TimeSpan:
    match = SPAN.fullmatch(part)
    opens, closes = (_format_time(*match.groups()[at : at + 3]) for at in (0, 3)) if match else ("", "")
    if not opens or not closes:
        refuse("hours-unfit", text=text)
    if opens >= closes:
        refuse("hours-backward", opens=opens, closes=closes)
    return TimeSpan(opens, closes)


def _format_time(hour: str, minute: str | None, half: str | None) -> str:
    """Format a time with 24 hours; "" where it is not a time, or may be in the morning or in the evening.

    `half` is a (am) or p (pm).
    """
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return ""
        number = number % 12 + 12 * (half.lower() == "p")
    elif not minute or (len(hour) == 1 and number < EARLIEST):
        return ""
    return f"{number:02}:{minute or '00'}" if number < 24 and int(minute or 0) < 60 else ""


def _refuse_earlier(value: date | None, info: ValidationInfo) -> date | None:
    """Refuse a last day before the first."""
    first = info.data.get("first")
    if value and first and value < first:
        refuse("last-day-early", first=first)
    return value


TimeSpans = Annotated[tuple[TimeSpan, ...], BeforeValidator(parse_time_spans), WithJsonSchema({"type": "string"})]
LastDay = Annotated[Day, AfterValidator(_refuse_earlier)]


class Week(FrozenModel):
    """The hours of each day, as in 8:30-12:00, 13:00-17:00. A day that is left out is closed."""

    monday: TimeSpans = ()
    tuesday: TimeSpans = ()
    wednesday: TimeSpans = ()
    thursday: TimeSpans = ()
    friday: TimeSpans = ()
    saturday: TimeSpans = ()
    sunday: TimeSpans = ()

    @property
    def days(self) -> tuple[tuple[TimeSpan, ...], ...]:
        """The hours of the seven days, Monday first."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)


class Closure(FrozenModel):
    """Days on which a place is closed or, with `hours`, has other hours; one day where there is no `last`."""

    first: Day
    last: LastDay | None = None
    why: Spoken | None = None
    hours: TimeSpans = ()

    @property
    def final(self) -> date:
        """The last of its days."""
        return self.last or self.first
