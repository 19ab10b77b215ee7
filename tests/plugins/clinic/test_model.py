from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinic.model import load_clinic
from tests.small import CLINIC, put, strip_rule_ids

CLINICS: dict[str, tuple[tuple[str, str], list[str]]] = {
    "missing": (("name: Test Clinic\nblog", "blog"), [":1: name: is missing; write name: and its text"]),
    "unknown": (("telephone:", "phone: 1\ntelephone:"), [":4: phone: no such field; did you mean telephone?"]),
    "telephone": (
        ("707-555-0100", "(707) 555 0100"),
        [":4: telephone: '(707) 555 0100' is not a telephone number; write it as 707-555-0100"],
    ),
    "address": (("  city: Port Ellery\n", ""), [":5: address city: is missing; write city: and its text"]),
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
        [":10: topics: 'Care & more' cannot be an address; write small letters, digits and hyphens"],
    ),
    "day": (
        ("topics:", "accreditations:\n  - name: A board\n    until: 31.12.2026\ntopics:"),
        [":12: accreditations 1 until: 31.12.2026 is not year-month-day; write 2026-12-31"],
    ),
    "chat": (
        ("topics:", "chat:\n  provider: livechats\ntopics:"),
        [":11: chat provider: 'livechats' is not one of the choices; write none, link or livechat"],
    ),
    "mail": (
        ("topics:", "mail: us@\ntopics:"),
        [":10: mail: 'us@' is not a mail address; write it as front.desk@example.org"],
    ),
    "number": (
        ("topics:", "position:\n  latitude: 38°\n  longitude: 212.5\ntopics:"),
        [
            ":11: position latitude: '38°' is not a number of degrees; write it with a decimal point, as in 40.7128",
            ":12: position longitude: '212.5' is not a number of degrees; write it with a decimal point, as in 40.7128",
        ],
    ),
    **{
        timezone: (
            ("America/Los_Angeles", timezone),
            [
                f":14: timezone: {timezone!r} is not a time zone; "
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
        [":10: kind: 'Clinic' is not one of the choices; write MedicalClinic, Dentist, Hospital or Physician"],
    ),
    "seller": (
        ("topics:", "sellers:\n  - https://maker.example/shop\ntopics:"),
        [
            ":11: sellers 1: 'https://maker.example/shop' is not a web host; "
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
    assert (clinic.mail, clinic.position, clinic.notice, clinic.hours, clinic.people) == (None, None, None, (), {})
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
