"""Published pictures, made once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import PIL
import pytest
from PIL import Image

from plugins.diagnostics.diagnostic import diagnose
from plugins.media.images import cache
from plugins.media.images.cache import SEEN, PictureCache
from plugins.media.images.picture import Picture

LONG_AGO = 1_700_000_000_000_000_000  # nanoseconds


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    Image.linear_gradient("L").resize((40, 30)).save(path)
    return path


def kept(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name != SEEN)


def test_a_picture_is_made_once(source: Path, tmp_path: Path) -> None:
    first = PictureCache(tmp_path / "kept")
    assert first.load(source) is None
    made = first.make(source)
    assert isinstance(made, Picture)
    again = PictureCache(tmp_path / "kept")
    assert again.load(source) == made
    assert set(again.read_files(source)) == {f"{made.name}-40.{ending}" for ending in ("avif", "webp", "jpg")}


def test_what_a_picture_is_made_of_tells_it_from_others(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = PictureCache(tmp_path / "kept")
    kept.make(source)
    for value, of, name in (("0", PIL, "__version__"), ("0", cache, "CODE")):
        monkeypatch.setattr(of, name, value)
        assert kept.load(source) is None, name
        monkeypatch.undo()
    assert kept.load(source)
    assert kept.load(source.rename(source.with_suffix(".png"))) is None


def test_other_bytes_of_the_same_length_and_time_are_another_picture(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SETTLED", 0)
    os.utime(source, ns=(LONG_AGO, LONG_AGO))
    before = PictureCache(tmp_path / "kept")
    before.make(source)
    before.save()
    data = bytearray(source.read_bytes())
    data[-20] ^= 1
    source.write_bytes(data)
    os.utime(source, ns=(LONG_AGO, LONG_AGO))
    assert PictureCache(tmp_path / "kept").load(source) is None


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(b"")
    kept = PictureCache(tmp_path / "kept")
    assert kept.make(source) == diagnose("picture-empty")
    assert not (tmp_path / "kept").exists()


def test_a_damaged_file_is_noticed_and_made_again(source: Path, tmp_path: Path) -> None:
    """Whatever of its notes is another, wherever it ends: what is given is right, or made again."""
    folder = tmp_path / "kept"
    first = PictureCache(folder)
    made, files = first.make(source), first.read_files(source)
    (place,) = kept(folder)
    whole = place.read_bytes()
    notes = range(whole.index(b"PK\1\2"), len(whole))
    broken = [whole[:at] for at in (0, 10, len(whole) // 2, len(whole) - 1)]
    broken += [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in [40, *notes[::3]]]
    for data in broken:
        place.write_bytes(data)
        again = PictureCache(folder)
        assert again.load(source) in (made, None)
        assert again.read_files(source) == files
        assert (again.load(source) or again.make(source)) == made


@pytest.mark.parametrize("data", [b"", b"[1]", b"{", b"\xff", b'{"a": 1}'])
def test_what_was_seen_may_be_lost(source: Path, tmp_path: Path, data: bytes) -> None:
    folder = tmp_path / "kept"
    made = PictureCache(folder).make(source)
    (folder / SEEN).write_bytes(data)
    assert PictureCache(folder).load(source) == made


def test_a_file_that_was_seen_is_not_read_again(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "SETTLED", 0)
    first = PictureCache(tmp_path / "kept")
    first.make(source)
    first.save()
    seen = tmp_path / "kept" / SEEN
    assert PictureCache(tmp_path / "kept").load(source)
    seen.write_text(re.sub('"[0-9a-f]{64}"', '"0"', seen.read_text()))
    assert PictureCache(tmp_path / "kept").load(source) is None


def test_what_was_changed_just_now_is_read_again(source: Path, tmp_path: Path) -> None:
    first = PictureCache(tmp_path / "kept")
    first.make(source)
    first.save()
    assert not (tmp_path / "kept" / SEEN).exists()
