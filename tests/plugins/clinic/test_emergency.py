from __future__ import annotations

import pytest
from phonenumbers import is_emergency_number
from pydantic import ValidationError

from plugins.clinic.emergency import NUMBERS, EmergencyNumber
from plugins.clinic.telephone import Country
from plugins.schema.types import FrozenModel


class Clinic(FrozenModel):
    country: Country = "US"
    emergency: EmergencyNumber


@pytest.mark.parametrize("country", NUMBERS)
def test_a_number_that_is_known_is_one_in_its_country(country: str) -> None:
    assert is_emergency_number(NUMBERS[country], country)
    assert Clinic.model_validate({"country": country, "emergency": ""}).emergency == NUMBERS[country]


def test_another_number_may_be_written() -> None:
    assert Clinic.model_validate({"country": "GB", "emergency": "112"}).emergency == "112"
    assert Clinic.model_validate({"country": "JP", "emergency": "119"}).emergency == "119"


@pytest.mark.parametrize(("country", "number"), [("GB", "911"), ("US", "999"), ("JP", ""), ("DE", "112a")])
def test_a_number_that_calls_nobody_there_is_refused(country: str, number: str) -> None:
    with pytest.raises(ValidationError):
        Clinic.model_validate({"country": country, "emergency": number})
