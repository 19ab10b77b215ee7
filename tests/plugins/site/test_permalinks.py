from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.site.permalinks import (
    FILE,
    MAX_GUESSES,
    find_broken_permalinks,
    find_unlisted_permalinks,
    format_permalinks,
    load_permalinks,
)
from tests.plugins.site.test_urls import SCHEME, meta
from tests.small import strip_rule_ids

TODAY = date(2026, 6, 1)
CARDS = [
    meta("halo-laser", redirect_from=("/2019/05/Halo",)),
    meta("laser-recovery"),
    meta("halo-es", lang="es"),
    meta("soon", date=date(2026, 7, 1)),
    meta("draft", path="pages/draft.md", draft=True, redirect_from=("/old-draft/",)),
]
GONE = "or delete this line if it is gone for good"


def told(*listed: str) -> list[str]:
    numbered = {address: number for number, address in enumerate(listed, 1)}
    return [strip_rule_ids(str(one)) for one in find_broken_permalinks(numbered, CARDS, SCHEME, TODAY, "content")]


def test_what_is_found_today_has_not_vanished() -> None:
    assert told("/halo-laser/", "/halo-laser", "/2019/05/Halo", "/2019/05/halo/", "/es/halo-es/") == []


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/halo/", "content/articles/halo-laser.md"),
        ("/halo", "content/articles/halo-laser.md"),
        ("/2018/recovery/", "content/articles/laser-recovery.md"),
        ("/es/halo/", "content/articles/halo-es.md"),
        ("/sun/", "the article that readers shall find instead"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_the_line_to_write(address: str, where: str) -> None:
    assert told("/halo-laser/", address) == [
        f'content/addresses.txt:2: {address} was published and leads nowhere now; write "- {address}" under '
        f"redirect_from in {where}, {GONE}"
    ]


def test_where_all_addresses_vanish_at_once_only_a_few_guesses_are_made() -> None:
    lines = told(*(f"/halo-{n}/" for n in range(50)))
    assert (len(lines), sum("content/articles/halo-laser.md" in line for line in lines)) == (50, MAX_GUESSES)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/soon/", "content/articles/soon.md appears on 2026-07-01; give that a day that has come"),
        ("/draft/", "content/pages/draft.md is a draft; publish that again"),
        ("/old-draft/", "content/pages/draft.md is a draft; publish that again"),
    ],
)
def test_an_address_that_is_taken_back_is_told(address: str, why: str) -> None:
    assert told(address) == [f"content/addresses.txt:1: {address} was published, and {why}, or delete this line"]


def test_what_is_not_on_the_list_yet_is_told_in_a_line() -> None:
    assert [strip_rule_ids(str(one)) for one in find_unlisted_permalinks(["/a/"], {"/b/", "/a", "/c/"}, "content")] == [
        "content/addresses.txt: /b/ and 1 more are not on the list of published addresses; once they are published:"
        " make addresses, then commit it"
    ]
    assert list(find_unlisted_permalinks(["/a/"], {"/a/"}, "content")) == []


def test_the_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load_permalinks(tmp_path) == (None, [])
    (tmp_path / FILE).write_text(format_permalinks(["/b/", "/a/", "/b/"]), "utf-8")
    listed, problems = load_permalinks(tmp_path)
    assert (list(listed or {}), problems) == (["/a/", "/b/"], [])
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert listed == {"/a/": lines.index("/a/") + 1, "/b/": len(lines)}


def test_an_emptied_list_has_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("\n")
    assert load_permalinks(tmp_path) == ({}, [])


@pytest.mark.parametrize(
    "line", ["halo", "https://x.example/halo/", "/", "/a b/", "/../a/", "//a/", "/a/?b", "/caf%C3%A9/"]
)
def test_a_line_that_is_no_address_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"# One\n\r\n/a/\n {line}\n", "utf-8")
    listed, problems = load_permalinks(tmp_path)
    assert list(listed or {}) == ["/a/"]
    assert [(one.line, one.message) for one in problems] == [(4, f"{line!r} is not an address of this site")]


def test_a_conflict_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("<<<<<<< ours\n/a/\n=======\n/b/\n>>>>>>> theirs\n", "utf-8")
    assert [(one.line, one.message.split()[0]) for one in load_permalinks(tmp_path)[1]] == [(1, "git"), (5, "git")]


@pytest.mark.parametrize(
    "make", [Path.mkdir, lambda path: path.symlink_to("x"), lambda path: path.write_bytes(b"\xff")]
)
def test_a_list_that_cannot_be_read_is_told(make: Callable[[Path], Any], tmp_path: Path) -> None:
    make(tmp_path / FILE)
    _, problems = load_permalinks(tmp_path)
    assert [one.file for one in problems] == [f"{tmp_path.name}/{FILE}"]
