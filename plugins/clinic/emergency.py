"""The number to call in an emergency, by the country of the clinic."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from plugins.schema.types import refuse, require_text

# Of the European Union: Directive (EU) 2018/1972, article 109. A test holds all of them against phonenumbers' data.
EUROPEAN_UNION = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
NUMBERS = {
    **dict.fromkeys(("US", "AS", "GU", "MP", "PR", "VI", "CA", "MX"), "911"),
    **dict.fromkeys(EUROPEAN_UNION, "112"),
    **{"GB": "999", "AU": "000", "NZ": "111"},
}


def _parse_emergency_number(value: Any, info: ValidationInfo) -> Any:
    """Parse a number, by default that of the clinic's country."""
    from phonenumbers import is_emergency_number  # not needed where nothing has changed

    country = info.data.get("country", "")
    text = require_text(value) or NUMBERS.get(country, "")
    if not country:  # which is an error of its own
        return text
    if not text:
        refuse("emergency-unknown", country=country)
    if re.fullmatch(r"\d+", text, re.ASCII) and is_emergency_number(text, country):
        return text
    refuse("emergency-unfit", text=text, country=country)


EmergencyNumber = Annotated[str, BeforeValidator(_parse_emergency_number), WithJsonSchema({"type": "string"})]
