"""Rules on photographs: why one may not be shown where a text shows it, on a day.

A program cannot see whether there is a person on a picture, so each needs a record that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
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
    r"(^|/)((img|dsc[nf]?|pxl|mvi)[-_ ]?\d|p[-_ ]?\d{3}|\d{6})"
    r"|(?<!\d)(19|20)\d\d[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(0[1-9]|[12]\d|3[01])[-_. ]?(0[1-9]|[12]\d|3[01])[-_. ]?(19|20)\d\d(?!\d)"
    r"|(?<![a-z])(dob|mrn)(?![a-z])"
    r"|(?<![a-z])(before|after|antes|despues)([-_]?\d+)?$",
    re.IGNORECASE,
)
SOON = timedelta(days=30)
MAX_NAME = 60  # characters of a name as written that a message repeats

# Reads the metadata in the file of a picture, by the picture's name.
ReadMetadata = Callable[[str], Sequence[str]]
# Finds what is wrong with a person's photograph in one of the places where a document can show it.
LintPlace = Callable[[PictureUse, Photo], Iterator[Diagnostic]]


def lint_photos(
    meta: DocumentMeta,
    records: Records,
    originals: Mapping[str, Path],
    read_metadata: ReadMetadata,
    day: date,
    may_compare: bool,
) -> Iterator[Diagnostic]:
    """Find what is wrong with each photograph that a document shows, on the day on which it is seen.

    That is `day`, or later where the document is of a later one. `may_compare` says whether the clinic shows before and
    after. The `words` of each diagnostic are the name of the picture as written.
    """
    day_seen = max(day, meta.date)
    for use, rule in _find_wrong_comparisons(meta, records, may_compare):
        yield replace(diagnose(rule), line=use.line, column=1, words=use.target[:MAX_NAME])
    for use, lint_place in _list_uses_with_rules(meta):
        name = parse_picture_path(use.target)
        if PHOTOGRAPH.fullmatch(name) and _is_plain_file(name, originals):
            is_portrait = meta.person is not None and use.target == meta.image
            for found in _lint_photo(name, use, lint_place, records, read_metadata, day_seen, is_portrait):
                yield replace(found, line=use.line, column=1, words=use.target[:MAX_NAME])


def _find_wrong_comparisons(
    meta: DocumentMeta, records: Records, may_compare: bool
) -> Iterator[tuple[PictureUse, str]]:
    """Find the views of before and after that the clinic does not show, and pairs that are not of one comparison."""
    pair: list[Photo | None] = []
    for use in meta.images:
        person = records.people.get(parse_picture_path(use.target))
        if person and person.before_after and not may_compare:
            yield use, "before-after-unwanted"
        pair = [*pair, person] if use.paired else []
        if len(pair) == 2:
            if any(map(_is_protected, pair)) and not _is_comparison(*pair):
                yield use, "pair-unlike"
            pair = []


def _is_comparison(before: Photo | None, after: Photo | None) -> bool:
    """Check that two photographs are of one patient and one treatment, by what their records say."""
    if not before or not after or not before.before_after:
        return False
    said = [(one.consent, one.procedures, one.before_after) for one in (before, after)]
    return said[0] == said[1]


def _list_uses_with_rules(meta: DocumentMeta) -> list[tuple[PictureUse, LintPlace]]:
    """List the pictures of a document, each with the rule for its place: in the text or in the front matter."""
    lint_in_text = partial(_lint_in_text, lang=meta.lang)
    in_text = [(use, lint_in_text) for use in meta.images]
    in_header = [(use, _lint_in_header) for use in list_header_image(meta)]
    return [*in_text, *in_header]


def _lint_photo(
    name: str,
    use: PictureUse,
    lint_place: LintPlace,
    records: Records,
    read_metadata: ReadMetadata,
    day: date,
    is_portrait: bool,
) -> Iterator[Diagnostic]:
    """Find what is wrong with the photograph `name` where one document shows it, on a day."""
    if error := _diagnose_missing_record(name, records):
        yield error
        if _is_telling(name):
            yield diagnose("picture-name-telling")
        return
    person = records.people.get(name)  # None: nobody is on it
    yield from _lint_use(use, name, person)
    if _is_protected(person):
        yield from lint_place(use, person)
    elif not person and is_portrait:
        yield diagnose("portrait-of-thing")
    yield from _lint_file(name, person, read_metadata(name), day)


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
    elif not _is_protected(person) and _is_telling(name):
        yield diagnose("picture-name-telling")


def _is_telling(name: str) -> bool:
    """Check whether the name of a picture may tell who is on it, or when; what `make photo` calls it never does."""
    return not OPAQUE.fullmatch(name) and TELLING.search(name.rpartition(".")[0]) is not None


def _is_protected(person: Photo | None) -> TypeGuard[Photo]:
    """Check that a patient or a model is on a photograph, and not nobody or one of the staff."""
    return person is not None and person.kind != "staff"


def _lint_file(name: str, person: Photo | None, metadata: Sequence[str], day: date) -> Iterator[Diagnostic]:
    """Report metadata in the file of a photograph, and find a consent that has ended by `day` or ends soon after."""
    if person and person.expires and person.expires <= day:
        yield diagnose("consent-ended", kind=person.kind, day=person.expires)
    if metadata:
        rule, kind = ("photo-metadata", person.kind) if person else ("picture-metadata", "thing")
        yield diagnose(rule, metadata=", ".join(metadata), name=name, kind=kind)
    if person and person.expires and day < person.expires <= day + SOON:
        yield diagnose("consent-ends-soon", kind=person.kind, day=person.expires)


def _is_plain_file(name: str, originals: Mapping[str, Path]) -> bool:
    """Check that a picture is a plain file. Others are reported elsewhere."""
    return name in originals and not diagnose_file(originals[name])


def _lint_in_text(shown: PictureUse, person: Photo, lang: str) -> Iterator[Diagnostic]:
    """Find out whether the caption of a person's photograph lacks a place, or words in the language of the text."""
    if not (shown.alone or shown.paired):
        yield diagnose("photo-in-text", kind=person.kind)
    if person.procedures is not None and lang not in person.procedures:
        yield diagnose("record-language", lang=lang)


