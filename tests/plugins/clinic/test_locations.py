from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from plugins.clinic.locations import Address, Location

HARBOR = {"street": "1 Main St", "city": "Port Ellery", "state": "CA", "postal_code": "94999"}


def read_address(clinics: str, **parts: str) -> Address:
    return Address.model_validate({"street": "1 Road", **parts}, context={"country": clinics})


@pytest.mark.parametrize(
    ("country", "parts", "line"),
    [
        ("US", {"city": "Port Ellery", "state": "CA", "postal_code": "94999"}, "Port Ellery, CA 94999"),
        ("CA", {"city": "Toronto", "state": "ON", "postal_code": "M5V 2T6"}, "Toronto, ON M5V 2T6"),
        ("AU", {"city": "Sydney", "state": "NSW", "postal_code": "2000"}, "Sydney NSW 2000"),
        ("GB", {"city": "London", "postal_code": "SW1A 1AA"}, "London SW1A 1AA"),
        ("DE", {"city": "Berlin", "postal_code": "10117"}, "10117 Berlin"),
        ("MX", {"city": "Guadalajara", "state": "Jal.", "postal_code": "44100"}, "44100 Guadalajara, Jal."),
        ("AE", {"city": "Dubai"}, "Dubai"),
    ],
)
def test_an_address_ends_as_those_of_its_country(country: str, parts: dict[str, str], line: str) -> None:
    assert read_address(country, **parts).last_line == line


@pytest.mark.parametrize(
    ("country", "parts"), [("US", {"state": "CA"}), ("US", {"postal_code": "94999"}), ("AU", {}), ("GB", {})]
)
def test_an_address_has_the_parts_that_its_country_needs(country: str, parts: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        read_address(country, city="Anywhere", **parts)


def test_a_place_may_be_in_another_country() -> None:
    assert read_address("US", country="de", city="Berlin").country == "DE"


def test_a_closure_is_gone_the_day_after() -> None:
    closures: list[dict[str, Any]] = [{"first": "2026-12-24", "last": "2026-12-26"}, {"first": "2026-12-31"}]
    location = Location.model_validate({"address": HARBOR, "closures": closures})
    left = [
        [one.first.day for one in location.drop_past_closures(date(2026, 12, day)).closures] for day in (1, 26, 27, 31)
    ]
    assert left == [[24, 31], [24, 31], [31], [31]]
