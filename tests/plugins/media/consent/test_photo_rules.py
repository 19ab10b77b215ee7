"""Records of photographs, and what is refused because of them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.documents.document import make_document
from plugins.media.consent.caption import Caption, make_caption
from plugins.media.consent.history import find_people
from plugins.media.consent.photo_rules import OPAQUE, TELLING, lint_photos
from plugins.media.consent.records import Photo, Records, load_records
from plugins.schema.interface_words import load_words as words
from plugins.schema.yaml_reader import parse_yaml
from tests import small
from tests.project import ROOT
from tests.small import PATIENT, article, put, record, strip_rule_ids

NAME = "p-1a2b3c4d.jpg"
WORDS = words(ROOT / "theme")
Kinds = Mapping[str, Mapping[str, str | None]]
MISTAKES: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "kind": ({"kind": "person"}, ["kind: 'person' is not one of the choices; write thing, staff, model or patient"]),
    "field": (
        {"consent": None, "consnet": "c-0148"},
        ["consnet: no such field; did you mean consent?"],
    ),
    "needed": (
        {name: None for name in PATIENT if name not in ("kind", "before_after")},
        [
            f"{name}: is missing; write {name}: and its text"
            for name in ("consent", "signed", "expires", "procedures", "identifiable", "altered")
        ],
    ),
    "name": (
        {"consent": "Jane Doe"},
        [
            "consent: is not the plain number of a form, and may tell who it is; "
            "write its number: a letter, a hyphen and three to five digits, as in c-0148"
        ],
    ),
    "altered": (
        {"altered": "yes"},
        [
            "altered: misleads unless it is no: only a cut or a mask may have changed the picture; "
            "take another picture",
        ],
    ),
    "identifiable": (
        {"identifiable": "yes"},
        [
            "identifiable: leaves open whether the patient agreed to be known by the picture; "
            "write no, or agreed where the signed form says so"
        ],
    ),
    "pair": (
        {"before_after": "\n    weeks: many\n    same_light: no\n    same_pose: no\n    typical: no"},
        [
            "before_after weeks: 'many' is not a number of weeks; write a whole number of them, 1 or more",
            "before_after same_light: misleads unless it is yes: two views must be comparable; take another picture",
            "before_after same_pose: misleads unless it is yes: two views must be comparable; take another picture",
            "before_after typical: misleads unless it is yes: a reader takes the result for what is usual; "
            "take another picture",
        ],
    ),
    "model": (
        {"kind": "model", "procedures": None, "identifiable": None, "altered": None},
        ["before_after: does not belong to a picture of kind model; delete the line, or mend the kind"],
    ),
    "days": (
        {"expires": "2026-01-05"},
        ["expires: is not after 2026-01-05, when it was signed; write the later day"],
    ),
}


def records(folder: Path, text: str) -> tuple[Records | None, list[str]]:
    put(folder, {"content/photos.yaml": text})
    read, problems = load_records(folder / "content")
    return read, [strip_rule_ids(str(problem)) for problem in problems]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_record_is_checked_like_a_header(name: str, tmp_path: Path) -> None:
    fields, told = MISTAKES[name]
    read, problems = records(tmp_path, record(NAME, {**PATIENT, **fields}))
    assert read is None
    assert [line.partition(f": {NAME} ")[2] for line in problems] == told


def test_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    text = record("room.jpg", {"kind": "thing"}) + record(NAME, {**PATIENT, "altered": "yes"})
    _, problems = records(tmp_path, text)
    assert [line.split(":")[1] for line in problems] == ["12"]


def test_what_may_be_a_name_is_not_repeated(tmp_path: Path) -> None:
    _, problems = records(tmp_path, record(NAME, {**PATIENT, "consent": "jane-doe-1980"}))
    assert len(problems) == 1 and "doe" not in problems[0]


@pytest.mark.parametrize(
    "text", ["jane-doe", "JD-1980-02-03", "1980-02-03", "03021980", "c-030280", "jd-0148", "Doe, J."]
)
def test_a_consent_is_named_by_no_person_and_no_day(text: str, tmp_path: Path) -> None:
    assert records(tmp_path, record(NAME, {**PATIENT, "consent": f'"{text}"'}))[0] is None


def test_a_record_with_a_mark_is_not_finished_and_hides_no_mistake_of_another(tmp_path: Path) -> None:
    begun = record(NAME, {"kind": "patient", "consent": "✎ the number", "before_after": "\n    weeks: ✎ how many"})
    read, problems = records(tmp_path, record("room.jpg", {"kind": "thing"}) + begun)
    assert problems == []
    assert read == Records({"room.jpg": 1, NAME: 3}, {NAME: 5}, {})
    _, problems = records(tmp_path, begun + record("room.jpg", {"kind": "none"}))
    assert [line.split(": ")[1] for line in problems] == ["room.jpg kind"]


def test_a_project_without_records_has_none(tmp_path: Path) -> None:
    assert load_records(tmp_path) == (Records(), [])
    assert records(tmp_path, "# Nothing yet.\n") == (Records(), [])


def test_a_whole_clinics_records_are_read(tmp_path: Path) -> None:
    many = "".join(record(f"p-{number:07x}a.jpg", PATIENT) for number in range(1000))
    read, problems = records(tmp_path, many)
    assert problems == []
    assert read and len(read.people) == 1000


# Names

TELL = [
    *("IMG_20240304", "img-0001", "DSC01234", "DSCN0001", "PXL_20240304_101112", "P1010001", "20240304_101112"),
    *("2024-03-04", "face-1980-02-03", "face_03021980", "20-12-1999", "dob", "room-dob-x", "mrn-12", "sub/IMG_0001"),
    *("jane-doe-before", "jane-doe-after", "nose-after-2", "cara-antes", "cara-despues"),
]
FINE = [
    *("halo-handpiece", "skin-layers", "1064-nm-laser", "room-2", "aftercare-kit", "imagine", "before-you-come"),
    *("patient-chair", "halo-2940-nm", "photo", "dobutamine", "sub/room"),
]


@pytest.mark.parametrize(("names", "telling"), [(TELL, True), (FINE, False)])
def test_a_name_that_tells_a_day_or_a_camera_is_known(names: list[str], telling: bool) -> None:
    assert [name for name in names if bool(TELLING.search(name)) != telling] == []


@given(st.dates(date(1920, 1, 1), date(2030, 1, 1)), st.sampled_from(["%Y%m%d", "%d%m%Y", "%m%d%Y"]))
def test_no_day_of_birth_is_an_opaque_name(day: date, form: str) -> None:
    assert not OPAQUE.fullmatch(f"p-{day.strftime(form)}.jpg")


# What is refused where a text shows it

IMAGES = Path("images")
ORIGINALS = {
    name: Path(__file__)
    for name in (NAME, "p-5c9e12ab.jpg", "p-doe.jpg", "p-921b349d.jpg", "room.png", "IMG_0001.png", "drawing.svg")
}
DAY = date(2026, 6, 1)


def told(
    text: str,
    kinds: Kinds,
    day: date = DAY,
    hidden: tuple[str, ...] = (),
    path: str = "articles/one.md",
    may_compare: bool = True,
) -> list[str]:
    """The rule and what is wrong, of each photograph of a text, an article by default."""
    document, faults = make_document(path, text.encode(), {})
    assert document, faults
    photos = {name: Photo.model_validate(_plain(fields)) for name, fields in kinds.items()}
    people = {name: photo for name, photo in photos.items() if photo.kind != "thing"}
    known = Records(dict.fromkeys(kinds, 1), {}, people)
    found_ = lint_photos(document.meta, known, ORIGINALS, lambda _: hidden, day, may_compare)
    return [f"{one.severity} {one.rule} {one.line}: {one.words} {one.message}" for one in found_]


def _plain(fields: Mapping[str, str | None]) -> dict[str, object]:
    pair = {"weeks": "12", "same_light": "yes", "same_pose": "yes", "typical": "yes"}
    inner = {"procedures": {"en": "One peel", "es": "Un peeling"}, "before_after": pair}
    return {name: inner.get(name, value) for name, value in fields.items() if value is not None}


PERSON, SINGLE = {NAME: {**PATIENT}}, {NAME: {**PATIENT, "before_after": None}}
MODEL, STAFF = {NAME: {"kind": "model", "consent": "c-0150"}}, {"room.png": {"kind": "staff", "consent": "c-0151"}}
THING = {"room.png": {"kind": "thing"}}
SHOWN = f"![A cheek]({NAME})"
HEADER = {"image": NAME, "image_alt": "A cheek"}


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        (STAFF, []),
        (
            THING,
            ["error portrait-of-thing 8: room.png is somebody's portrait, and its record says that nobody is on it"],
        ),
        ({}, ["error photo-without-record 8: room.png has no record in content/photos.yaml"]),
        (
            {"room.png": {"kind": "model", "consent": "c-0150"}},
            ["error photo-name-identifies", "error photo-in-header"],
        ),
    ],
)
def test_a_portrait_shows_one_of_the_staff(kinds: Kinds, why: list[str]) -> None:
    found = told(small.person(portrait="room.png"), kinds, path="people/ann-doe.md")
    assert len(found) == len(why)
    assert all(one.startswith(start) for one, start in zip(found, why, strict=True)), found


@pytest.mark.parametrize(
    ("text", "kinds", "why"),
    [
        (article("![A room](room.png)"), THING, []),
        (article("![A nurse](room.png), who is here."), STAFF, []),
        (article(image="room.png", image_alt="A nurse"), STAFF, []),
        (article(SHOWN), PERSON, []),
        (article(SHOWN), MODEL, []),
        (article("![A line](drawing.svg)"), {}, []),
        (article("![Before](drawing.svg)"), {}, []),
        (article("![None](none.jpg)"), {}, []),  # of which plugins.media.images tells
        (
            article("![A room](room.png)"),
            {},
            ["photo-without-record 10: room.png has no record in content/photos.yaml"],
        ),
        (
            article(image="room.png", image_alt="A room"),
            {},
            ["photo-without-record 8: room.png has no record in content/photos.yaml"],
        ),
        (article("![One](p-921b349d.jpg)"), {"p-921b349d.jpg": {"kind": "thing"}}, []),  # as `make photo` may call it
        (
            article("![One](IMG_0001.png)"),
            {"IMG_0001.png": {"kind": "thing"}},
            ["picture-name-telling 10: IMG_0001.png has a name that tells a day, a camera or a case"],
        ),
        (
            article("![A](p-doe.jpg)"),
            {"p-doe.jpg": {**PATIENT}},
            ["photo-name-identifies 10: p-doe.jpg has a name that may tell who is on it"],
        ),
        (
            article("![Before and after](room.png)"),
            THING,
            ["photo-compares 10: room.png has words of before and after, and a record that says nothing of it"],
        ),
        (article(f"![Before and after]({NAME})"), PERSON, []),
        (
            article(f"![Before and after]({NAME})"),
            SINGLE,
            [f"photo-compares 10: {NAME} has words of before and after, and a record that says nothing of it"],
        ),
        (
            article(f"Look: {SHOWN}"),
            MODEL,
            [
                f"photo-in-text 10: {NAME} shows a model in the middle of a text, "
                "with no place for what must stand below"
            ],
        ),
        (
            article(**HEADER),
            PERSON,
            [f"photo-in-header 8: {NAME} shows a patient, and shared links have no place for what must stand below"],
        ),
        (
            article(SHOWN, lang="fr"),
            PERSON,
            [
                f"record-language 11: {NAME} has a record that does not say in the language of this text (fr) "
                "what was done"
            ],
        ),
    ],
)
def test_a_photograph_is_shown_only_as_its_record_allows(text: str, kinds: Kinds, why: list[str]) -> None:
    assert told(text, kinds) == [f"error {one}" for one in why]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-01-05", []),
        ("2026-12-05", []),
        ("2026-12-06", ["note consent-ends-soon 10: {} shows a patient whose consent ends on 2027-01-05"]),
        ("2027-01-04", ["note consent-ends-soon 10: {} shows a patient whose consent ends on 2027-01-05"]),
        ("2027-01-05", ["error consent-ended 10: {} shows a patient whose consent ended on 2027-01-05"]),
    ],
)
def test_a_consent_counts_from_its_day_to_its_day(day: str, why: list[str]) -> None:
    assert told(article(SHOWN, date="2026-01-01"), PERSON, date.fromisoformat(day)) == [one.format(NAME) for one in why]


def test_an_article_that_is_to_come_is_judged_by_the_day_on_which_it_comes() -> None:
    assert told(article(SHOWN, date="2027-01-04"), PERSON)[0].startswith("note")
    assert told(article(SHOWN, date="2027-01-05"), PERSON)[0].startswith("error")


@pytest.mark.parametrize(("kinds", "name"), [(PERSON, NAME), (MODEL, NAME), (STAFF, "room.png"), (THING, "room.png")])
def test_a_picture_of_a_person_must_hold_nothing_else_and_one_of_a_thing_had_better_not(
    kinds: Kinds, name: str
) -> None:
    severity, whom = ("warning", "more than it shows") if kinds is THING else ("error", "who is on it")
    rule = "picture-metadata" if kinds is THING else "photo-metadata"
    why = f"holds EXIF data, a comment, which may tell {whom} and stays in git"
    found = told(article(f"![One]({name})"), kinds, hidden=("EXIF data", "a comment"))
    assert found == [f"{severity} {rule} 10: {name} {why}"]


# Before and after

SECOND = "p-5c9e12ab.jpg"
PAIR = f"![A cheek]({NAME})\n![The same cheek]({SECOND})"


def test_a_comparison_is_shown_only_by_a_clinic_that_says_so() -> None:
    for body, records in ((f"![A cheek]({NAME})", PERSON), (PAIR, {**PERSON, SECOND: {**PATIENT}})):
        assert told(article(body), records) == []
        rules = [line.split()[1] for line in told(article(body), records, may_compare=False)]
        assert rules == ["before-after-unwanted"] * len(records)
    assert told(article(f"![A cheek]({NAME})"), SINGLE, may_compare=False) == []


@pytest.mark.parametrize(
    "second",
    [
        {**PATIENT, "consent": "c-0999"},
        {**PATIENT, "before_after": None},
        {"kind": "model", "consent": "c-0148"},
        {"kind": "thing"},
    ],
    ids=["another patient", "no comparison", "a model", "a thing"],
)
def test_two_pictures_are_a_pair_only_where_their_records_are_alike(second: dict[str, str | None]) -> None:
    found = told(article(PAIR), {**PERSON, SECOND: second})
    assert "error pair-unlike 11" in "\n".join(found)


# Captions


@pytest.mark.parametrize(
    ("kinds", "lang", "said"),
    [
        (
            PERSON,
            "en",
            Caption(
                "Our patient, shown with written permission.",
                "Procedure: One peel. Weeks between the two views, in the same light and the same pose: 12. "
                "Not retouched. Your result may be different.",
                "12 weeks after",
            ),
        ),
        (
            SINGLE,
            "es",
            Caption(
                "Paciente de la clínica; se muestra con su permiso por escrito.",
                "Procedimiento: Un peeling. Sin retoques. Su resultado puede ser diferente.",
            ),
        ),
        (PERSON, "fr", None),
        (MODEL, "en", Caption("Model, not a patient.")),
        (STAFF, "en", None),
    ],
)
def test_a_caption_says_what_the_record_does(kinds: Kinds, lang: str, said: Caption | None) -> None:
    (fields,) = kinds.values()
    assert make_caption(Photo.model_validate(_plain(fields)), lang, WORDS.get(lang, WORDS["en"])) == said


# For the history of the sources

STYLES = [
    ("p-1.jpg:\n  kind: patient\n", {"p-1.jpg"}, set()),
    ("p-1.jpg: {kind: patient, consent: c-0148}\n", {"p-1.jpg"}, set()),
    ("p-1.jpg: {\n  'kind' : \"model\",\n}\n", {"p-1.jpg"}, set()),
    (
        "'sub/p 1.jpg' :\n\n  # nobody yet\n  consent: ✎\n  kind: 'staff'  # kind: thing\nb.jpg:\n",
        {"sub/p 1.jpg", "b.jpg"},
        set(),
    ),
    ("p-1.jpg:\r\n  kind: patient\r\n  revoked: 2026-01-01\r\n", set(), {"p-1.jpg"}),
    ("p-1.jpg: {kind: patient, revoked: 2026-01-01}\n", set(), {"p-1.jpg"}),
    ("p-1.jpg:\n  kind: patient\n  revoked:\n  #revoked: 2026-01-01\n", {"p-1.jpg"}, set()),
    ("a.jpg:\n  kind: thing  # kind: patient\nb.jpg:\n  kind: thing\n", set(), set()),
    ("<<<<<<< HEAD\np-1.jpg:\n\tkind: patient\n=======\n>>>>>>> work\n", {"p-1.jpg"}, set()),
    ("p-1.jpg:\n  kind: patient\n  consent: [\n", {"p-1.jpg"}, set()),
    ("\ufeffp-1.jpg:\n  kind: patient", {"p-1.jpg"}, set()),
    ("p-1.jpg:\n  kind: Patient\n  revoked: 2026-01-01\n", set(), {"p-1.jpg"}),
    ('p-1.jpg: {"kind":"patient","revoked":"2026-01-01"}\n', set(), {"p-1.jpg"}),
    ("p-1.jpg:\n  kind: >-\n    patient\n", {"p-1.jpg"}, set()),
    ("p-1.jpg:\n  kind: |-\n    Patient\n", {"p-1.jpg"}, set()),
    ("{p-1.jpg: {kind: patient}, b.jpg: {kind: thing}}\n", {"p-1.jpg"}, set()),
    ('{\n  "p-1.jpg": {"kind": "patient", "revoked": "2026-01-01"}\n}\n', set(), {"p-1.jpg"}),
    ("  p-1.jpg:\n    kind: patient\n  b.jpg:\n    kind: thing\n", {"p-1.jpg"}, set()),
    ('"p-1.jpg":\n  "kind": "patient"\n', {"p-1.jpg"}, set()),
    ("p-1.jpg:\n  kind: person\nb.jpg: patient\nc.jpg:\n  consent: c-1\n", {"p-1.jpg", "b.jpg", "c.jpg"}, set()),
    ("p-1.jpg:\n  kind: ✎ thing, staff, model or patient\n", set(), set()),
    ("", set(), set()),
]


@pytest.mark.parametrize(("text", "people", "revoked"), STYLES)
def test_people_are_found_in_records_however_they_are_written(text: str, people: set[str], revoked: set[str]) -> None:
    """What is no name of a picture may be found as well: a broken file leaves fields that belong to no record."""
    for data in (text.encode(), text.encode() + b"\n# \xff\n"):
        assert [{name for name in names if "." in name} for names in find_people(data)] == [people, revoked]


KIND = st.sampled_from(["thing", "staff", "model", "patient"])


FORMS: list[Callable[[str, dict[str, str]], str]] = [
    lambda name, fields: record(name, fields),
    lambda name, fields: f"{name}: {json.dumps(fields)}\n",
    lambda name, fields: f"{name}: {json.dumps(fields, separators=(',', ':'))}\n",
    lambda name, fields: f"{name}:\n" + "".join(f"  {key}: >-\n    {text}\n" for key, text in fields.items()),
    lambda name, fields: f"{name}:\n" + "".join(f"  {key}: |-\n    {text}\n" for key, text in fields.items()),
    lambda name, fields: f"{name}:\n" + "".join(f"  '{key}':\n    {text}\n" for key, text in fields.items()),
    lambda name, fields: f"{name}:\n" + "".join(f"      \"{key}\"  :   '{text}' # a\n" for key, text in fields.items()),
]
WHOLE: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: f"---\n{text}",
    lambda text: textwrap.indent(text, "  "),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: json.dumps(parse_yaml(text).values) if text else text,
]
CASES: list[Callable[[str], str]] = [str.lower, str.upper, str.title]


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,9}\.(jpg|png)", fullmatch=True),
        st.tuples(KIND, st.booleans(), st.sampled_from(CASES), st.sampled_from(FORMS)),
    ),
    st.sampled_from(WHOLE),
)
def test_people_are_found_as_in_the_records_that_the_build_loads(
    said: dict[str, tuple[str, bool, Callable[[str], str], Callable[[str, dict[str, str]], str]]],
    style: Callable[[str], str],
) -> None:
    person = {"consent": "c-0150"}
    fields = {(kind, back): {} if kind == "thing" else person for kind, back, *_ in said.values()}
    fields |= {(kind, True): one | {"revoked": "2026-01-01"} for (kind, back), one in fields.items() if back and one}
    text = style(
        "".join(
            write(name, {"kind": case(kind)} | fields[kind, back]) for name, (kind, back, case, write) in said.items()
        )
    )
    with TemporaryDirectory() as folder:
        put(Path(folder), {"photos.yaml": text or "# None\n"})
        read, _ = load_records(Path(folder))
    if read:
        revoked = {name for name, person in read.people.items() if person.revoked}
        assert find_people(text.encode()) == (read.people.keys() - revoked, revoked)


@given(
    st.dictionaries(st.from_regex(r"[a-z][a-z0-9-]{0,9}\.(jpg|png)", fullmatch=True), st.tuples(KIND, st.booleans()))
)
def test_people_are_found_as_in_records_that_are_read_whole(said: dict[str, tuple[str, bool]]) -> None:
    fields = {"patient": PATIENT, "model": {"consent": "c-0150"}, "staff": {"consent": "c-0151"}, "thing": {}}
    text = "".join(
        record(name, {**fields[kind], "kind": kind, **({"revoked": "2026-01-01"} if back and kind != "thing" else {})})
        for name, (kind, back) in said.items()
    )
    with TemporaryDirectory() as folder:
        read, _ = records(Path(folder), text or "# None\n")
    assert read
    revoked = {name for name, person in read.people.items() if person.revoked}
    assert find_people(text.encode()) == (read.people.keys() - revoked, revoked)
