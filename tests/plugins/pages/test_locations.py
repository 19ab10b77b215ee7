from __future__ import annotations

from typing import Any

import pytest

from pelicanconf import LISTED_CLOSURES
from plugins.clinic.model import Clinic
from plugins.pages import context as values
from plugins.pages.locations import make_locations
from plugins.schema.interface_words import load_words
from tests.project import ROOT

WORDS = load_words(ROOT / "theme")
ADDRESS = {"street": "1 Main St", "city": "Port Ellery", "state": "CA", "postal_code": "94999"}


def make(lang: str = "en", more: dict[str, Any] | None = None, **place: Any) -> tuple[values.Location, ...]:
    """Make the values of a clinic's first place, whose facts are `place`, and of `more` places."""
    facts = {
        "name": "Test Clinic",
        "blog": "Test Blog",
        "site_url": "https://test.example",
        "timezone": "America/Los_Angeles",
        "telephone": "707-555-0100",
        "topics": {"care": {"name": "Care", "about": "About care."}},
        "authors": {"clinic": {"name": "Test Clinic"}},
        "locations": {"main": {"address": ADDRESS, **place}, **(more or {})},
    }
    return make_locations(Clinic.model_validate(facts), WORDS[lang], lang)


def test_days_in_a_row_with_the_same_hours_share_a_line() -> None:
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday")
    week = {**dict.fromkeys(weekdays, "8:30-17:00"), "thursday": "9:00-12:00, 13:00-17:30"}
    assert make(hours=week)[0].hours == (
        ("Monday to Wednesday", "8:30\u00a0am to 5\u00a0pm"),
        ("Thursday", "9\u00a0am to noon, 1\u00a0pm to 5:30\u00a0pm"),
        ("Friday", "8:30\u00a0am to 5\u00a0pm"),
        ("Saturday to Sunday", "Closed"),
    )
    assert make("es", hours=week)[0].hours[::3] == (
        ("Lunes a miércoles", "8:30\u00a0a.\u00a0m. a 5\u00a0p.\u00a0m."),
        ("Sábado a domingo", "Cerrado"),
    )


@pytest.mark.parametrize(
    ("typed", "english", "spanish"),
    [
        ("12:00-13:00", "noon to 1\u00a0pm", "mediodía a 1\u00a0p.\u00a0m."),
        ("20:00 to midnight", "8\u00a0pm to midnight", "8\u00a0p.\u00a0m. a medianoche"),
        ("0:00-12:30", "midnight to 12:30\u00a0pm", "medianoche a 12:30\u00a0p.\u00a0m."),
    ],
)
def test_nobody_has_to_guess_what_12_am_is(typed: str, english: str, spanish: str) -> None:
    assert (make(hours={"monday": typed})[0].hours[0].times, make("es", hours={"monday": typed})[0].hours[0].times) == (
        english,
        spanish,
    )


def test_the_next_closures_are_a_few() -> None:
    closures = [{"first": f"2026-12-{day}"} for day in (28, 24, 30, 26)]
    found = make(closures=closures)[0]
    assert [one.days[:11] for one in found.closures] == [f"December {day}" for day in (24, 26, 28, 30)]
    assert found.next_closures == found.closures[:LISTED_CLOSURES]
    assert len(found.next_closures) < 4


def test_a_closure_says_its_days_its_hours_and_why_in_the_language_of_the_page() -> None:
    closures = [
        {"first": "2026-12-24", "last": "2026-12-26", "why": {"en": "holidays"}},
        {"first": "2026-12-31", "hours": "9:00-12:00"},
    ]
    long, short = make(closures=closures)[0].closures
    assert (long.days, long.times, long.why) == ("December 24 to 26, 2026", "Closed", ("holidays", ""))
    assert (short.days, short.times, short.why) == ("December 31, 2026", "9\u00a0am to noon", None)
    assert make("es", closures=closures)[0].closures[0][:2] == (
        "Del 24 al 26 de diciembre de 2026",
        "Cerrado",
    )
    assert make("es", closures=closures)[0].closures[0].why == ("holidays", "en")


def test_what_a_map_draws_it_says_too() -> None:
    drawn = {"south": "Mill Street", "west": "Light Road", "parking": "north", "entrance": "south"}
    found = make(map=drawn)[0].map
    assert found
    assert found.text == "South: Mill Street. West: Light Road. Parking: north. Entrance: south."
    assert dict(found.streets) == {"south": "Mill Street", "west": "Light Road"}
    assert (found.parking, found.entrance) == ("north", "south")


def test_one_of_several_places_has_its_name_and_its_own_number_or_the_clinics() -> None:
    assert [(one.name, one.title) for one in make()] == [("", "Test Clinic")]
    hill = {"name": "Hill", "telephone": "707-555-0187", "address": ADDRESS}
    assert [(one.name, one.title, one.telephone.href) for one in make(more={"hill": hill})] == [
        ("Port Ellery", "Test Clinic, Port Ellery", "tel:+17075550100"),
        ("Hill", "Test Clinic, Hill", "tel:+17075550187"),
    ]


def test_directions_lead_to_the_position_where_it_is_known() -> None:
    assert make()[0].directions == "https://www.google.com/maps/dir//1+Main+St+94999/"
    position = {"latitude": "38.5", "longitude": "-121.25"}
    assert make(position=position)[0].directions == "https://www.google.com/maps/dir//38.5%2C-121.25/"
