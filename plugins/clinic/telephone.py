"""Telephone numbers of any country, and the countries that there are."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from plugins.schema.types import FrozenModel, refuse, require_text

DEFAULT_COUNTRY = "US"
NORTH_AMERICA = 1  # the country code that the United States, Canada and others share


class Telephone(FrozenModel):
    """`text` is the number as a caller at the clinic's place writes it, `e164` as links dial it: +17075550142."""

    text: str
    e164: str


def _find_country(info: ValidationInfo) -> str:
    """Find the country that the context names; the default where it names none."""
    return _name_country((info.context or {}).get("country"), DEFAULT_COUNTRY)


def _name_country(value: Any, default: str) -> str:
    """Return the country with these two letters; the default where there is none."""
    from phonenumbers import SUPPORTED_REGIONS  # not needed where nothing has changed

    country = str(value).upper()
    return country if country in SUPPORTED_REGIONS else default


def _parse_country(value: Any, info: ValidationInfo) -> Any:
    """Parse a country, by default that of the context."""
    from phonenumbers import SUPPORTED_REGIONS  # not needed where nothing has changed

    text = require_text(value).upper()
    if not text or text in SUPPORTED_REGIONS:
        return text or _find_country(info)
    refuse("country-unfit", text=text)


def _parse_telephone(value: Any, info: ValidationInfo) -> Any:
    """Parse a number of the context's country, or with + and a country's code one of any other.

    A number may be paired with its country, where that is another. It is shown as callers from the context's dial it.
    """
    import phonenumbers  # not needed where nothing has changed

    given, named = value if isinstance(value, tuple) else (value, None)
    text, home = require_text(given), _find_country(info)
    country = _name_country(named, home)
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if not number or not phonenumbers.is_valid_number(number):
        refuse("telephone-unfit", text=text, example=_format_number(phonenumbers.example_number(country), country))
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Telephone(text=_format_number(number, home), e164=e164)


def _format_number(number: Any, country: str) -> str:
    """Format a number as its country writes it; for callers from another country, with the country's code."""
    import phonenumbers

    if number.country_code != phonenumbers.country_code_for_region(country):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if number.country_code == NORTH_AMERICA:  # without brackets, at which a line would break
        form = phonenumbers.NumberFormat(pattern=r"(\d{3})(\d{3})(\d{4})", format=r"\1-\2-\3")
        return phonenumbers.format_by_pattern(number, phonenumbers.PhoneNumberFormat.NATIONAL, [form])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


Country = Annotated[str, BeforeValidator(_parse_country)]
TelephoneNumber = Annotated[Telephone, BeforeValidator(_parse_telephone), WithJsonSchema({"type": "string"})]
