"""A text whose page is slow on an old phone is noted by `make site`, and nothing is stopped by it."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from pathlib import Path
from random import Random

import pytest

from pelicanconf import HEAVY_PAGE
from plugins.cache.database import CACHE_FILE
from plugins.output.validate import find_heavy_pages, inspect_file
from tests.small import article, build, make, put, strip_rule_ids

FILE = "content/articles/long.md"
HINT = "shorten the text, or leave out some of its parts"


def words(count: int, seed: int = 1) -> str:
    """Text that gets about three times smaller, as prose does."""
    random = Random(seed)
    known = ["".join(random.choices("aeiouklmnprstv", k=9)) for _ in range(2000)]
    made = random.choices(known, k=count)
    return "\n\n".join(" ".join(made[at : at + 10]).capitalize() + "." for at in range(0, count, 10))


def long(count: int = 6000, seed: int = 1) -> dict[str, str]:
    return {FILE: article(words(count, seed), title="Long", summary="A long text.")}


def notes(folder: Path, *options: str) -> list[str]:
    done = build(folder, *options)
    assert done.returncode == 0, done.stderr
    return strip_rule_ids(done.stderr).splitlines()


def expected(folder: Path) -> list[str]:
    """The note, with the size that a visitor's browser is sent."""
    size = len(zlib.compress((folder / "output/long/index.html").read_bytes(), 6, wbits=31))
    assert size > HEAVY_PAGE
    what = f"is {size / 1000:.1f} kB compressed, over {HEAVY_PAGE / 1000:g} kB, and slow on an old phone"
    return [f"Note: {FILE}: long/index.html: {what}; {HINT}"]


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make(tmp_path_factory.mktemp("heavy") / "project")
    put(folder, long())
    assert notes(folder) == expected(folder)
    return folder


@pytest.fixture
def folder(heavy: Path, tmp_path: Path) -> Path:
    return shutil.copytree(heavy, tmp_path / "project")


def test_a_heavy_page_is_noted_with_its_text_whatever_else_is_built(folder: Path) -> None:
    for change in (
        {},
        {"content/articles/good.md": article("Two words.")},
        long(seed=2),
        {"content/words.txt": "abc\n"},
    ):
        put(folder, change)
        assert notes(folder) == expected(folder)
    shutil.rmtree(folder / ".build")
    assert notes(folder) == expected(folder)


def test_a_heavy_page_is_noted_where_the_link_index_is_lost(folder: Path) -> None:
    with sqlite3.connect(folder / CACHE_FILE) as db:
        db.execute("DELETE FROM results WHERE kind = 'link index'")
    db.close()
    put(folder, {"content/articles/good.md": article("Two words.")})
    assert notes(folder) == expected(folder)


def test_a_text_that_was_shortened_or_deleted_is_not_noted(folder: Path) -> None:
    put(folder, long(30))
    assert notes(folder) == []
    put(folder, long())
    assert notes(folder) == expected(folder)
    (folder / FILE).unlink()
    assert notes(folder) == []


def test_a_preview_which_is_no_visitors_page_is_not_noted(folder: Path) -> None:
    assert notes(folder, "--preview") == []


def test_a_page_is_heavy_above_the_budget_only() -> None:
    def size(count: int) -> int:
        data = f"<p>{words(count)}</p>".encode()
        compressed = len(zlib.compress(data, 6, wbits=31))
        kept = inspect_file("a/index.html", data, "https://test.example/").size
        assert kept == (compressed if compressed > HEAVY_PAGE else 0)
        return kept

    sizes = [bool(size(count)) for count in range(1500, 6000, 90)]
    assert sizes == sorted(sizes) and len(set(sizes)) == 2


def test_a_page_of_many_texts_is_noted_by_its_own_name() -> None:
    [note] = find_heavy_pages({"topic/care/index.html": 11_040}, {"long/index.html": FILE})
    assert str(note) == (
        "topic/care/index.html: is 11.0 kB compressed, over 12.5 kB, and slow on an old phone; "
        "shorten the titles and summaries of what it lists [list-heavy]"
    )
