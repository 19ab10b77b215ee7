from __future__ import annotations

import pytest
from pydantic import ValidationError

from plugins.clinic.telephone import Telephone, TelephoneNumber
from plugins.schema.types import FrozenModel


class Desk(FrozenModel):
    telephone: TelephoneNumber


def read(number: str, country: str) -> Telephone:
    return Desk.model_validate({"telephone": number}, context={"country": country}).telephone


@pytest.mark.parametrize(
    ("country", "typed", "shown", "dialed"),
    [
        ("US", "707-555-0100", "707-555-0100", "+17075550100"),
        ("US", "(707) 555 0100", "707-555-0100", "+17075550100"),
        ("US", "+1 707.555.0100", "707-555-0100", "+17075550100"),
        ("CA", "604 555 0199", "604-555-0199", "+16045550199"),
        ("GB", "02079460958", "020 7946 0958", "+442079460958"),
        ("DE", "030/23125000", "030 23125000", "+493023125000"),
        ("MX", "55 5123 4567", "55 5123 4567", "+525551234567"),
        ("US", "+33 142685300", "+33 1 42 68 53 00", "+33142685300"),
        ("FR", "+33 142685300", "01 42 68 53 00", "+33142685300"),
    ],
)
def test_a_number_is_shown_as_callers_there_write_it(country: str, typed: str, shown: str, dialed: str) -> None:
    assert read(typed, country) == Telephone(text=shown, e164=dialed)
    assert read(shown, country) == read(typed, country)


@pytest.mark.parametrize("typed", ["", "none", "911", "707-555-010", "116-691-6666", "+999 1 42", "020 7946 0958"])
def test_what_nobody_can_dial_there_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        read(typed, "US")
