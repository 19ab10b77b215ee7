"""Pictures that must not be shown again: `content/withdrawn.txt`, a line for each.

A line begins with the SHA-256 of a file's bytes; then it says why, for people. What
`sha256sum content/images/smile.jpg` prints is such a line. A line that begins with `keep`, a SHA-256 and a day says
that a photograph may be shown although its record was removed, or its consent taken back, up to that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from plugins.cache.inputs import CONTENT
from plugins.clinic.clock import find_today
from plugins.clinic.model import load_timezone
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.media.images.picture import Picture

FILE = "withdrawn.txt"
LINE = re.compile(r"(?P<digest>[0-9a-fA-F]{64})(\s.*)?")
KEEP = re.compile(r"keep\s+(?P<digest>[0-9a-fA-F]{64})\s+(?P<day>\d{4}-\d\d-\d\d)(\s.*)?")


class WithdrawnLine(NamedTuple):
    """One line of the list: its number and its text."""

    line: int
    said: str


class WithdrawnList(NamedTuple):
    """The parsed list: withdrawn files by digest, the newest day of `keep` by digest, and errors."""

    listed: Mapping[str, WithdrawnLine]
    kept: Mapping[str, str]
    errors: Sequence[Diagnostic]


def parse_withdrawn(text: str) -> WithdrawnList:
    """Parse the text of a list. Days are ISO days; errors have a line, but no file."""
    listed: dict[str, WithdrawnLine] = {}
    kept: dict[str, str] = {}
    errors: list[Diagnostic] = []
    for number, line in _list_entries(text):
        if withdrawn := LINE.fullmatch(line):
            listed[withdrawn["digest"].lower()] = WithdrawnLine(number, line)
        elif (keep := KEEP.fullmatch(line)) and _is_keep_day(keep["day"]):
            digest = keep["digest"].lower()
            kept[digest] = max(keep["day"], kept.get(digest, ""))
        else:
            rule = "withdrawn-keep-unfit" if line.startswith("keep") else "withdrawn-unfit"
            errors.append(diagnose(rule, "", number))
    return WithdrawnList(listed, kept, errors)


def _list_entries(text: str) -> Iterator[tuple[int, str]]:
    """List the lines of a text with their numbers, without those that are empty or a comment."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield number, entry


def find_clinic_day() -> date:
    """Return the current day at the clinic. SITE_DATE does not change it: a consent is taken back on a real day."""
    return find_today({}, load_timezone(CONTENT))


def _is_keep_day(day: str) -> bool:
    """Check that an ISO day is at most a week ahead.

    What is taken back on the day of its line of `keep` needs a line of the day after that.
    """
    try:
        return date.fromisoformat(day) <= find_clinic_day() + timedelta(7)
    except ValueError:
        return False


def read_withdrawn(content: Path) -> str:
    """Read the text of the list; empty where there is no such file."""
    path = content / FILE
    return path.read_text("utf-8", "surrogateescape") if path.is_file() else ""


def find_denied_day(digests: Iterable[str], denied: Mapping[str, str], kept: Mapping[str, str]) -> str:
    """Find the day up to which a picture with these digests was taken back; "" where it may be shown.

    `denied` has the last such day of each digest, `kept` that of its newest line of `keep`.
    """
    digests = tuple(digests)
    day = max((denied.get(one, "") for one in digests), default="")
    return day if day > max((kept.get(one, "") for one in digests), default="") else ""


def find_listed_pictures(content: Path, pictures: Mapping[str, Picture], known: WithdrawnList) -> Iterator[Diagnostic]:
    """Find the listed pictures among those that texts show, by name, and the errors of the list."""
    file = f"{content.name}/{FILE}"
    yield from (error.locate(file) for error in known.errors)
    for name, picture in pictures.items():
        if found := known.listed.get(picture.original):
            yield diagnose("picture-withdrawn", f"{content.name}/images/{name}", line=found.line, file=file)
