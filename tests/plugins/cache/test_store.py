"""What is kept between builds: found again by what it was made of, and never believed when it is damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cache.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "kept/store.db")
    yield opened
    opened.close()


def again(store: Store) -> Store:
    store.save()
    store.close()
    return Store(store.path)


def test_a_value_is_there_for_its_key_and_for_no_other(store: Store) -> None:
    store.put("pages", [("a", b"key", b"made")])
    assert store.value("pages", "a", b"key") == b"made"
    assert store.value("pages", "a", b"other") is None
    assert store.value("pages", "b", b"key") is None
    assert store.value("never", "a", b"key") is None


def test_what_is_saved_is_there_for_the_next_build_and_nothing_else(store: Store) -> None:
    store.put("pages", [("a", b"key", b"made"), ("b", b"key", b"made")])
    store.drop("pages", ["b"])
    second = again(store)
    second.put("pages", [("c", b"key", b"lost")])
    second.close()
    third = Store(store.path)
    assert third.names("pages") == ["a"] and third.value("pages", "a", b"key") == b"made"
    third.close()


def test_a_damaged_row_is_not_there(store: Store) -> None:
    store.put("pages", [("a", b"key", b"made"), ("b", b"key", b"made")])
    store.save()
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE pages SET value = ? WHERE name = 'a'", (b"mode",))
    db.close()
    assert store.value("pages", "a", b"key") is None
    assert store.value("pages", "b", b"key") == b"made"


@pytest.mark.parametrize("bytes_", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5_000])
def test_a_file_that_is_no_store_is_begun_anew(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "store.db").write_bytes(bytes_)
    store = Store(tmp_path / "store.db")
    assert store.names("pages") == []
    store.put("pages", [("a", b"key", b"made")])
    second = again(store)
    assert second.value("pages", "a", b"key") == b"made"
    second.close()


def test_a_step_is_done_once_for_the_same_key(store: Store) -> None:
    done: list[int] = []

    def step() -> list[int]:
        done.append(1)
        return [*done]

    assert [store.memoize("step", key, step) for key in (b"1", b"1", b"2", b"2")] == [[1], [1], [1, 1], [1, 1]]


def test_a_copy_of_the_process_reads_and_changes_nothing(store: Store) -> None:
    store.put("pages", [("a", b"key", b"made")])
    store.save()
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
    else:
        good = store.value("pages", "a", b"key") == b"made" and store.value("never", "a", b"key") is None
        store.put("pages", [("b", b"key", b"made")])
        os._exit(0 if good else 1)
    assert store.names("pages") == ["a"]


def test_a_file_that_is_damaged_while_it_is_open_is_begun_anew(store: Store) -> None:
    store.put("pages", [("a", b"key", b"made")])
    store.save()
    store.path.write_bytes(b"SQLite format 3\0" + b"x" * 8_176)
    assert store.value("pages", "a", b"key") is None
    store.put("pages", [("b", b"key", b"made")])
    second = again(store)
    assert second.rows("pages") == {"b": (b"key", b"made")}
    second.close()
