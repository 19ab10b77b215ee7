"""Wrong files, each with the exact words that its editor reads: what the tests of the stages have in common.

The rows stand with the stage that tells of them. Those of all stages are put into one project, which the real command
builds once: that every problem in every file is told in one run is itself a promise (tests/plugins/test_pipeline.py).
What one file's fault would hide in others has a build of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.small import PATIENT, article, put, record

NOTHING = "Nothing was written; the site is as it was."


@dataclass(frozen=True)
class Row:
    """What is wrong: files, or what makes an entry that is no plain file; and all the lines that are told of them."""

    name: str
    files: Mapping[str, str | bytes | Callable[[Path], object]]
    lines: list[str]


def text_rows(rows: Iterable[tuple[str, str | bytes, list[str]]]) -> list[Row]:
    """Each: a name, the text of content/articles/<name>.md, and what is told of it, after the file's name."""
    return [
        Row(name, {f"content/articles/{name}.md": text}, [f"content/articles/{name}.md{line}" for line in lines])
        for name, text, lines in rows
    ]


def file_rows(rows: Iterable[tuple[Mapping[str, str | bytes], list[str]]]) -> list[Row]:
    """Each: files, and all that is told of them."""
    return [Row(next(iter(files)), files, lines) for files, lines in rows]


def entry_rows(rows: Iterable[tuple[str, Callable[[Path], object], str]]) -> list[Row]:
    """Each: where an entry is that is no plain file, what makes it, and what is told of it."""
    return [Row(name, {name: make_entry}, [f"{name}: {line}"]) for name, make_entry, line in rows]


def each(rows: Iterable[Row]) -> pytest.MarkDecorator:
    """Run a test for the lines of each row of which something is told."""
    wrong = [row for row in rows if row.lines]
    return pytest.mark.parametrize("lines", [row.lines for row in wrong], ids=[row.name[-40:] for row in wrong])


def lines_of(lines: Sequence[str], refused: Iterable[str]) -> list[str]:
    """All that is told of the file of which `lines` are."""
    file = lines[0].split(":")[0]
    return [line for line in refused if line.split(":")[0] == file]


def picture(kind: str, mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (8, 8), "white").save(out, kind, **more)
    return out.getvalue()


THINGS = ("fine.png", "IMG_0001.png", "cut.jpg", "renamed.jpg", "web-page.jpg", "bomb.png", "wide.png", "moving.webp")
PEOPLE: dict[str, dict[str, Any]] = {"p-1a2b3c4d.jpg": {}, "p-2b3c4d5e.jpg": {"comment": b"Jane"}, "doe.jpg": {}}
# Good, and there for others to name.
TARGETS: dict[str, str | bytes] = {
    "content/articles/a-draft.md": article(title="A draft", summary="Not yet.", status="draft"),
    "content/articles/a-future.md": article(title="The future", summary="Soon.", date="2026-07-01"),
    "content/images/fine.png": picture("PNG"),
    "content/images/IMG_0001.png": picture("PNG"),
    "content/images/unrecorded.png": picture("PNG"),
    "content/images/begun.jpg": picture("JPEG"),
    **{f"content/images/{name}": picture("JPEG", **how) for name, how in PEOPLE.items()},
    "content/photos.yaml": "".join(
        [
            record("begun.jpg", {"kind": "✎ thing, staff, model or patient"}),
            *(record(name, {"kind": "thing"}) for name in THINGS),
            *(record(name, PATIENT) for name in PEOPLE),
        ]
    ),
}


def put_wrong(folder: Path, rows: Iterable[Row]) -> None:
    """Put every wrong file into a project, and TARGETS."""
    files = [(name, what) for row in rows for name, what in row.files.items()]
    put(folder, {name: distinct(what, number) for number, (name, what) in enumerate(files) if not callable(what)})
    put(folder, TARGETS)
    for name, what in files:
        if callable(what):
            what(folder / name)


def distinct(text: str | bytes, number: int) -> str | bytes:
    """The text with a title and a summary that no other has, unless it has its own."""
    if isinstance(text, bytes):
        return text
    for line in (
        "title: A good article",
        "title: About us",
        "summary: It says one thing.",
        "summary: It says who we are.",
    ):
        text = text.replace(line, f"{line} {number}")
    return text
