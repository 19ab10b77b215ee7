"""Consent records: who is on each photograph, and what they agreed to (`content/photos.yaml`), typed and checked.

Nothing of it is published but what a caption says. A record with a mark ✎ is not finished, and is not read further.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import PLACEHOLDER
from plugins.schema.text_file import decode_text, diagnose_file
from plugins.schema.types import Day, FrozenModel, Text, lower_text, parse_model, refuse, require_mapping, require_text
from plugins.schema.yaml_reader import ParsedYaml, Place, parse_yaml

FILE = "photos.yaml"
LONGEST = 2_000_000  # characters: some thousand patients
CONSENT = ("consent", "signed", "expires", "revoked")
SHOWN = ("procedures", "identifiable", "altered", "before_after")
# What a record says by its kind, and what of it is needed.
SAYS = {"thing": (), "staff": CONSENT, "model": CONSENT, "patient": (*CONSENT, *SHOWN)}
NEEDED = {
    **{"thing": (), "staff": ("consent",), "model": ("consent",)},
    "patient": ("consent", "signed", "expires", "procedures", "identifiable", "altered"),
}


def _parse_consent(value: Any) -> Any:
    """Accept the number of a consent form. Other text is not repeated: it may be what nobody should read."""
    text = require_text(value)
    if re.fullmatch(r"[A-Za-z]-\d{3,5}", text, re.ASCII):
        return text
    refuse("consent-not-number")


def _parse_weeks(value: Any) -> Any:
    """Parse a whole number of weeks."""
    text = require_text(value)
    if re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        return int(text)
    refuse("weeks-unfit", text=text)


def _only(answers: str, rule: str) -> BeforeValidator:
    """Make a validator that accepts only the answers with which a picture may be shown."""

    def check(value: Any) -> Any:
        answer = lower_text(value)
        return answer if answer in answers.split() else refuse(rule)

    return BeforeValidator(check)


UNALTERED = _only("no", "photo-altered")
COMPARABLE = _only("yes", "photo-not-comparable")
TYPICAL = _only("yes", "photo-not-typical")
AGREED = _only("no agreed", "photo-identifiable")


def _make_field(says: str, example: str = "") -> Any:
    return Field(default=None, description=says, examples=[example] if example else None)


class BeforeAfter(FrozenModel):
    """What makes two views of one patient comparable, and the result one that others may have."""

    weeks: Annotated[int, BeforeValidator(_parse_weeks)]
    same_light: Annotated[Literal["yes"], COMPARABLE]
    same_pose: Annotated[Literal["yes"], COMPARABLE]
    typical: Annotated[Literal["yes"], TYPICAL]


class Photo(FrozenModel):
    """Who is on a photograph, and what they agreed to."""

    kind: Annotated[Literal["thing", "staff", "model", "patient"], BeforeValidator(lower_text)] = Field(
        description="Who is on it: `thing` (nobody: a device, a room, a screen), `staff`, `model` or `patient`.",
        examples=["patient"],
    )
    consent: Annotated[str, BeforeValidator(_parse_consent)] | None = _make_field(
        "The number of the signed form, for every person. No name, no date of birth, no chart number.", "c-0148"
    )
    signed: Day | None = _make_field("The day on which a patient signed it.", "2026-03-01")
    expires: Day | None = _make_field("The day from which it no longer counts.", "2028-03-01")
    revoked: Day | None = _make_field("The day on which the person took it back.", "2027-01-15")
    procedures: Annotated[dict[str, Text], BeforeValidator(require_mapping)] | None = _make_field(
        "What was done, in the languages of the texts that show it; the caption says it.", "en: one Halo laser session"
    )
    identifiable: Annotated[Literal["no", "agreed"], AGREED] | None = _make_field(
        "`no`, or `agreed` where the patient may be known by it and the form says that this is agreed to.", "no"
    )
    altered: Annotated[Literal["no"], UNALTERED] | None = _make_field(
        "`no`. Only a cut or a mask may have changed the picture.", "no"
    )
    before_after: Annotated[BeforeAfter, BeforeValidator(require_mapping)] | None = _make_field(
        "Where it shows before and after: the `weeks` between, `same_light`, `same_pose` and `typical`, each `yes`."
    )


class Photos(BaseModel):
    """The records of a file, by the path of the picture in content/images."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Annotated[Photo, BeforeValidator(require_mapping)]]


