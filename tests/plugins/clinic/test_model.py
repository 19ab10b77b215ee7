from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinic.model import load_clinic
from tests.small import CLINIC, put, strip_rule_ids

DEGREES_HINT = "write it with a decimal point, as in 40.7128"
ID_HINT = "write small letters, digits and hyphens"
CLINICS: dict[str, tuple[tuple[str, str], list[str]]] = {
    "missing": (("name: Test Clinic\nblog", "blog"), [":1: name: is missing; write name: and its text"]),
    "unknown": (("telephone:", "phone: 1\ntelephone:"), [":4: phone: no such field; did you mean telephone?"]),
    "telephone": (
        ("707-555-0100", "707-555-010"),
        [
            ":4: telephone: '707-555-010' is not a telephone number; "
            "write it as in 201-555-0123, or that of another country with + and its code"
        ],
    ),
    "telephone of its country": (
        ("telephone: 707-555-0100", "country: DE\ntelephone: 707-555-0100-555-0100"),
        [
            ":5: telephone: '707-555-0100-555-0100' is not a telephone number; "
            "write it as in 030 123456, or that of another country with + and its code"
        ],
    ),
    "country": (
        ("telephone:", "country: Canada\ntelephone:"),
        [":4: country: 'CANADA' is no country; write its two letters, as in US, CA or MX"],
    ),
    "no location": (("  main:\n", "  Main place:\n"), [":5: locations: 'Main place' cannot be an address; " + ID_HINT]),
    "address": (
        ("      city: Port Ellery\n", ""),
        [":7: locations main address city: is missing; write city: and its text"],
    ),
    "a state, in the country's addresses": (
        ("      state: CA\n", ""),
        [":7: locations main address state: is missing; write state: and its text"],
    ),
    "hours": (
        ("topics:", "    hours:\n      monday: 8 to 5\n      tuesday: 1 pm - 12 pm\n      wednsday: closed\ntopics:"),
        [
            ":13: locations main hours monday: '8 to 5' are no hours; "
            "write them as in 8:30-17:00, or with am and pm, or closed",
            ":14: locations main hours tuesday: 12:00 is not after 13:00; "
            "write them as in 8:30-17:00, or with am and pm",
            ":15: locations main hours wednsday: no such field; did you mean wednesday?",
        ],
    ),
    "closure": (
        (
            "topics:",
            "    closures:\n      - first: 2026-12-24\n        last: 2026-12-23\n        why: Holidays\ntopics:",
        ),
        [
            ":14: locations main closures 1 last: is before the first day, 2026-12-24; write the later day",
            ":15: locations main closures 1 why: does not say in which language it is; "
            "write it below, after two spaces and en: or another language",
        ],
    ),
    "language": (
        ("topics:", "    parking:\n      english: Behind it.\ntopics:"),
        [":12: locations main parking: 'english' is no code of a language; write its code, as in es for Spanish"],
    ),
    "map": (
        ("topics:", "    map:\n      parking: north\ntopics:"),
        [":12: locations main map: names no street; write one on its side of the building, as in south: Mill St"],
    ),
    "street": (
        ("topics:", f"    map:\n      south: {'Long ' * 6}\n      entrance: front\ntopics:"),
        [
            ":13: locations main map south: 'Long Long Long Long Long Long' has over 28 characters, "
            "too many for the map; write it shorter, as in Mill St",
            ":14: locations main map entrance: 'front' is not one of the choices; write north, east, south or west",
        ],
    ),
    "site": (
        ("https://test.example", "test.example"),
        [":3: site_url: 'test.example' is not a web address; write it whole, as in https://example.org/page"],
    ),
    **{
        url: (
            ("https://test.example", url),
            [
                f":3: site_url: {url!r} is no address of a site; "
                "write one that starts with https:// and a name, as in https://example.org/"
            ],
        )
        for url in (
            *("http://test.example", "https://127.0.0.1:8000", "https://a:b@test.example"),
            *("https://test.example/?q", "https://test.example/#x"),
        )
    },
    "topic": (
        ("  care:", "  Care & more:"),
        [":12: topics: 'Care & more' cannot be an address; write small letters, digits and hyphens"],
    ),
    "day": (
        ("topics:", "accreditations:\n  - name: A board\n    until: 31.12.2026\ntopics:"),
        [":14: accreditations 1 until: 31.12.2026 is not year-month-day; write 2026-12-31"],
    ),
    "chat": (
        ("topics:", "chat:\n  provider: livechats\ntopics:"),
        [":13: chat provider: 'livechats' is not one of the choices; write none, link or livechat"],
    ),
    "announcement": (
        (
            "topics:",
            "announcements:\n  - text: Closed\n    first: 2026-12-24\n    last: 2026-12-23\n    place: top\ntopics:",
        ),
        [
            ":13: announcements 1 text: does not say in which language it is; "
            "write it below, after two spaces and en: or another language",
            ":15: announcements 1 last: is before the first day, 2026-12-24; write the later day",
            ":16: announcements 1 place: 'top' is not one of the choices; write home page or every page",
        ],
    ),
    "next step": (
        ("topics:", "next_steps:\n  book:\n    to: http://book.example\ntopics:"),
        [
            ":14: next_steps book to: 'http://book.example' is no place to lead to; write an address that starts with "
            "https://, or the file name of a page in content/pages/, without .md",
            ":13: next_steps book then: is missing; write then: and its text",
        ],
    ),
    "mail": (
        ("topics:", "mail: us@\ntopics:"),
        [":12: mail: 'us@' is not a mail address; write it as front.desk@example.org"],
    ),
    "number": (
        ("topics:", "    position:\n      latitude: 38°\n      longitude: 212.5\ntopics:"),
        [
            ":13: locations main position latitude: '38°' is not a number of degrees; " + DEGREES_HINT,
            ":14: locations main position longitude: '212.5' is not a number of degrees; " + DEGREES_HINT,
        ],
    ),
    **{
        timezone: (
            ("America/Los_Angeles", timezone),
            [
                f":16: timezone: {timezone!r} is not a time zone; "
                "write its name in the tz database, as in America/Denver"
            ],
        )
        for timezone in ("Pacific", "America", "../UTC", "GMT-25")
    },
    "no time zone": (
        ("timezone: America/Los_Angeles\n", ""),
        [":1: timezone: is missing; write timezone: and its text"],
    ),
    "kind": (
        ("topics:", "kind: Clinic\ntopics:"),
        [":12: kind: 'Clinic' is not one of the choices; write MedicalClinic, Dentist, Hospital or Physician"],
    ),
    "seller": (
        ("topics:", "sellers:\n  - https://maker.example/shop\ntopics:"),
        [
            ":13: sellers 1: 'https://maker.example/shop' is not a web host; "
            "write what stands between https:// and the next slash, as in example.org"
        ],
    ),
    "empty": (
        (CLINIC, ""),
        [":1: the file is empty; put back what stood there, or copy the example in content/README.md"],
    ),
}


