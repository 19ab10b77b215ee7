"""Opening hours by day, holidays and closures, in no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, NamedTuple, Protocol

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from plugins.clinic.spoken import Spoken
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.types import Day, FrozenModel, refuse, refuse_inside, require_text
from plugins.schema.yaml_reader import Place

TIME = re.compile(r"(\d{1,2})(?::(\d\d))? ?(?:([ap])\.? ?m\.?)?")
SPAN = re.compile(r"([^-–]+?) ?(?:\bto\b|[-–]) ?([^-–]+)")
NOON = "12:00"
MIDNIGHT = "24:00"  # at the end of a day
EARLIEST = 6  # an earlier hour with one digit and without am may be meant as pm


class TimeSpan(NamedTuple):
    """When the clinic opens and closes, as 08:30. Midnight is 00:00 where it opens, and 24:00 where it closes."""

    opens: str
    closes: str


class DatedItem(Protocol):
    """What is from its first to its last day; on the first alone, where there is no last."""

    @property
    def first(self) -> date: ...
    @property
    def final(self) -> date: ...


def parse_time_spans(value: Any) -> Any:
    """Parse the hours of a day: 8:30-12:00, 1 pm to 5 pm. None of them, where it is closed."""
    text = require_text(value).lower()
    if text == "closed":
        return ()
    spans = tuple(_parse_span(part.strip()) for part in text.split(","))
    for before, after in pairwise(spans):
        if after.opens < before.closes:
            refuse("hours-overlap", opens=after.opens, closes=before.closes)
    return spans


def _parse_span(text: str) -> TimeSpan:
    match = SPAN.fullmatch(text)
    opens, closes = (_parse_time(time, text) for time in match.groups()) if match else ("", "")
    if not opens or not closes:
        refuse("hours-unfit", text=text)
    opens = "00:00" if opens == MIDNIGHT else opens
    if opens >= closes:
        refuse("hours-backward", text=text)
    return TimeSpan(opens, closes)


def _parse_time(text: str, span: str) -> str:
    """Parse a time of a span; "" where it is not a time, or may be in the morning or in the evening."""
    if text in ("noon", "midnight"):
        return NOON if text == "noon" else MIDNIGHT
    match = TIME.fullmatch(text)
    hour, minute, half = match.groups() if match else ("99", None, None)
    number, minutes = int(hour), int(minute or 0)
    if half and (number, minutes) == (12, 0):
        refuse("hours-twelve", text=span)
    if half:
        number = number % 12 + 12 * (half == "p") if 1 <= number <= 12 else 99
    elif not minute or (len(hour) == 1 and 0 < number < EARLIEST):
        return ""
    time = f"{number:02}:{minutes:02}"
    return time if minutes < 60 and time <= MIDNIGHT else ""


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


def find_shared_days(items: Iterable[tuple[int, DatedItem]]) -> Iterator[tuple[Place, Diagnostic]]:
    """Find the items of a list, each with its number, that share a day with another.

    Yield what is wrong with the later one in the list, and its place there.
    """
    longest: tuple[int, DatedItem] | None = None  # of those before, by their days, the one that ends last
    for numbered in sorted(items, key=lambda numbered: numbered[1].first):
        day = numbered[1].first
        if longest and day <= longest[1].final:
            (earlier, _), (later, _) = sorted((longest, numbered), key=lambda numbered: numbered[0])
            yield (later, "first"), diagnose("day-shared", day=day, number=earlier + 1)
        if not longest or numbered[1].final > longest[1].final:
            longest = numbered


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


def sort_closures(closures: tuple[Closure, ...]) -> tuple[Closure, ...]:
    """Sort closures by their days. Refuse two of one day, which contradict each other."""
    refuse_inside(find_shared_days(enumerate(closures)))
    return tuple(sorted(closures, key=lambda closure: closure.first))
