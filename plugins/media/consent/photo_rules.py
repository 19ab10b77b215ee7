"""Rules on photographs: why one may not be shown where a text shows it, on a day.

A program cannot see whether there is a person on a picture, so each needs a record that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeGuard

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
MAX_NAME = 60  # characters of a name as written that a message repeats


def lint_photos(
    meta: DocumentMeta,
    records: Records,
    originals: Mapping[str, Path],
    metadata_of: Callable[[str], Sequence[str]],
    day: date,
) -> Iterator[Diagnostic]:
    """Find what is wrong with each photograph of a document on the day on which it is seen, `day` or later.

    `metadata_of` gives the metadata that the file of a name in `originals` has. The words of a diagnostic are the
    picture's name as written.
    """
    day = max(day, meta.date)
    in_text = [(use, _lint_in_text) for use in meta.images]
    in_header = [(use, _lint_in_header) for use in list_header_image(meta)]
    for use, lint_place in in_text + in_header:
        name = parse_picture_path(use.target)
        if not (PHOTOGRAPH.fullmatch(name) and _is_plain_file(name, originals)):
            continue
        if error := _diagnose_missing_record(name, records):
            found = [error]
        else:
            person = records.people.get(name)  # None: nobody is on it
            found = [*_lint_use(use, name, person)]
            if _is_protected(person):
                found += lint_place(use, person, meta.lang)
            elif not person and meta.person and use.target == meta.image:
                found.append(diagnose("portrait-of-thing"))
            found += _lint_file(name, person, metadata_of, day)
        for one in found:
            yield replace(one, line=use.line, column=1, words=use.target[:MAX_NAME])


def _diagnose_missing_record(name: str, records: Records) -> Diagnostic | None:
    """Find out whether a photograph has no finished record."""
    if line := records.unfinished.get(name):
        return diagnose("record-unfinished", record_line=line)
    return None if name in records.lines else diagnose("photo-without-record", name=name)


def _lint_use(use: PictureUse, name: str, person: Photo | None) -> Iterator[Diagnostic]:
    """Find a comparison that the record does not allow, and a name that tells who is on the photograph."""
    if use.compares and not (person and person.before_after):
        yield diagnose("photo-compares")
    if _is_protected(person) and not OPAQUE.fullmatch(name):
        yield diagnose("photo-name-identifies", name=name, kind=person.kind)
    elif not _is_protected(person) and TELLING.search(name.rpartition(".")[0]):
        yield diagnose("picture-name-telling")


def _is_protected(person: Photo | None) -> TypeGuard[Photo]:
    """Check that a patient or a model is on a photograph, and not nobody or one of the staff."""
    return person is not None and person.kind != "staff"


def _lint_file(
    name: str, person: Photo | None, metadata_of: Callable[[str], Sequence[str]], day: date
) -> Iterator[Diagnostic]:
    """Find metadata in the file of a photograph, and a consent that has ended by `day` or ends soon after."""
    if person and person.expires and person.expires <= day:
        yield diagnose("consent-ended", kind=person.kind, day=person.expires)
    if metadata := metadata_of(name):
        rule, kind = ("photo-metadata", person.kind) if person else ("picture-metadata", "thing")
        yield diagnose(rule, metadata=", ".join(metadata), name=name, kind=kind)
    if person and person.expires and day < person.expires <= day + SOON:
        yield diagnose("consent-ends-soon", kind=person.kind, day=person.expires)


def _is_plain_file(name: str, originals: Mapping[str, Path]) -> bool:
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
        if person.revoked and _is_plain_file(name, originals):
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
    digests_by_name = {name: (picture.original, picture.points) for name, picture in pictures.items()}
    consenting = {name for name, person in records.people.items() if not person.revoked}
    with_record = consenting | records.unfinished.keys()
    recorded_digests = {digest for name in pictures.keys() & with_record for digest in digests_by_name[name]}
    denied = dict(past.denied)  # the last day on which it was taken back, by digest
    for name, digests in find_unrecorded_photos(past, with_record):
        is_revoked = name in records.people
        if is_revoked or recorded_digests.isdisjoint(digests):  # not the same photograph under another name
            denied |= dict.fromkeys(digests, past.head.day)
    for name, (original, points) in digests_by_name.items():
        day = find_denied_day(filter(None, (original, points)), denied, kept)
        if not day:
            continue
        is_revoked = name in records.people and bool(records.people[name].revoked)
        yield diagnose(
            "consent-revoked" if is_revoked else "consent-removed",
            f"{content}/images/{name}",
            file=f"{content}/{FILE}",
            digest=original,
            day=max(day, find_clinic_day().isoformat()),
        )


def find_unused_records(content: str, records: Records, originals: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """Find records of pictures that are not there, but for those that were revoked."""
    for name in records.lines.keys() - originals.keys():
        if name not in records.people or not records.people[name].revoked:
            yield diagnose("record-unused", f"{content}/{FILE}", records.lines[name], name)
