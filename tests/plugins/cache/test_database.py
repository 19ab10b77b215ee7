"""Results of earlier builds are found by their inputs, and a damaged one is never used."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cache.database import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache(tmp_path / "folder/cache.db")
    yield opened
    opened.close()


def again(cache: Cache) -> Cache:
    cache.commit()
    cache.close()
    return Cache(cache.path)


def test_a_value_is_there_for_its_key_and_for_no_other(cache: Cache) -> None:
    cache.save("pages", [("a", b"key", b"made")])
    assert cache.load("pages", "a", b"key") == b"made"
    assert cache.load("pages", "a", b"other") is None
    assert cache.load("pages", "b", b"key") is None
    assert cache.load("never", "a", b"key") is None


def test_what_is_saved_is_there_for_the_next_build_and_nothing_else(cache: Cache) -> None:
    cache.save("pages", [("a", b"key", b"made"), ("b", b"key", b"made")])
    cache.delete("pages", ["b"])
    second = again(cache)
    second.save("pages", [("c", b"key", b"lost")])
    second.close()
    third = Cache(cache.path)
    assert third.load_inputs("pages") == {"a": b"key"} and third.load("pages", "a", b"key") == b"made"
    third.close()


@pytest.mark.parametrize("damaged", [b"mode", b"", "made", None, 7])
def test_a_damaged_row_is_not_there(cache: Cache, damaged: object) -> None:
    cache.save("pages", [("a", b"key", b"made"), ("b", b"key", b"made")])
    cache.commit()
    with sqlite3.connect(cache.path) as db:
        db.execute("UPDATE results SET result = ? WHERE name = 'a'", (damaged,))
    db.close()
    assert cache.load("pages", "a", b"key") is None
    assert cache.load("pages", "b", b"key") == b"made"


@pytest.mark.parametrize("bytes_", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5_000])
def test_a_file_that_is_no_store_is_begun_anew(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "cache.db").write_bytes(bytes_)
    cache = Cache(tmp_path / "cache.db")
    assert cache.load_inputs("pages") == {}
    cache.save("pages", [("a", b"key", b"made")])
    second = again(cache)
    assert second.load("pages", "a", b"key") == b"made"
    second.close()


def test_a_step_is_done_once_for_the_same_key(cache: Cache) -> None:
    done: list[int] = []

    def step() -> list[int]:
        done.append(1)
        return [*done]

    assert [cache.memoize("step", key, step) for key in (b"1", b"1", b"2", b"2")] == [[1], [1], [1, 1], [1, 1]]


def test_only_stale_names_are_made_again_and_those_that_are_gone_are_forgotten(cache: Cache) -> None:
    asked: list[list[str]] = []

    def double(names: list[str]) -> list[str]:
        asked.append(names)
        return [2 * name for name in names]

    for code, inputs in (
        (b"code", {"a": b"1", "b": b"1"}),
        (b"code", {"b": b"2", "a": b"1", "c": b"1"}),
        (b"code", {"c": b"1"}),
        (b"code", {"a": b"1", "c": b"1"}),
        (b"other code", {"a": b"1"}),
        (b"other code", {"a": b"1"}),
    ):
        assert cache.memoize_each("doubles", code, inputs, double) == {name: 2 * name for name in inputs}
    assert asked == [["a", "b"], ["b", "c"], ["a"], ["a"]]


def test_a_copy_of_the_process_reads_and_changes_nothing(cache: Cache) -> None:
    cache.save("pages", [("a", b"key", b"made")])
    cache.commit()
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
    else:
        good = cache.load("pages", "a", b"key") == b"made" and cache.load("never", "a", b"key") is None
        cache.save("pages", [("b", b"key", b"made")])
        os._exit(0 if good else 1)
    assert cache.load_inputs("pages") == {"a": b"key"}


def test_a_file_that_is_damaged_while_it_is_open_is_begun_anew(cache: Cache) -> None:
    cache.save("pages", [("a", b"key", b"made")])
    cache.commit()
    cache.path.write_bytes(b"SQLite format 3\0" + b"x" * 8_176)
    assert cache.load("pages", "a", b"key") is None
    cache.save("pages", [("b", b"key", b"made")])
    second = again(cache)
    assert second.load_all("pages") == {"b": (b"key", b"made")}
    second.close()
