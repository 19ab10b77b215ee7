"""A folder of finished files holds what it is told and nothing else, whatever was done to it meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.output.output_dir import File, OutputDir
from tests.project import tree as bytes_of

SITE = {"index.html": b"home", "halo/index.html": b"halo", "topic/laser/index.html": b"laser"}


class Press:
    """Makes files of `SITE` and others, and counts them."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        self.folder, self.cache, self.made = folder, cache, list[str]()

    def update(self, site: dict[str, bytes] = SITE, twin: Path = Path("none")) -> list[str]:
        """What had to be made."""
        self.made.clear()
        files = {name: File(name, data, partial(self._make, name, data)) for name, data in site.items()}
        OutputDir(self.folder, self.cache).update(files, twin)
        assert bytes_of(self.folder) == site
        return sorted(self.made)

    def _make(self, name: str, data: bytes) -> bytes:
        self.made.append(name)
        return data


@pytest.fixture
def press(tmp_path: Path, cache: Cache) -> Press:
    first = Press(tmp_path / "site", cache)
    assert first.update() == sorted(SITE)
    return first


def test_what_is_there_is_not_made_again(press: Press) -> None:
    assert press.update() == []
    assert OutputDir(press.folder, press.cache).is_intact()


def test_only_what_is_made_of_something_else_is_made(press: Press) -> None:
    assert press.update({**SITE, "halo/index.html": b"new", "more/a.html": b"more"}) == [
        "halo/index.html",
        "more/a.html",
    ]


def test_what_vanished_takes_its_folders_with_it(press: Press) -> None:
    press.update({"index.html": b"home"})
    assert [path.name for path in press.folder.iterdir()] == ["index.html"]


def change(path: Path) -> None:
    status = path.stat()
    path.write_bytes(b"HALO")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def lead_out(path: Path) -> None:
    shutil.rmtree(path.parent)
    elsewhere = path.parents[2] / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_bytes(b"not ours")
    path.parent.symlink_to(elsewhere)


def put_a_file_there(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"a file")


def put_a_folder_there(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "harm",
    [
        change,
        Path.unlink,
        lambda path: shutil.rmtree(path.parent),
        lead_out,
        put_a_file_there,
        put_a_folder_there,
    ],
)
def test_a_file_that_was_touched_is_made_again(press: Press, harm: Callable[[Path], None]) -> None:
    harm(press.folder / "halo/index.html")
    assert not OutputDir(press.folder, press.cache).is_intact()
    assert press.update() == ["halo/index.html"]
    elsewhere = press.folder.parent / "elsewhere/index.html"
    assert not elsewhere.exists() or elsewhere.read_bytes() == b"not ours"


@pytest.mark.parametrize("name", ["extra.html", "halo/extra.html", "new/extra.html"])
def test_what_somebody_added_is_removed(press: Press, name: str) -> None:
    (press.folder / name).parent.mkdir(exist_ok=True)
    (press.folder / name).write_bytes(b"x")
    assert not OutputDir(press.folder, press.cache).is_intact()
    assert press.update() == []


def test_a_folder_of_which_nothing_is_known_is_emptied_first(tmp_path: Path, cache: Cache) -> None:
    (tmp_path / "site/halo").mkdir(parents=True)
    (tmp_path / "site/halo/index.html").symlink_to(cache.path)
    assert Press(tmp_path / "site", cache).update() == sorted(SITE)


def test_what_the_twin_has_is_taken_from_there_unless_it_was_touched(press: Press, tmp_path: Path) -> None:
    change(press.folder / "halo/index.html")
    assert Press(tmp_path / "second", press.cache).update(twin=press.folder) == ["halo/index.html"]


def test_notes_go_with_a_folder_and_not_with_its_name(press: Press, tmp_path: Path) -> None:
    other = Press(tmp_path / "other", press.cache)
    other.update({"index.html": b"other"})
    for before, after in (("site", "aside"), ("other", "site"), ("aside", "other")):
        (tmp_path / before).rename(tmp_path / after)
    assert other.update() == []
    assert press.update({"index.html": b"other"}) == []


def test_all_that_cannot_be_made_is_told(tmp_path: Path, cache: Cache) -> None:
    def fail(name: str) -> bytes:
        raise Refused([diagnose("output-empty", name)])

    files = {name: File(name, b"", partial(fail, name)) for name in ("a", "b")}
    with pytest.raises(Refused) as refused:
        OutputDir(tmp_path / "site", cache).update(files, Path("none"))
    assert [error.file for error in refused.value.diagnostics] == ["a", "b"]
