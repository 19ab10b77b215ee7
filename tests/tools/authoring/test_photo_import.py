"""`make photo`: a photograph in content/images/, bare, with a record to fill in."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pelicanconf import PICTURE_WIDTHS
from plugins.media.consent.photo_rules import OPAQUE
from plugins.media.consent.records import load_records
from plugins.media.images.metadata import find_metadata
from tests import small
from tests.project import tree
from tests.small import article

FILL = {
    "consent": "c-0148",
    "signed": "2026-01-05",
    "expires": "2027-01-05",
    "en": "One peel",
    "weeks": "12",
    **dict.fromkeys(("identifiable", "altered"), "no"),
    **dict.fromkeys(("same_light", "same_pose", "typical"), "yes"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.make(tmp_path / "a clinic")


def camera(tmp_path: Path, name: str = "IMG_20240304 Jane.JPG", size: tuple[int, int] = (3000, 2000)) -> Path:
    """A photograph as a telephone makes one that was held upright."""
    notes = Image.Exif()
    notes[0x010F], notes[0x0112] = "Jane's telephone", 6
    path = tmp_path / name
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    kind = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}[name.rpartition(".")[2].lower()]
    picture.save(path, kind, exif=notes.tobytes(), xmp=b"<x>Jane</x>")
    return path


def photo(folder: Path, **said: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.authoring.photo_import"],
        cwd=folder,
        env={**os.environ, "NEW": "", **{name: str(value) for name, value in said.items()}},
        capture_output=True,
        text=True,
        timeout=60,
    )


def taken(folder: Path) -> Path:
    (path,) = (folder / "content/images").iterdir()
    return path


@pytest.mark.parametrize("kind", ["patient", "model"])
@pytest.mark.parametrize("name", ["Jane Doe.jpeg", "jane-1980.png", "jane.webp"])
def test_a_person_is_taken_bare_under_a_name_that_tells_nobody(
    kind: str, name: str, folder: Path, tmp_path: Path
) -> None:
    original = camera(tmp_path, name)
    before = original.read_bytes()
    done = photo(folder, FILE=original, KIND=kind)
    assert (done.returncode, done.stderr) == (0, "")
    path, data = taken(folder), taken(folder).read_bytes()
    assert OPAQUE.fullmatch(path.name)
    assert find_metadata(data) == ()
    assert b"Jane" not in data and b"Jane" in before
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (1600, 2400)  # upright
    assert original.read_bytes() == before
    text = (folder / "content/photos.yaml").read_text("utf-8")
    assert f"{path.name}:\n  kind: {kind}\n  consent: ✎" in text
    assert "ane" not in text + done.stdout
    assert f"![✎ what it shows]({path.name})" in done.stdout


def test_a_record_that_is_filled_in_is_accepted_and_not_before(folder: Path, tmp_path: Path) -> None:
    assert photo(folder, FILE=camera(tmp_path), KIND="patient").returncode == 0
    shown = f"![Before and after one peel]({taken(folder).name})"
    small.put(folder, {"content/articles/good.md": article(shown)})
    assert "has a record that is not finished, in line 4 of content/photos.yaml" in small.told(folder)[0]
    file = folder / "content/photos.yaml"
    text = re.sub(r"(\w+): ✎.*", lambda match: f"{match[1]}: {FILL[match[1]]}", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Procedure: One peel." in (folder / "output/good/index.html").read_text("utf-8")


def test_a_thing_gets_a_name_and_needs_no_more(folder: Path, tmp_path: Path) -> None:
    assert photo(folder, FILE=camera(tmp_path, "Halo handpiece.png", (40, 30)), KIND="thing").returncode == 0
    assert photo(folder, FILE=camera(tmp_path), KIND="thing", NEW="room-2.JPG").returncode == 0
    assert sorted(path.name for path in (folder / "content/images").iterdir()) == ["halo-handpiece.png", "room-2.jpg"]
    text = "![A handpiece](halo-handpiece.png) in ![a room](room-2.jpg)"
    small.put(folder, {"content/articles/good.md": article(text)})
    done = small.build(folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_records_that_are_there_stay_as_they_are(folder: Path, tmp_path: Path) -> None:
    for before in ("# Ours.\n", "other.svg:\n  kind: thing", ""):
        small.put(folder, {"content/photos.yaml": before or "# Nothing.\n"})
        for path in (folder / "content/images").glob("*"):
            path.unlink()
        assert photo(folder, FILE=camera(tmp_path), KIND="staff", NEW="nurse").returncode == 0
        assert (folder / "content/photos.yaml").read_text("utf-8").startswith(before)
        records, problems = load_records(folder / "content")
        assert problems == []
        assert records and [*records.lines] == [*(["other.svg"] if "other" in before else []), "nurse.jpg"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"KIND": ""},
            "KIND=: is no kind of photograph; write KIND=thing, KIND=staff, KIND=model, KIND=patient: who is on it",
        ),
        ({"KIND": "person"}, "KIND=person: is no kind of photograph"),
        ({"FILE": ""}, "FILE=: is no file; write where it is, as in FILE=~/Pictures/face.jpg"),
        ({"FILE": "none.jpg"}, "FILE=none.jpg: is no file"),
        (
            {"KIND": "thing"},
            "NEW=img-20240304-jane: has a name that tells a day, a camera or a case; write NEW= and what it shows",
        ),
        (
            {"KIND": "thing", "NEW": "Room 2"},
            "NEW=Room 2: is not in small letters, digits and hyphens; write NEW=room-2",
        ),
        (
            {"KIND": "thing", "NEW": "../room"},
            "NEW=../room: is not in small letters, digits and hyphens; write NEW=room",
        ),
        (
            {"KIND": "thing", "NEW": "there"},
            "content/photos.yaml: has a record of there.jpg already; write another NEW=",
        ),
        ({"KIND": "thing", "NEW": "kept"}, "content/images/kept.jpg: File exists."),
        ({"FILE": "content/clinic.yaml"}, "content/clinic.yaml: is not a kind of picture that the site can publish"),
        ({"FILE": "broken.jpg"}, "broken.jpg: is damaged; save or copy it again"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_written(
    said: dict[str, str], told: str, folder: Path, tmp_path: Path
) -> None:
    small.put(
        folder,
        {
            "content/photos.yaml": "there.jpg:\n  kind: thing\n",
            "content/images/kept.jpg": b"kept",
            "broken.jpg": b"\xff\xd8\xff and no more",
        },
    )
    before = tree(folder / "content")
    done = photo(folder, **{"FILE": camera(tmp_path), "KIND": "patient", **said})
    assert done.returncode == 1
    assert done.stderr.startswith(told)
    assert done.stderr.endswith("Nothing was written.\n")
    assert tree(folder / "content") == before


def test_records_with_a_mistake_are_mended_first(folder: Path, tmp_path: Path) -> None:
    small.put(folder, {"content/photos.yaml": "there.jpg:\n  kind: none\n"})
    done = photo(folder, FILE=camera(tmp_path), KIND="patient")
    assert done.returncode == 1
    assert done.stderr.startswith("content/photos.yaml:2: there.jpg kind: 'none' is not one of the choices")
    assert not (folder / "content/images").exists()


def test_an_original_within_the_project_is_to_be_moved_away(folder: Path, tmp_path: Path) -> None:
    original = camera(tmp_path)
    assert "move it away" not in photo(folder, FILE=original, KIND="patient").stdout
    inside = original.rename(folder / "content/images/jane.jpg")
    assert "move it away before you commit" in photo(folder, FILE=inside, KIND="patient").stdout


@pytest.mark.parametrize(("size", "code"), [((8000, 6000), 0), ((20_000, 10_001), 1)])
def test_a_large_photograph_is_scaled_on_the_way_in(
    folder: Path, tmp_path: Path, size: tuple[int, int], code: int
) -> None:
    original = tmp_path / "large.jpg"
    Image.new("L", size, 128).save(original)
    done = photo(folder, FILE=original, KIND="thing", NEW="large-one")
    assert done.returncode == code
    if code:
        assert done.stderr.splitlines() == [
            f"{original}: has 200 million points; make it smaller, below 200 million points [picture-large]",
            "Nothing was written.",
        ]
    else:
        with Image.open(folder / "content/images/large-one.jpg") as picture:
            assert picture.width <= PICTURE_WIDTHS[-1]