def _lint_in_header(shown: PictureUse, person: Photo) -> Iterator[Diagnostic]:
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
    denied_days = {**past.denied, **dict.fromkeys(_find_unrecorded_digests(pictures, records, past), past.head.day)}
    for name, picture in pictures.items():
        if denied_day := find_denied_day(picture.list_digests(), denied_days, kept):
            person = records.people.get(name)
            rule = "consent-revoked" if person and person.revoked else "consent-removed"
            day = max(denied_day, find_clinic_day().isoformat())
            file = f"{content}/{FILE}"
            yield diagnose(rule, f"{content}/images/{name}", file=file, digest=picture.original, day=day)


def _find_unrecorded_digests(pictures: Mapping[str, Picture], records: Records, past: History) -> Iterator[str]:
    """Find the digests of photographs of people at HEAD whose record was revoked or removed since.

    A photograph that has a record under another name was only renamed.
    """
    consenting = {name for name, person in records.people.items() if not person.revoked}
    with_record = consenting | records.unfinished.keys()
    recorded = {digest for name in pictures.keys() & with_record for digest in pictures[name].list_digests()}
    for name, digests in find_unrecorded_photos(past, with_record):
        is_revoked = name in records.people
        if is_revoked or recorded.isdisjoint(digests):
            yield from digests


def find_unused_records(content: str, records: Records, originals: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """Find records of pictures that are not there, but for those that were revoked."""
    for name in records.lines.keys() - originals.keys():
        if name not in records.people or not records.people[name].revoked:
            yield diagnose("record-unused", f"{content}/{FILE}", records.lines[name], name)
