from __future__ import annotations

from pathlib import Path

import pytest

from plugins.clinic.model import Clinic, load_clinic
from tests.small import CLINIC, put, strip_rule_ids

DEGREES_HINT = "write it with a decimal point, as in 40.7128"
ID_UNFIT = "cannot be a part of an address; write small letters, digits and hyphens, a letter first, as in main-street"
FIELDS = ", ".join(Clinic.model_fields)
LATER = "write each day once: mend a day, or delete one"
CLINICS: dict[str, tuple[tuple[str, str], list[str]]] = {
    "missing": (("name: Test Clinic\nblog", "blog"), [":1: name: is missing; write name: and its text"]),
    "misspelled": (
        ("telephone: 707", "phone: 707"),
        [
            ":1: telephone: is missing; write telephone: and its text",
            ":4: phone: no such field; did you mean telephone?",
        ],
    ),
    **{
        # Like topics and like sellers or Thursday, and yet meant for something else; there already.
        name: ((before, f"{before}{name}: x\n{indent}"), [f":{line}: {field}: no such field; write one of {fields}"])
        for name, before, indent, line, field, fields in (
            ("wellness", "timezone: America/Los_Angeles\n", "", 17, "wellness", FIELDS),
            ("phone", "telephone: 707-555-0100\n", "", 5, "phone", FIELDS),
        )
    },
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
    "no location": (("  main:\n", "  Main place:\n"), [f":6: locations Main place: 'Main place' {ID_UNFIT}"]),
    "no location, and mistakes in it": (
        ("  main:\n    address:\n", "  Main place:\n    name: ''\n    address:\n      suite: ''\n"),
        [
            f":6: locations Main place: 'Main place' {ID_UNFIT}",
            ":7: locations Main place name: is empty; write the text or delete the line",
            ":9: locations Main place address suite: is empty; write the text or delete the line",
        ],
    ),
    "address": (
        ("      city: Port Ellery\n", ""),
        [":7: locations main address city: is missing; write city: and its text"],
    ),
    "a state, in the country's addresses": (
        ("      state: CA\n", ""),
        [":7: locations main address state: is missing; write state: and its text"],
    ),
    "hours": (
        ("topics:", "    hours:\n      monday: 8 to 5\n      tuesday: 1 pm - 11 am\n      wednsday: closed\ntopics:"),
        [
            ":13: locations main hours monday: '8 to 5' are no hours; "
            "write them as in 8:30-17:00, or with am and pm, or closed",
            ":14: locations main hours tuesday: '1 pm - 11 am' ends before it begins; "
            "write the earlier time first, as in 8:30-17:00, or with am and pm",
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
        [
            ":13: locations main parking english: 'english' is no code of a language; "
            "write its code, as in es for Spanish"
        ],
    ),
    "days of a week": (
        ("topics:", "    hours:\n      tuesday - thursday: 9:00-17:00\ntopics:"),
        [
            ":13: locations main hours tuesday - thursday: no such field; "
            "write one of monday, tuesday, wednesday, thursday, friday, saturday, sunday"
        ],
    ),
    "a name in languages, and in none": (
        ("topics:", "    name:\n      en: Rose\n      Español: Rosa\n  two:\n    name:\n      - Rose\ntopics:"),
        [
            ":14: locations main name Español: 'Español' is no code of a language; "
            "write its code, as in es for Spanish",
            ":16: locations two name: is not one text; write one text, in quotes if it holds [ or { or a colon",
            ":15: locations two address: is missing; write address: and its text",
        ],
    ),
    "a text in languages": (
        ("    about: About care.", "    about:\n      en: About care."),
        [
            ":15: topics care about: is one text for all languages; "
            'write it without en:, or in quotes if that belongs to it: "en: About care."'
        ],
    ),
    "closures of one day": (
        (
            "topics:",
            "    closures:\n      - first: 2026-12-24\n        last: 2026-12-26\n      - first: 2026-12-25\ntopics:",
        ),
        [f":15: locations main closures 2 first: 2026-12-25 is among the days of number 1 of the list; {LATER}"],
    ),
    "a closure given twice": (
        ("topics:", "    closures:\n      - first: 2026-12-25\n      - first: 2026-12-25\ntopics:"),
        [f":14: locations main closures 2 first: 2026-12-25 is among the days of number 1 of the list; {LATER}"],
    ),
    "the same announcement twice": (
        (
            "topics:",
            "announcements:\n"
            "  - text:\n      en: Closed.\n    first: 2026-12-24\n    last: 2026-12-26\n"
            "  - text:\n      en: Open.\n    first: 2026-12-24\n    last: 2026-12-26\n"
            "  - text:\n      en: Closed.\n    first: 2026-12-26\n    last: 2026-12-28\ntopics:",
        ),
        [f":23: announcements 3 first: 2026-12-26 is among the days of number 1 of the list; {LATER}"],
    ),
    "an announcement that is long, and lasting": (
        (
            "topics:",
            f"announcements:\n  - text:\n      en: {'Smoke. ' * 30}\n      es: Llame al **911**, [aquí](/contact/).\n"
            "    first: 2026-11-30\n    last: 2029-12-02\ntopics:",
        ),
        [
            ":14: announcements 1 text en: has 209 characters, and 200 have room above a page; "
            "say it in fewer, and the rest on a page",
            ":15: announcements 1 text es: '**911**' would be shown as it stands; "
            "delete the marks: this text is plain words",
            ":17: announcements 1 last: is too late: an announcement lasts 100 days at most; "
            "write 2027-03-09 or an earlier day; what is longer true belongs on a page",
        ],
    ),
    "lists without items, and with one twice": (
        ("topics:", "    closures: []\nsellers:\n  - maker.example\n  - Maker.example\naccreditations: []\ntopics:"),
        [
            ":12: locations main closures: is an empty list; "
            "write its items, each on a line of its own, or delete the line",
            ":15: sellers 2: is the same as number 1 of the list; keep one of the two",
            ":16: accreditations: is an empty list; write its items, each on a line of its own, or delete the line",
        ],
    ),
    "values that are empty": (
        ("topics:", "    hours:\n      monday:\n    transit:\n  two:\n    address:\n      street:\ntopics:"),
        [
            ":13: locations main hours monday: is empty; write the text or delete the line",
            ":14: locations main transit: is empty; write the text or delete the line",
            ":17: locations two address street: is empty; write street: and its text",
            ":16: locations two address city: is missing; write city: and its text",
            ":16: locations two address state: is missing; write state: and its text",
            ":16: locations two address postal_code: is missing; write postal_code: and its text",
        ],
    ),
    "a state that there is not": (
        ("state: CA", "state: ZZ"),
        [":10: locations main address state: 'ZZ' is no state of the United States; write one as in CA"],
    ),
    "a state, written out": (
        ("state: CA", "state: california"),
        [":10: locations main address state: 'california' is not how addresses name a state; write CA"],
    ),
    "no number for emergencies": (
        ("telephone: 707-555-0100", "country: JP\ntelephone: 03-1234-5678\nemergency:"),
        [':6: emergency: the number to call in an emergency in JP is not known here; write it, as in emergency: "112"'],
    ),
    "a number for emergencies elsewhere": (
        ("telephone:", "emergency: 999\ntelephone:"),
        [
            ":4: emergency: '999' is no number to call in an emergency in US; write that of the country of the clinic",
        ],
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
        [f":13: topics Care & more: 'Care & more' {ID_UNFIT}"],
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
            ":13: locations main position latitude: '38°' is not a number of degrees up to 90; " + DEGREES_HINT,
            ":14: locations main position longitude: '212.5' is not a number of degrees up to 180; " + DEGREES_HINT,
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
