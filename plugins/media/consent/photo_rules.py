"""Rules on photographs: why one may not be shown where a text shows it, on a day.

A program cannot see whether there is a person on a picture, so each needs a record that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from plugins.diagnostics.diagnostic import Problem
from plugins.documents.conversion import PictureUse
from plugins.documents.document import DocumentMeta
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.rules import Severity
from plugins.media.consent.history import History, find_unrecorded_photos
from plugins.media.consent.records import FILE, Photo, Records
from plugins.media.consent.withdrawn import find_clinic_day, find_denied_day
from plugins.media.images.picture import Fault, Picture
from plugins.media.images.picture_uses import list_header_image, parse_picture_path
from plugins.schema.text_file import find_file_fault
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
UNCOMPARED = (
    "has words of before and after, and a record that says nothing of it",
    "say in other words what it shows, or give its record kind: patient and before_after",
)
CAMERA_NAME = (
    "has a name that tells a day, a camera or a case",
    "name it after what it shows, as in halo-handpiece.jpg",
)
TAKEN_BACK = "is a person's whose consent was taken back, or whose record was removed"
UNKNOWN = (
    "what was taken back earlier is not known in a shallow clone",
    "git fetch --unshallow, so that no such photograph is shown again",
)
NO_HISTORY = (
    "what was taken back earlier is not known in a folder without git",
    "build in a clone, so that no such photograph is shown again",
)
SOON = timedelta(days=30)


def lint_photos(
    card: DocumentMeta,
    records: Records,
    originals: Mapping[str, Path],
    hidden: Callable[[str], Sequence[str]],
    day: date,
) -> Iterator[Finding]:
    """Find what is wrong with each photograph of a document on the day on which it is seen, `day` or later.

    `hidden` gives the metadata that the file of a name in `originals` has.
    """
    day = max(day, card.date)
    in_text, in_header = (
        [(one, _find_text_faults) for one in card.images],
        [(one, _find_header_faults) for one in list_header_image(card)],
    )
    for shown, faults_there in in_text + in_header:
        name = parse_picture_path(shown.target)
        if not PHOTOGRAPH.fullmatch(name) or not _is_there(name, originals):
            continue
        if fault := _find_record_fault(name, records):
            yield _make_finding("IM002", shown, fault)
            continue
        person = records.people.get(name)
        if shown.compares and not (person and person.before_after):
            yield _make_finding("CL017", shown, UNCOMPARED)
        if not person or person.kind == "staff":
            faults = [("IM001", CAMERA_NAME)] if TELLING.search(name.rpartition(".")[0]) else []
        else:
            faults = [*_find_name_faults(name, person), *faults_there(shown, person, card.lang)]
        faults += _find_consent_faults(person, day) if person else []
        for rule, fault in faults:
            yield _make_finding(rule, shown, fault)
        if within := hidden(name):
            yield _make_finding(
                "IM001", shown, _explain_metadata(name, within, person), "error" if person else "warning"
            )
        if person and (fault := _find_expiry_fault(person, day)):
            yield _make_finding("IM002", shown, fault, "note")


def _is_there(name: str, originals: Mapping[str, Path]) -> bool:
    """Check that a picture is a plain file. Others are reported elsewhere."""
    return name in originals and not find_file_fault(originals[name])


def _make_finding(rule: str, shown: PictureUse, fault: Fault, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, shown.line, 1, shown.target[:60], "", *fault)


def _find_record_fault(name: str, records: Records) -> Fault | None:
    if line := records.unfinished.get(name):
        return (
            f"has a record that is not finished, in line {line} of content/photos.yaml",
            "write what the mark asks for",
        )
    if name not in records.lines:
        write = f"write there {name}: and, below it after two spaces, kind: thing if nobody is on it; or use make photo"
        return "has no record in content/photos.yaml", write
    return None


def _find_name_faults(name: str, person: Photo) -> Iterator[tuple[str, Fault]]:
    if not OPAQUE.fullmatch(name):
        yield "IM001", ("has a name that may tell who is on it", _advise_remake(name, person))


def _explain_metadata(name: str, within: Sequence[str], person: Photo | None) -> Fault:
    whom = "who is on it" if person else "more than it shows"
    return f"holds {', '.join(within)}, which may tell {whom} and stays in git", _advise_remake(name, person)


def _advise_remake(name: str, person: Photo | None) -> str:
    """Advise to make the picture anew under an opaque name and without metadata."""
    kind = person.kind if person else "thing"
    return f"type make photo FILE=content/images/{name} KIND={kind}, and show what that makes instead"


def _find_consent_faults(person: Photo, day: date) -> Iterator[tuple[str, Fault]]:
    if person.expires and person.expires <= day:
        what = f"shows a {person.kind} whose consent ended on {person.expires}"
        yield "IM002", (what, "ask for a new one and write its days, or take the picture out")


def _find_expiry_fault(person: Photo, day: date) -> Fault | None:
    if person.expires and day < person.expires <= day + SOON:
        what = f"shows a {person.kind} whose consent ends on {person.expires}"
        return what, "ask for a new one, or take the picture out before"
    return None


def _find_text_faults(shown: PictureUse, person: Photo, lang: str) -> Iterator[tuple[str, Fault]]:
    """Find out whether the caption of a person's photograph lacks a place or words."""
    if not shown.alone:
        what = f"shows a {person.kind} in the middle of a text, with no place for what must stand below"
        yield "IM003", (what, "leave an empty line before it and after it")
    if person.procedures is not None and lang not in person.procedures:
        what = f"has a record that does not say in the language of this text ({lang}) what was done"
        yield "IM002", (what, f"write it in content/photos.yaml, below procedures, after {lang}:")


