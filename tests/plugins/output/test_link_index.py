"""A site that is validated after each change has the errors that a site has which is validated as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from plugins.cache.database import Cache
from plugins.output.link_index import validate_output
from plugins.output.output_dir import File, OutputDir
from plugins.output.validate import NEEDED

URL = "https://clinic.example/"
Site = dict[str, str]


def page(title: str, *links: str, ids: str = "") -> str:
    body = "".join(f'<a href="{link}">x</a>' for link in links) + (f'<h2 id="{ids}">x</h2>' if ids else "")
    head = f'<title>{title}</title><meta name="description" content="About {title}">'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><h1>x</h1>{body}</body></html>'


FIRST: Site = {
    **dict.fromkeys(NEEDED, "<x/>"),
    "index.html": page("Home", "/a/", "/b/#there"),
    "404.html": page("Lost"),
    "a/index.html": page("A", "/"),
    "b/index.html": page("B", "/a/", ids="there"),
}
CHANGES: dict[str, Site] = {
    "other words": {"a/index.html": page("A", "/", "/b/")},
    "a link that leads nowhere": {"a/index.html": page("A", "/c/")},
    "a place that is gone": {"b/index.html": page("B", "/a/")},
    "a place that never was": {"a/index.html": page("A", "/b/#where")},
    "a page that is gone": {"a/index.html": ""},
    "a page that nothing links to is gone": {"404.html": ""},
    "a page more": {"c/index.html": page("C", "/b/#there")},
    "a title twice": {"a/index.html": page("B")},
    "two titles that change places": {"a/index.html": page("B"), "b/index.html": page("A", ids="there")},
    "an error of its own": {"a/index.html": "<p>"},
}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache(tmp_path / "cache.db")
    yield opened
    opened.close()


def validate(folder: Path, site: Site, cache: Cache, base: bytes = b"code") -> list[str]:
    """Write the files of a site that are not empty, and return its errors."""
    files = {name: File(name, text.encode(), partial(str.encode, text)) for name, text in site.items() if text}
    output = OutputDir(folder, cache)
    output.update(files, Path("none"))
    errors, _ = validate_output(output, "site", cache, {}, URL, base)
    cache.commit()
    return sorted(map(str, errors))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_has_the_errors_of_the_whole_site(tmp_path: Path, cache: Cache, change: Site) -> None:
    assert validate(tmp_path / "site", FIRST, cache) == []
    whole = Cache(tmp_path / "whole.db")
    errors = validate(tmp_path / "whole", FIRST | change, whole)
    whole.close()
    assert validate(tmp_path / "site", FIRST | change, cache) == errors
    assert validate(tmp_path / "site", FIRST | change, cache) == errors
    assert validate(tmp_path / "site", FIRST, cache) == []


def test_the_facts_of_other_code_are_not_read(tmp_path: Path, cache: Cache) -> None:
    assert validate(tmp_path / "site", FIRST, cache) == []
    cache.save(
        "facts of site", [(name, key, b"of other code") for name, key in cache.load_inputs("facts of site").items()]
    )
    assert validate(tmp_path / "site", FIRST | CHANGES["other words"], cache, b"other code") == []


@pytest.mark.parametrize("kind", ["facts of site", "link index"])
def test_what_is_lost_is_found_again(tmp_path: Path, cache: Cache, kind: str) -> None:
    assert validate(tmp_path / "site", FIRST, cache) == []
    with sqlite3.connect(cache.path) as db:
        db.execute("UPDATE results SET result = x'00' WHERE kind = ?", (kind,))
    db.close()
    assert validate(tmp_path / "site", FIRST | CHANGES["a place that is gone"], cache) != []
    assert validate(tmp_path / "site", FIRST, cache) == []
