"""Published pictures are made again when their original, or what makes them, changes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from plugins.cache import file_stat, fingerprint
from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import diagnose
from plugins.media.images import cache as image_cache
from plugins.media.images.cache import PictureCache, make_picture
from plugins.media.images.picture import Picture, PictureData

LONG_AGO = 1_700_000_000_000_000_000  # nanoseconds


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    Image.linear_gradient("L").resize((40, 30)).save(path)
    return path


def save(cache: Cache, source: Path) -> tuple[Picture, dict[str, bytes]]:
    made = make_picture(source)
    assert isinstance(made, PictureData)
    return PictureCache(cache).save(source, made), dict(made.files)


def test_a_saved_picture_is_loaded_with_its_files(source: Path, cache: Cache) -> None:
    assert PictureCache(cache).load(source) is None
    picture, files = save(cache, source)
    assert PictureCache(cache).load(source) == picture
    assert set(files) == {f"{picture.name}-40.{ending}" for ending in picture.formats}
    assert {name: PictureCache(cache).read_file(source, name) for name in files} == files


def test_a_picture_depends_on_its_ending_and_on_what_makes_it(
    source: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(cache, source)
    for of, name, value in (
        (image_cache, "NUMBERS", ()),
        (image_cache, "MAKERS", ("svg",)),
        (fingerprint, "list_installed", lambda: ("pillow 0",)),
    ):
        fingerprint.hash_code.cache_clear()
        monkeypatch.setattr(of, name, value)
        assert PictureCache(cache).load(source) is None, name
        monkeypatch.undo()
    fingerprint.hash_code.cache_clear()
    assert PictureCache(cache).load(source)
    assert PictureCache(cache).load(source.rename(source.with_suffix(".png"))) is None


def test_other_bytes_of_the_same_size_and_time_are_another_picture(
    source: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_stat, "SETTLED", 0)
    os.utime(source, ns=(LONG_AGO, LONG_AGO))
    save(cache, source)
    data = bytearray(source.read_bytes())
    data[-20] ^= 1
    source.write_bytes(data)
    os.utime(source, ns=(LONG_AGO, LONG_AGO))
    assert PictureCache(cache).load(source) is None


def test_an_empty_file_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    assert make_picture(tmp_path / "a.jpg") == diagnose("picture-empty")


def test_a_damaged_file_is_made_again(source: Path, cache: Cache) -> None:
    _, files = save(cache, source)
    cache.commit()
    with sqlite3.connect(cache.path) as db:
        db.execute("UPDATE results SET result = ? WHERE kind = 'picture files'", (b"damaged",))
    db.close()
    assert {name: PictureCache(cache).read_file(source, name) for name in files} == files


def test_a_file_whose_stat_is_known_is_not_read_again(
    source: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_stat, "SETTLED", 0)
    save(cache, source)
    (name,) = cache.load_inputs("originals")
    cache.save("originals", [(name, file_stat.read_file_stat(str(source)), b"the digest of other bytes")])
    assert PictureCache(cache).load(source) is None


def test_a_file_that_was_just_changed_is_read_again(source: Path, cache: Cache) -> None:
    save(cache, source)
    assert cache.load_inputs("originals") == {}