def _find_header_faults(shown: PictureUse, person: Photo, lang: str) -> Iterator[tuple[str, Fault]]:
    """Report a person's photograph in the front matter, which has no place for a caption."""
    what = f"shows a {person.kind}, and shared links have no place for what must stand below"
    yield "IM003", (what, "take another picture for the header, and show this one in the text")


def find_revoked_files(content: str, records: Records, originals: Mapping[str, Path]) -> Iterator[Problem]:
    """Find pictures whose consent was revoked but whose file is still there, whether or not a text shows them."""
    for name, person in records.people.items():
        if person.revoked and _is_there(name, originals):
            what = f"the consent was taken back on {person.revoked}, and the picture is still here"
            write = "delete the picture and what shows it"
            yield Problem(f"{content}/{FILE}", records.lines[name], f"{name} revoked", what, write)


def find_future_record_days(content: str, records: Records, today: date) -> tuple[list[Problem], list[Problem]]:
    """Find each day after `today` that a record says something happened on: as errors, and as notes.

    A revoked consent counts as revoked on whatever day, so its day is only noted: an error would keep the picture live.
    """
    refused: list[Problem] = []
    noted: list[Problem] = []
    for name, person in records.people.items():
        for place, day in find_past_days(person):
            if day > today:
                what = f"{day} is still to come, and the record says what has happened"
                file, line = f"{content}/{FILE}", records.fields[name, place[0]]
                problem = Problem(
                    file, line, format_field_path((name, *place)), what, "write the day on which it happened"
                )
                (noted if place == ("revoked",) else refused).append(problem)
    return refused, noted


def find_denied_pictures(
    content: str, pictures: Mapping[str, Picture], records: Records, past: History, kept: Mapping[str, str]
) -> Iterator[Problem]:
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
            write = (
                "delete it and what shows it; or, if its consent stands, add to content/withdrawn.txt the line "
                f"keep {digests[0]} {max(day, find_clinic_day().isoformat())} and why"
            )
            if name in records.people and records.people[name].revoked:
                write = f"delete it and what shows it; or, if its consent stands, take revoked out of {content}/{FILE}"
            yield Problem(f"{content}/images/{name}", 0, "", TAKEN_BACK, write)


def find_unused_records(content: str, records: Records, originals: Mapping[str, Path]) -> Iterator[Problem]:
    """Find records of pictures that are not there, but for those that were revoked."""
    for name in records.lines.keys() - originals.keys():
        if name not in records.people or not records.people[name].revoked:
            what, write = "there is no such picture in content/images/", "delete the record, or mend its name"
            yield Problem(f"{content}/{FILE}", records.lines[name], name, what, write)
