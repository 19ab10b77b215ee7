"""The clinic's places as templates see them: addresses, hours and drawn maps, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote_plus

from pelicanconf import LISTED_CLOSURES
from plugins.clinic.hours import Closure, TimeSpan, Week
from plugins.clinic.locations import Location, StreetMap
from plugins.clinic.model import Clinic
from plugins.clinic.spoken import speak
from plugins.clinic.telephone import Telephone
from plugins.pages import context as values
from plugins.schema.interface_words import Words, format_days, format_time

DIRECTIONS = "https://www.google.com/maps/dir//{}/"
DETAILS = ("parking", "transit", "entrance")
MARKS = ("parking", "entrance")
STREETS = ("north", "east", "south", "west")


def make_locations(clinic: Clinic, words: Words, lang: str) -> tuple[values.Location, ...]:
    """Make the values of all places. One that is alone has no name: the clinic's says it."""
    is_alone = len(clinic.locations) == 1
    return tuple(
        _make_location(clinic, name, location, "" if is_alone else location.get_short_name(lang), words, lang)
        for name, location in clinic.locations.items()
    )


def make_telephone_link(telephone: Telephone) -> values.Link:
    return values.Link(telephone.text, f"tel:{telephone.e164}")


def _make_location(
    clinic: Clinic, anchor: str, location: Location, name: str, words: Words, lang: str
) -> values.Location:
    address = location.address
    closures = tuple(_make_closure(closure, words, lang) for closure in location.closures)
    details = [(detail, texts) for detail in DETAILS if (texts := getattr(location, detail))]
    return values.Location(
        anchor=f"place_{anchor}",  # a heading's id has no _
        name=name,
        title=f"{clinic.name}, {name}" if name else clinic.name,
        lines=(address.first_line, address.last_line),
        telephone=make_telephone_link(location.telephone or clinic.telephone),
        directions=DIRECTIONS.format(quote_plus(_find_destination(location))),
        hours=tuple(_format_week(location.hours, words)) if location.hours else (),
        closures=closures,
        next_closures=closures[:LISTED_CLOSURES],
        details=tuple((words["contact"][detail], speak(texts, lang)) for detail, texts in details),
        map=_make_map(location.map, words) if location.map else None,
    )


def _find_destination(location: Location) -> str:
    """Find what a map service finds the place by."""
    if position := location.position:
        return f"{position.latitude},{position.longitude}"
    return f"{location.address.street} {location.address.postal_code or location.address.city}"


def _format_week(week: Week, words: Words) -> Iterator[values.Hours]:
    """Format the hours of a week, with days in a row that have the same hours in one line."""
    dates = words["dates"]
    for spans, group in groupby(enumerate(week.days), key=lambda day: day[1]):
        numbers = [number for number, _ in group]
        first, last = (dates["weekdays"][numbers[at]] for at in (0, -1))
        days = first if first == last else dates["from_to"].format(first=first, last=last)
        yield values.Hours(_capitalize(days), _format_spans(spans, words))


def _format_spans(spans: tuple[TimeSpan, ...], words: Words) -> str:
    """Format the hours of a day."""
    times = [[format_time(words, time) for time in span] for span in spans]
    said = (words["dates"]["from_to"].format(first=opens, last=closes) for opens, closes in times)
    return ", ".join(said) or str(words["contact"]["closed"])


def _make_closure(closure: Closure, words: Words, lang: str) -> values.Closure:
    return values.Closure(
        days=_capitalize(format_days(words, closure.first, closure.final)),
        times=_format_spans(closure.hours, words),
        why=speak(closure.why, lang) if closure.why else None,
    )


def _make_map(drawn: StreetMap, words: Words) -> values.StreetMap:
    """Make the values of a map: its streets and marks by side, and the same in words."""
    sides = words["sides"]
    streets = {side: street for side in STREETS if (street := getattr(drawn, side))}
    said = [f"{sides[side]}: {street}." for side, street in streets.items()]
    for mark in MARKS:
        if side := getattr(drawn, mark):
            said.append(f"{words['contact'][mark]}: {sides[side].lower()}.")
    return values.StreetMap(streets, drawn.parking or "", drawn.entrance or "", " ".join(said))


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
