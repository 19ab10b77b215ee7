"""Every mistake that stops a build, and every note, stands in the line of the pull request that it is about."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cache.file_stat import SETTLED
from plugins.diagnostics.diagnostic import Diagnostic
from tests import small
from tests.project import ROOT
from tests.small import article, build, make, put
from tools.quality.annotations import LEVELS, Annotation, annotate, format_annotations

COMMAND = re.compile(r"::(?P<level>\w+)(?: (?P<properties>[^:]*))?::(?P<message>.*)")
TEXT = st.text(st.sampled_from("ab%:,=\r\n é0A25") | st.characters(exclude_categories=["Cs"]), max_size=12)


class Read(NamedTuple):
    level: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Read:
    """Read a workflow command as GitHub does: cut at signs, then turn %XX into what they stand for."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (found["properties"] or "").split(",")
    properties = {name: unescape(value, "%3A", "%2C") for name, _, value in (pair.partition("=") for pair in pairs)}
    return Read(found["level"], {name: value for name, value in properties.items() if name}, unescape(found["message"]))


def unescape(text: str, *more: str) -> str:
    for code in ("%0D", "%0A", *more, "%25"):
        text = text.replace(code, chr(int(code[1:], 16)))
    return text


def test_signs_that_would_break_out_are_written_in_another_way() -> None:
    told = Annotation("error", "50%\n::error::no, a: b\r", "content/a,b:c%.md", 3, 7, "CL:1,%")
    assert format_annotations([told]) == [
        "::error file=content/a%2Cb%3Ac%25.md,line=3,col=7,title=CL%3A1%2C%25::50%25%0A::error::no, a: b%0D"
    ]


@given(st.sampled_from([*LEVELS.values()]), TEXT, TEXT.filter(bool), st.integers(1, 9), st.integers(0, 9), TEXT)
def test_what_is_read_from_an_annotation_is_what_was_written(
    level: str, message: str, file: str, line: int, column: int, title: str
) -> None:
    [command] = format_annotations([Annotation(level, message, file, line, column, title)])
    assert not {"\r", "\n"} & set(command)
    said = {"file": file, "line": str(line), "col": str(column or ""), "title": title}
    assert read(command) == Read(level, {name: value for name, value in said.items() if value}, message)


def test_errors_come_first_then_files_and_lines_each_once() -> None:
    told = [
        Annotation("notice", "n", "a.md", 1),
        Annotation("error", "late", "b.md", 10),
        Annotation("warning", "w", "a.md", 1),
        Annotation("error", "late", "b.md", 10),
        Annotation("error", "early", "b.md", 9),
        Annotation("error", "of no file"),
    ]
    assert [read(line).message for line in format_annotations(told)] == ["of no file", "early", "late", "w", "n"]


def test_what_names_no_file_is_named_in_the_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, {"content/a.md": ""})
    lost = Diagnostic("output", 0, "", "page-lost", "is lost", "mend it")
    assert annotate(lost) == Annotation("error", "output: is lost; mend it [page-lost]")
    empty = Diagnostic("content/a.md", 0, "", "a-rule", "is empty", "mend it")
    assert annotate(empty) == Annotation("error", "is empty; mend it", "content/a.md", 1, 0, "a-rule")
    old = Diagnostic("content/a.md", 4, "date", "a-rule", "is old", "mend it", "note", 3, "1999")
    assert annotate(old) == Annotation("notice", "date: “1999”: is old; mend it", "content/a.md", 4, 3, "a-rule")


BAD = "content/articles/bad.md"


def bad(body: str = "One sentence.", **fields: str) -> dict[str, str]:
    return {BAD: article(body, **{"title": "Another", "summary": "Another thing.", **fields})}


def with_theme(name: str, old: str, new: str) -> dict[str, str]:
    """A template of the theme, with one change."""
    text = (ROOT / "theme/templates" / name).read_text("utf-8")
    assert old in text
    return {f"theme/templates/{name}": text.replace(old, new, 1)}


MISTAKES = {
    "a field": (bad(date="31 Feb"), BAD, 4),
    "a link": (bad("Words.\n\n[x]({filename}/articles/none.md)"), BAD, 12),
    "a place": (bad("[x]({filename}/articles/good.md#nowhere)"), BAD, 10),
    "a picture": (bad("![A room](none.png)"), BAD, 10),
    "a claim": (bad("A painless laser."), BAD, 10),
    "a title of another text": (bad(title="A good article"), "content/articles/good.md", 2),
    "an address of another text": (bad(redirect_from="\n  - /good/"), BAD, 8),
    "the clinic's facts": ({"content/clinic.yaml": f"{small.CLINIC}colour: red\n"}, "content/clinic.yaml", 21),
    "a photograph's record": ({"content/photos.yaml": "a.png:\n  kind: cat\n"}, "content/photos.yaml", 2),
    "a file that nothing reads": ({"content/notes.txt": "x"}, "content/notes.txt", 1),
    "a page as it is seen": (
        with_theme("article.html", "<article>", '<article><a href="/nowhere/">x</a>'),
        "content/articles/good.md",
        1,
    ),
    "a template": ({"theme/templates/home.html": "{{ 1 +\n}}\n"}, "theme/templates/home.html", 2),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("good") / "project")


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "project")


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_that_stops_a_build_stands_in_its_line(folder: Path, name: str) -> None:
    files, file, line = MISTAKES[name]
    put(folder, files)
    done = build(folder, FORM="annotations")
    [told] = [read(one) for one in done.stdout.splitlines()]
    assert done.returncode == 1
    assert told.level == "error"
    rule = told.properties.pop("title")
    told.properties.pop("col", None)
    assert told.properties == {"file": file, "line": str(line)}
    [error, last] = done.stderr.splitlines()
    assert error in (f"{file}:{line}: {told.message} [{rule}]", f"{file}: {told.message} [{rule}]")
    assert last == "1 problem. Nothing was written; the site is as it was."


def test_what_a_template_breaks_on_every_page_is_told_of_each_by_its_text_if_it_has_one(folder: Path) -> None:
    put(folder, with_theme("base.html", "</body>", '<a href="/nowhere/">x</a></body>'))
    told = [read(line) for line in build(folder, FORM="annotations").stdout.splitlines()]
    messages = {one.message.partition(": ")[0]: one.properties.get("file", "") for one in told}
    texts = {"about/index.html": "content/pages/about.md", "good/index.html": "content/articles/good.md"}
    assert {page: file for page, file in messages.items() if file} == texts
    assert {"index.html", "404.html", "topic/care/index.html"} < messages.keys()


def test_a_warning_is_an_annotation_of_every_build(folder: Path) -> None:
    put(folder, bad("It means less downtime."))
    time.sleep(SETTLED / 1e9)
    for _ in range(2):  # the second loads nothing that would build
        done = build(folder, FORM="annotations")
        first, last = done.stdout.splitlines()
        assert (done.returncode, last) == (0, "10 pages in output/, each checked.")
        place = {"file": BAD, "line": "10", "col": "10", "title": "CL009"}
        assert read(first)[:2] == ("warning", place)
        assert done.stderr == f"Note: {BAD}:10: {read(first).message} [CL009]\n"


def test_without_being_asked_a_build_prints_none(folder: Path) -> None:
    put(folder, bad("A painless laser."))
    assert build(folder).stdout == ""


def test_another_form_is_refused_and_nothing_built(folder: Path) -> None:
    done = build(folder, FORM="xml")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "FORM=xml: is no form of what is built; write FORM=annotations, or leave it out [form-unknown]\n"
    )
    assert not (folder / "output").exists()
