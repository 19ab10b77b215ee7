"""The states of the United States, with its capital and its territories, by the two letters of the postal service."""

from __future__ import annotations

from plugins.schema.types import find_similar, refuse

COUNTRY = "US"
# Source: USPS Publication 28, appendix B.
NAMES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "AS": "American Samoa",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
}


def require_state_letters(text: str) -> str:
    """Return the two letters of a state, as addresses have them."""
    if text in NAMES:
        return text
    letters = {name.casefold(): letters for letters, name in NAMES.items()}
    if near := letters.get(text.casefold(), text.upper() if text.upper() in NAMES else ""):
        refuse("state-written-out", text=text, letters=near)
    refuse("state-unknown", text=text, example="CA")


def require_state_name(text: str) -> str:
    """Return the whole name of a state, as licenses have it."""
    if text in NAMES.values():
        return text
    if text.upper().replace(".", "") in NAMES:
        refuse("state-abbreviated", text=text, name=NAMES[text.upper().replace(".", "")])
    if near := find_similar(text.title(), NAMES.values()):
        refuse("name-misspelled", text=text, near=near)
    refuse("state-unknown", text=text, example="California")
