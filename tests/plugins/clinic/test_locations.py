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


@pytest.mark.parametrize(("country", "state"), [("US", "PR"), ("US", "DC"), ("CA", "ON"), ("AU", "ZZ")])
def test_a_state_is_one_of_its_country_where_they_are_known(country: str, state: str) -> None:
    assert read_address(country, city="Anywhere", state=state, postal_code="12345").state == state


@pytest.mark.parametrize("state", ["ZZ", "ca", "California", "ON"])
def test_another_state_is_refused_in_the_united_states(state: str) -> None:
    with pytest.raises(ValidationError):
        read_address("US", city="Anywhere", state=state, postal_code="12345")


@pytest.mark.parametrize(
    ("clinics", "places", "typed", "shown", "dialed"),
    [
        ("US", None, "938-555-0142", "938-555-0142", "+19385550142"),
        ("MX", None, "938 555 0142", "938 555 0142", "+529385550142"),
        ("MX", "us", "938-555-0142", "+1 938-555-0142", "+19385550142"),
        ("US", "MX", "938 555 0142", "+52 938 555 0142", "+529385550142"),
        ("CA", "US", "938-555-0142", "938-555-0142", "+19385550142"),
        ("US", "GB", "020 7946 0958", "+44 20 7946 0958", "+442079460958"),
        ("US", "Nowhere", "938-555-0142", "938-555-0142", "+19385550142"),
    ],
)
def test_a_number_of_a_place_is_read_by_the_places_country(
    clinics: str, places: str | None, typed: str, shown: str, dialed: str
) -> None:
    address = {**HARBOR, "country": places} if places else HARBOR
    errors: list[str] = []
    try:
        found = Location.model_validate({"address": address, "telephone": typed}, context={"country": clinics})
    except ValidationError as error:
        errors = [str(one["loc"][0]) for one in error.errors()]
    else:
        assert found.telephone and (found.telephone.text, found.telephone.e164) == (shown, dialed)
    assert "telephone" not in errors


@pytest.mark.parametrize(
    ("name", "english", "spanish"),
    [
        (None, "Port Ellery", "Port Ellery"),
        ("By the harbor", "By the harbor", "By the harbor"),
        ({"en": "By the harbor", "es": "Junto al puerto"}, "By the harbor", "Junto al puerto"),
        ({"es": "Junto al puerto"}, "Junto al puerto", "Junto al puerto"),
    ],
)
def test_a_name_is_one_for_all_languages_or_one_of_each(name: object, english: str, spanish: str) -> None:
    found = Location.model_validate({"address": HARBOR, **({"name": name} if name else {})})
    assert (found.get_short_name("en"), found.get_short_name("es")) == (english, spanish)


def test_closures_stand_in_the_order_of_their_days() -> None:
    closures = [{"first": "2027-01-01"}, {"first": "2026-12-24", "last": "2026-12-26"}, {"first": "2026-11-26"}]
    found = Location.model_validate({"address": HARBOR, "closures": closures}).closures
    assert [one.first.isoformat() for one in found] == ["2026-11-26", "2026-12-24", "2027-01-01"]


def test_a_closure_is_gone_the_day_after() -> None:
    closures: list[dict[str, Any]] = [{"first": "2026-12-24", "last": "2026-12-26"}, {"first": "2026-12-31"}]
    location = Location.model_validate({"address": HARBOR, "closures": closures})
    left = [
        [one.first.day for one in location.drop_past_closures(date(2026, 12, day)).closures] for day in (1, 26, 27, 31)
    ]
    assert left == [[24, 31], [24, 31], [31], [31]]
