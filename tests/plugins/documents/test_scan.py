from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents import scan
from plugins.documents.scan import SLUG, find_strays, format_path, make_slug

SIDE_FILES = ("#a.md#", ".#a.md", "4913", "desktop.ini", "Thumbs.db", "~$a.docx", "sub/a.md.tmp", ".a.md.swp")


def markdown_files(content: Path, folder: str) -> tuple[list[str], list[Diagnostic]]:
    states, problems = scan.find_markdown_files(content, folder)
    return list(states), problems


def test_files_are_found_in_order_and_editors_leftovers_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "sub/c.md", ".hidden.md", ".git/d.md", "a.md~", "sub/.DS_Store", *SIDE_FILES):
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert markdown_files(tmp_path, "articles") == (["articles/a.md", "articles/b.md", "articles/sub/c.md"], [])


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert markdown_files(tmp_path, "articles") == ([], [])


def test_nothing_is_followed_out_of_the_content(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").touch()
    content = tmp_path / "content"
    content.mkdir()
    (content / "articles").symlink_to(elsewhere)
    assert markdown_files(content, "articles") == ([], [])
    assert [str(problem) for problem in find_strays(content)] == [
        "content/articles: is a link to elsewhere; put the files here [content-link]"
    ]


def test_what_is_read_by_other_than_the_build_may_stand_there(tmp_path: Path) -> None:
    for name in ("withdrawn.txt", "README.md", "notes.txt", "desktop.ini", "Thumbs.db"):
        (tmp_path / name).touch()
    assert [problem.file for problem in find_strays(tmp_path)] == [f"{tmp_path.name}/notes.txt"]


def test_chat_and_contact_are_names_of_pages(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in ("chat", "contact"):
        (tmp_path / f"pages/{name}.md").touch()
    assert markdown_files(tmp_path, "pages") == (["pages/chat.md", "pages/contact.md"], [])


def test_a_name_that_is_no_text_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/articles/caf\xe9.md")).touch()
    [problem] = markdown_files(tmp_path, "articles")[1]
    assert problem.file == f"{tmp_path.name}/articles/caf\\udce9.md"
    assert format_path(Path("content"), "a\nb.md") == "content/a\\nb.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Halo laser", "halo-laser"),
        ("What's “new”? (2026) & more", "what-s-new-2026-more"),
        ("Piel año", "piel-ano"),
        ("Größe", "grosse"),
        ("  C++  ", "c"),
        ("مخاطر", "x443c2445"),
        ("😀", "x054db544"),
        ("", "x00000000"),
    ],
)
def test_any_text_becomes_part_of_an_address(text: str, expected: str) -> None:
    assert make_slug(text) == expected
    assert SLUG.fullmatch(expected)


def test_a_picture_that_is_no_file_is_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.jpg").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "images/b.jpg")
    assert [problem.file.partition("/")[2] for problem in find_strays(tmp_path)] == ["images/a.jpg", "images/b.jpg"]
