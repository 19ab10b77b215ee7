"""What a header or a record says has happened, on a day that is still to come."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from plugins.clinic.model import Clinic
from plugins.documents.front_matter import ArticleFrontMatter, PageFrontMatter, PersonFrontMatter
from plugins.media.consent.records import Photo
from plugins.schema.types import TO_COME, FrozenModel
from tests import small
from tests.small import PATIENT, SOURCES, TODAY, article, record

TOMORROW = "2026-06-02"
GOOD, RECORDS = "content/articles/good.md", "content/photos.yaml"
PHOTO = "p-1a2b3c4d.jpg"
RULES = ("day-to-come", "modified-before-publication")
WRITE = "write the day on which it happened"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.make(tmp_path_factory.mktemp("future") / "project")
    small.put(folder, {"content/people/dr-a.md": small.person()})
    return folder


def review(day: str) -> str:
    return f"\n  by: dr-a\n  on: {day}\n  every: 12"


def references(day: str) -> str:
    return SOURCES.replace("2026-01-01", day).replace(day, "2026-01-01", 1)


def said(line: int, field: str, write: str = WRITE) -> str:
    what = f"{field} says what has happened, and this day is still to come"
    return f"{GOOD}:{line}: “{TOMORROW}”: {what}; {write}"


def check(folder: Path) -> tuple[int, Any]:
    """`make check FORM=json`."""
    command = [sys.executable, "-m", "tools.quality.lint_texts"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "SITE_DATE": TODAY, "FORM": "json"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout)


CITED = "One sentence [1], and another [2]."
TEXTS = {
    "modified": ({"modified": TOMORROW}, [said(8, "modified")]),
    "reviewed": ({"review": review(TOMORROW)}, [said(10, "review on")]),
    "accessed": ({"references": references(TOMORROW)}, [said(16, "references 2 accessed")]),
    "changed": ({"changes": f"\n  - day: {TOMORROW}\n    what: More."}, [said(9, "changes 1 day")]),
    "all of them": (
        {"modified": TOMORROW, "review": review(TOMORROW), "references": references(TOMORROW)},
        [said(8, "modified"), said(11, "review on"), said(21, "references 2 accessed")],
    ),
    "not changed before it appears": (
        {"date": TOMORROW, "modified": TOMORROW},
        [said(8, "modified", "delete the line: the text has not appeared yet")],
    ),
    "not reviewed before it is": ({"date": TOMORROW, "review": review(TOMORROW)}, [said(10, "review on")]),
}


@pytest.mark.parametrize(("fields", "lines"), TEXTS.values(), ids=TEXTS)
def test_a_text_that_says_what_is_still_to_come_is_refused(
    folder: Path, fields: dict[str, str], lines: list[str]
) -> None:
    """In the site and in the preview, with every line; not on the day itself. A draft stops nothing, and is told."""
    text = article(CITED, **fields) if "references" in fields else article(**fields)
    small.put(folder, {GOOD: text})
    refused = [*lines, f"{len(lines)} problem{'s' * (len(lines) > 1)}. Nothing was written; the site is as it was."]
    assert small.told(folder) == refused
    shown = small.build(folder, "--preview")
    assert (shown.returncode, small.strip_rule_ids(shown.stderr).splitlines()[:-1]) == (2, lines)
    assert small.build(folder, SITE_DATE=TOMORROW).returncode == 0
    assert small.told(folder) == refused, "the clock was set back"
    code, found = check(folder)
    assert code == 1
    assert [one["line"] for one in found["texts"][0]["diagnostics"] if one["rule"] in RULES] == [
        int(line.split(":")[1]) for line in lines
    ]

    small.put(folder, {GOOD: text.replace("status: published", "status: draft")})
    assert small.build(folder, SHRINK="1").stderr == ""
    preview = small.build(folder, "--preview")
    noted = [line for line in small.strip_rule_ids(preview.stderr).splitlines() if TOMORROW in line]
    assert (preview.returncode, noted) == (0, [f"Note: {line}" for line in lines])
    code, found = check(folder)
    assert (code, len([one for one in found["texts"][0]["diagnostics"] if one["rule"] in RULES])) == (0, len(lines))


def test_a_text_of_the_future_that_claims_nothing_waits_for_its_day(folder: Path) -> None:
    small.put(folder, {GOOD: article(CITED, date=TOMORROW, references=SOURCES, review=review(TODAY))})
    assert small.build(folder, SHRINK="1").returncode == 0
    assert not (folder / "output/good").exists()


def test_a_consent_that_is_signed_on_a_day_to_come_is_refused(folder: Path) -> None:
    """Whether or not a text shows the picture."""
    small.put(folder, {GOOD: article(), RECORDS: record(PHOTO, {**PATIENT, "signed": TOMORROW})})
    what = f"{PHOTO} signed: {TOMORROW} is still to come, and the record says what has happened; {WRITE}"
    try:
        assert small.told(folder)[0] == f"{RECORDS}:4: {what}"
        code, found = check(folder)
        assert (code, found["errors"][0]["line"]) == (1, 4)
        done = small.build(folder, SITE_DATE=TOMORROW)
        assert "still to come" not in done.stderr
    finally:
        (folder / RECORDS).unlink()


def test_a_consent_taken_back_on_a_day_to_come_stops_nothing_and_is_told(folder: Path) -> None:
    """A slip in the year must not keep the picture live: that it is gone is published, and the slip noted."""
    small.put(folder, {GOOD: article(), RECORDS: record(PHOTO, {**PATIENT, "revoked": TOMORROW})})
    try:
        done = small.build(folder, SHRINK="1")
        assert done.returncode == 0
        what = f"{PHOTO} revoked: {TOMORROW} is still to come, and the record says what has happened; {WRITE}"
        assert f"Note: {RECORDS}:{len(PATIENT) + 8}: {what}" in small.strip_rule_ids(done.stderr).splitlines()
        assert check(folder)[1]["errors"] == []
    finally:
        (folder / RECORDS).unlink()


def days(model: type[FrozenModel]) -> Iterator[str]:
    """The names of all fields of a model, and of the groups in it, that hold a day."""
    for name, hint in get_type_hints(model).items():
        kinds = [hint]
        for kind in kinds:
            kinds += get_args(kind)
            if isinstance(kind, type) and issubclass(kind, FrozenModel):
                yield from days(kind)
        if date in kinds:
            yield name


@pytest.mark.parametrize(
    ("model", "past"),
    [
        (ArticleFrontMatter, {"modified", "accessed", "on", "day"}),
        (PageFrontMatter, {"modified"}),
        (PersonFrontMatter, {"modified"}),
        (Clinic, set()),
        (Photo, {"signed", "revoked"}),
    ],
)
def test_every_field_that_holds_a_day_is_known_as_past_or_to_come(model: type[FrozenModel], past: set[str]) -> None:
    """A new one is taken for past. In content/clinic.yaml, where nothing looks for such days, there is none."""
    assert {*days(model)} - TO_COME == past
