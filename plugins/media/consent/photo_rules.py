"""Rules on photographs: why one may not be shown where a text shows it, on a day.

A program cannot see whether there is a person on a picture, so each needs a record that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.conversion import PictureUse
from plugins.documents.document import DocumentMeta
from plugins.media.consent.history import History, find_unrecorded_photos
from plugins.media.consent.records import FILE, Photo, Records
from plugins.media.consent.withdrawn import find_clinic_day, find_denied_day
from plugins.media.images.picture import Picture
from plugins.media.images.picture_uses import list_header_image, parse_picture_path
from plugins.schema.text_file import diagnose_file
from plugins.schema.types import find_past_days
from plugins.schema.yaml_reader import format_field_path

PHOTOGRAPH = re.compile(r".*\.(jpe?g|png|webp)", re.IGNORECASE)
# What `make photo` calls a picture of a patient or a model; a day of birth has no letter in it, and a name no digit.
OPAQUE = re.compile(r"p-(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8}\.(jpg|png|webp)")
# What cameras and telephones call a picture; a day, in either order; what charts are filed by; one half of a pair.
TELLING = re.compile(
    r"(^|/)((img|dsc[nf]?|pxl|mvi)[-_]?\d|p[-_]?\d{3}|\d{6})"
    r"|(?<!\d)(19|20)\d\d[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(0[1-9]|[12]\d|3[01])[-_. ]?(0[1-9]|[12]\d|3[01])[-_. ]?(19|20)\d\d(?!\d)"
    r"|(?<![a-z])(dob|mrn)(?![a-z])"
    r"|(?<![a-z])(before|after|antes|despues)([-_]?\d+)?$",
    re.IGNORECASE,
)
SOON = timedelta(days=30)


def lint_photos(
    meta: DocumentMeta,
    records: Records,
    originals: Mapping[str, Path],
    hidden: Callable[[str], Sequence[str]],
    day: date,
) -> Iterator[Diagnostic]:
    """Find what is wrong with each photograph of a document on the day on which it is seen, `day` or later.

    `hidden` gives the metadata that the file of a name in `originals` has. The words of a diagnostic are the picture's
    name as written.
    """
    day = max(day, meta.date)
    in_text = [(one, _lint_in_text) for one in meta.images]
    in_header = [(one, _lint_in_header) for one in list_header_image(meta)]
    for shown, lint_place in in_text + in_header:
        name = parse_picture_path(shown.target)
        if PHOTOGRAPH.fullmatch(name) and _is_there(name, originals):
            for found in _lint_photo(name, shown, records, hidden, day, meta.lang, lint_place):
                yield replace(found, line=shown.line, column=1, words=shown.target[:60])


def _lint_photo(
    name: str,
    shown: PictureUse,
    records: Records,
    hidden: Callable[[str], Sequence[str]],
    day: date,
    lang: str,
    lint_place: Callable[[PictureUse, Photo, str], Iterator[Diagnostic]],
) -> Iterator[Diagnostic]:
    """Find what is wrong with one photograph. `lint_place` finds what is wrong with the place where it stands."""
    if line := records.unfinished.get(name):
        yield diagnose("record-unfinished", record_line=line)
        return
    if name not in records.lines:
        yield diagnose("photo-without-record", name=name)
        return
    person = records.people.get(name)
    if shown.compares and not (person and person.before_after):
        yield diagnose("photo-compares")
    if not person or person.kind == "staff":
        if TELLING.search(name.rpartition(".")[0]):
            yield diagnose("picture-name-telling")
    else:
        if not OPAQUE.fullmatch(name):
            yield diagnose("photo-name-identifies", name=name, kind=person.kind)
        yield from lint_place(shown, person, lang)
    if person and person.expires and person.expires <= day:
        yield diagnose("consent-ended", kind=person.kind, day=person.expires)
    if within := hidden(name):
        rule, kind = ("photo-metadata", person.kind) if person else ("picture-metadata", "thing")
        yield diagnose(rule, metadata=", ".join(within), name=name, kind=kind)
    if person and person.expires and day < person.expires <= day + SOON:
        yield diagnose("consent-ends-soon", kind=person.kind, day=person.expires)


def _is_there(name: str, originals: Mapping[str, Path]) -> bool:
    """Check that a picture is a plain file. Others are reported elsewhere."""
    return name in originals and not diagnose_file(originals[name])


def _lint_in_text(shown: PictureUse, person: Photo, lang: str) -> Iterator[Diagnostic]:
    """Find out whether the caption of a person's photograph lacks a place or words."""
    if not shown.alone:
        yield diagnose("photo-in-text", kind=person.kind)
    if person.procedures is not None and lang not in person.procedures:
        yield diagnose("record-language", lang=lang)


def _lint_in_header(shown: PictureUse, person: Photo, lang: str) -> Iterator[Diagnostic]:
    """Report a person's photograph in the front matter, which has no place for a caption."""
    yield diagnose("photo-in-header", kind=person.kind)


def find_revoked_files(content: str, records: Records, originals: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """Find pictures whose consent was revoked but whose file is still there, whether or not a text shows them."""
    for name, person in records.people.items():
        if person.revoked and _is_there(name, originals):
            file, line = f"{content}/{FILE}", records.lines[name]
            yield diagnose("photo-revoked", file, line, f"{name} revoked", day=person.revoked)


def find_future_record_days(content: str, records: Records, today: date) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Find each day after `today` that a record says something happened on: as errors, and as notes.

    A revoked consent counts as revoked on whatever day, so its day is only noted: an error would keep the picture live.
    """
    refused: list[Diagnostic] = []
    noted: list[Diagnostic] = []
    for name, person in records.people.items():
        for place, day in find_past_days(person):
            if day > today:
                file, line = f"{content}/{FILE}", records.fields[name, place[0]]
                found = diagnose("record-day-to-come", file, line, format_field_path((name, *place)), day=day)
                (noted if place == ("revoked",) else refused).append(found)
    return refused, noted


def find_denied_pictures(
    content: str, pictures: Mapping[str, Picture], records: Records, past: History, kept: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Find the pictures, of those that texts show, whose consent was taken back or whose record was removed.

    `kept` has for each digest the newest day of a line of `keep`.
    """
    known = {name: (picture.original, picture.points) for name, picture in pictures.items()}
    people = {name for name, person in records.people.items() if not person.revoked} | records.unfinished.keys()
    recorded = {digest for name in known.keys() & people for digest in known[name]}
    denied = dict(past.denied)
    for name, digests in find_unrecorded_photos(past, people):
        if name in records.people or recorded.isdisjoint(digests):  # revoked, or with no other record
            denied |= dict.fromkeys(digests, past.head.day)
    for name, digests in known.items():
        if day := find_denied_day(filter(None, digests), denied, kept):
            revoked = name in records.people and records.people[name].revoked
            values = {"file": f"{content}/{FILE}", "digest": digests[0], "day": max(day, find_clinic_day().isoformat())}
            yield diagnose("consent-revoked" if revoked else "consent-removed", f"{content}/images/{name}", **values)


def find_unused_records(content: str, records: Records, originals: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """Find records of pictures that are not there, but for those that were revoked."""
    for name in records.lines.keys() - originals.keys():
        if name not in records.people or not records.people[name].revoked:
            yield diagnose("record-unused", f"{content}/{FILE}", records.lines[name], name)