@pytest.mark.parametrize("name", CLINICS)
def test_the_clinic_is_checked_like_a_header(name: str, tmp_path: Path) -> None:
    (old, new), lines = CLINICS[name]
    put(tmp_path, {"content/clinic.yaml": CLINIC.replace(old, new)})
    clinic, problems = load_clinic(tmp_path / "content")
    assert [strip_rule_ids(str(one)) for one in problems] == [f"content/clinic.yaml{line}" for line in lines]
    assert clinic is None


def test_what_is_not_known_is_empty(tmp_path: Path) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC})
    clinic, problems = load_clinic(tmp_path / "content")
    assert problems == []
    assert clinic
    assert (clinic.mail, clinic.announcements, clinic.next_steps.list_steps()) == (None, (), {})
    assert not clinic.has_chat
    place = clinic.main_location
    assert (place.telephone, place.position, place.hours, place.closures, place.map) == (None, None, None, (), None)
    assert clinic.chat.provider == "link"


@pytest.mark.parametrize(
    ("given", "url", "base"),
    [
        ("https://test.example", "https://test.example/", "/"),
        ("https://test.example/", "https://test.example/", "/"),
        ("https://test.example/blog", "https://test.example/blog/", "/blog/"),
    ],
)
def test_the_sites_address_ends_with_a_slash(given: str, url: str, base: str, tmp_path: Path) -> None:
    put(tmp_path, {"content/clinic.yaml": CLINIC.replace("https://test.example", given)})
    clinic, _ = load_clinic(tmp_path / "content")
    assert clinic
    assert (clinic.url, clinic.base) == (url, base)