@dataclass(frozen=True, slots=True)
class Records:
    """The checked records of a file.

    `lines` say where each record begins, `unfinished` where the first mark of one stands, `people` who is on it,
    `fields` where each field of those stands.
    """

    lines: Mapping[str, int] = field(default_factory=dict)
    unfinished: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, Photo] = field(default_factory=dict)
    fields: Mapping[Place, int] = field(default_factory=dict)


def load_records(content: Path) -> tuple[Records | None, list[Diagnostic]]:
    """Load the records: empty where there is no such file, None where it has an error."""
    path, file = content / FILE, f"{content.name}/{FILE}"
    if not (path.exists() or path.is_symlink()):
        return Records(), []
    if error := diagnose_file(path):
        return None, [error.locate(file)]
    text, errors = decode_text(path.read_bytes())
    records = None
    if text:
        records, more = _parse_records(parse_yaml(text, longest=LONGEST))
        errors += more
    return (None if errors else records), [error.locate(file) for error in errors]


def _parse_records(reading: ParsedYaml) -> tuple[Records, list[Diagnostic]]:
    """Check the values of a file against the types and rules of records; return the records and the errors.

    Unfinished records are not checked: they are taken out of `reading.values`.
    """
    lines = {name: reading.lines[name,] for name in reading.values}
    unfinished = _take_out_unfinished(reading)
    photos, errors = parse_model(Photos, reading, {})
    photo_by_name: dict[str, Photo] = photos.__pydantic_extra__ if photos else {}
    for name, photo in photo_by_name.items():
        errors += _check_record(name, photo, reading)
    people = {name: photo for name, photo in photo_by_name.items() if photo.kind != "thing"}
    return Records(lines, unfinished, people, _find_field_lines(reading, people)), errors


def _take_out_unfinished(reading: ParsedYaml) -> dict[str, int]:
    """Take the records that still have a mark ✎ out of `reading.values`; return the line of each one's first mark."""
    unfinished: dict[str, int] = {}
    for place in _find_marked(reading.values, ()):
        unfinished.setdefault(place[0], reading.lines[place])
    for name in unfinished:
        del reading.values[name]
    return unfinished


def _find_field_lines(reading: ParsedYaml, names: Collection[str]) -> dict[Place, int]:
    """Find the line of each field of the records with these names, by its place: the record's name and the field's."""
    return {place: line for place, line in reading.lines.items() if len(place) == 2 and place[0] in names}


def _find_marked(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Find the places of texts that still have a mark which says what to write."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from _find_marked(one, (*place, name))
    if isinstance(value, str) and PLACEHOLDER in value:
        yield place


def _check_record(name: str, photo: Photo, reading: ParsedYaml) -> Iterator[Diagnostic]:
    """Find fields that are missing or do not belong to a record of its kind, and days in the wrong order."""
    given = photo.model_fields_set - {"kind"}
    for one in NEEDED[photo.kind]:
        if one not in given:
            yield diagnose("field-missing", "", reading.lines[name,], f"{name} {one}", field=one)
    for one in sorted(given - {*SAYS[photo.kind]}):
        yield diagnose("record-field-unfit", "", reading.lines[name, one], f"{name} {one}", kind=photo.kind)
    if photo.signed and photo.expires and photo.expires <= photo.signed:
        line = reading.lines[name, "expires"]
        yield diagnose("consent-expires-early", "", line, f"{name} expires", signed=photo.signed)


def load_cached_records(content: Path, cache: Cache) -> tuple[Records | None, list[Diagnostic]]:
    """Load the records as `load_records` does, from the cache while the file is the same."""
    path = content / FILE
    found = diagnose_file(path) or path.read_bytes()
    return cache.memoize(
        "photos", fingerprint.hash_values(found, fingerprint.hash_code()), lambda: load_records(content)
    )
