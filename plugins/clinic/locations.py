"""Where the clinic is: addresses of any country, hours, parking, and streets for a drawn map."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from plugins.clinic.hours import Closure, Week, sort_closures
from plugins.clinic.spoken import Name, Spoken, speak
from plugins.clinic.telephone import Country, TelephoneNumber
from plugins.schema import us_states
from plugins.schema.types import (
    FrozenModel,
    Text,
    lower_text,
    make_tuple_type,
    refuse,
    require_mapping,
    require_text,
)

# How an address ends. In countries that are named here it must have each of these parts.
CITY_LINES = {
    **dict.fromkeys(("US", "CA"), "{city}, {state} {postal_code}"),
    "AU": "{city} {state} {postal_code}",
    **dict.fromkeys(("GB", "NZ"), "{city} {postal_code}"),
}
OTHER_CITY_LINE = "{postal_code} {city}, {state}"
LONGEST_STREET = 28  # characters of a street's name that fit on the map

Side = Annotated[Literal["north", "east", "south", "west"], BeforeValidator(lower_text)]


def _parse_degrees(most: int) -> BeforeValidator:
    """Make what parses degrees between `most` and minus that."""

    def parse(value: Any) -> Any:
        text = require_text(value)
        if re.fullmatch(r"-?\d{1,3}(\.\d+)?", text, re.ASCII) and abs(float(text)) <= most:
            return float(text)
        refuse("degrees-unfit", text=text, most=most)

    return BeforeValidator(parse)


def _require_in_country(value: str | None, info: ValidationInfo) -> str | None:
    """Refuse an address without a part that addresses of its country have."""
    if value is None and f"{{{info.field_name}}}" in CITY_LINES.get(info.data.get("country", ""), ""):
        refuse("field-missing", field=info.field_name)
    return value


def _require_state(value: str | None, info: ValidationInfo) -> str | None:
    """Refuse a state that the United States do not have in an address there."""
    return us_states.require_state_letters(value) if value and info.data.get("country") == us_states.COUNTRY else value


def _parse_street(value: Any) -> Any:
    text = require_text(value)
    if len(text) <= LONGEST_STREET:
        return text
    refuse("street-long", text=text, longest=LONGEST_STREET)


CountryPart = Annotated[Text | None, AfterValidator(_require_in_country), Field(validate_default=True)]
Street = Annotated[Text, BeforeValidator(_parse_street)]


class Address(FrozenModel):
    """An address of any country, by default the clinic's. `state` and `postal_code` are as that country has them."""

    country: Country = Field("", validate_default=True)
    street: Text
    suite: Text | None = None
    city: Text
    state: Annotated[CountryPart, AfterValidator(_require_state)] = None
    postal_code: CountryPart = None

    @property
    def first_line(self) -> str:
        return ", ".join(part for part in (self.street, self.suite) if part)

    @property
    def last_line(self) -> str:
        """City, state and postal code, in the order of the country."""
        form = CITY_LINES.get(self.country, OTHER_CITY_LINE)
        return form.format(city=self.city, state=self.state or "", postal_code=self.postal_code or "").strip(" ,")


class Position(FrozenModel):
    """Degrees north and east (WGS 84)."""

    latitude: Annotated[float, _parse_degrees(90)]
    longitude: Annotated[float, _parse_degrees(180)]


class StreetMap(FrozenModel):
    """What a drawn map shows: the streets on the sides of the building, and the sides of its parking and entrance."""

    north: Street | None = None
    east: Street | None = None
    south: Street | None = None
    west: Street | None = None
    parking: Side | None = None
    entrance: Side | None = None


def _require_street(value: StreetMap) -> StreetMap:
    if value.north or value.east or value.south or value.west:
        return value
    refuse("map-streetless")


class Location(FrozenModel):
    """A place of the clinic. Without a `telephone` it has the clinic's, without a `name` that of its city."""

    name: Name | None = None
    telephone: TelephoneNumber | None = None
    address: Annotated[Address, BeforeValidator(require_mapping)]
    position: Annotated[Position, BeforeValidator(require_mapping)] | None = None
    hours: Annotated[Week, BeforeValidator(require_mapping)] | None = None
    closures: Annotated[make_tuple_type(Closure), AfterValidator(sort_closures)] = ()  # type: ignore[valid-type]
    parking: Spoken | None = None
    transit: Spoken | None = None
    entrance: Spoken | None = None
    map: Annotated[StreetMap, BeforeValidator(require_mapping), AfterValidator(_require_street)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _pair_telephone(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Pair the telephone number with the country of the address, where that is another than the clinic's."""
        address = value.get("address")
        country = address.get("country") if isinstance(address, dict) else None
        return {**value, "telephone": (value["telephone"], country)} if country and "telephone" in value else value

    def get_short_name(self, lang: str) -> str:
        return speak(self.name, lang).text if self.name else self.address.city

    def drop_past_closures(self, today: date) -> Location:
        """Return a copy without the closures that ended before `today`."""
        return self.model_copy(update={"closures": tuple(one for one in self.closures if one.final >= today)})
