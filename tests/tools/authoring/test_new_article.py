"""`make new`: what it asks, and that what it writes passes the gate as a draft and not before it is written."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from plugins.diagnostics.diagnostic import Refused
from plugins.documents.document import PLACEHOLDER, make_document
from plugins.documents.front_matter import Parts
from tests.project import ROOT
from tests.small import TODAY, build, put, told
from tests.small import make as make_project
from tools.authoring.new_article import (
    KINDS,
    check_name,
    check_title,
    main,
    make_choice_check,
    make_skeleton,
    propose_name,
)

DAY = date(2026, 6, 1)
TITLES = (
    "Sun after a laser",
    "Flu: the \"what\" & 'why'",
    "Dose #5: 50% \\ {x [y] <b> $HOME",
    "¿Qué es el láser? Año tras año",
    "💉🙂",
    "- no",
    "no",
    "0042",
    "key: value",
    "<day>",
    "A very long title " * 20,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("new") / "a project")


def new(folder: Path, answers: str = "", **said: str) -> subprocess.CompletedProcess[str]:
    """`python -m tools.authoring.new_article`; `answers` are typed."""
    return subprocess.run(
        [sys.executable, "-m", "tools.authoring.new_article"],
        cwd=folder,
        env={**os.environ, "SITE_DATE": TODAY, **said},
        input=answers,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_written_so_that_it_is_read_as_it_is(title: str, kind: str) -> None:
    title = check_title(title)
    document, faults = make_document(
        "articles/one.md", make_skeleton(title, kind, "care", DAY).encode(), {"topics": ["care"]}
    )
    assert faults == []
    assert document and document.meta.title == title
    assert (document.meta.kind, document.meta.draft, document.meta.date) == (kind, True, DAY)
    assert re.fullmatch("[a-z0-9-]{3,60}|no|0042", propose_name(title, Path("nowhere")))


def test_a_name_that_a_text_has_is_not_proposed(tmp_path: Path) -> None:
    names = [propose_name("One two", tmp_path) for _ in range(3) if not (tmp_path / "x").exists()]
    assert names == ["one-two"] * 3
    for taken in ("one-two.md", "es/one-two-2.md"):
        (tmp_path / taken).parent.mkdir(exist_ok=True)
        (tmp_path / taken).touch()
    assert propose_name("One two", tmp_path) == "one-two-3"


def test_a_treatment_has_every_part_and_two_sources() -> None:
    document, _ = make_document("articles/one.md", make_skeleton("One", "treatment", "care", DAY).encode(), {})
    assert document
    assert [name for name in Parts.model_fields if not getattr(document.header, name)] == []
    assert len(document.header.references) == 2  # type: ignore[union-attr]
    assert document.cited == (1, 2)


def test_a_treatment_passes_once_all_is_written() -> None:
    numbers = itertools.count()
    text = re.sub(PLACEHOLDER, lambda _: f"so{next(numbers)}", make_skeleton("One", "treatment", "care", DAY))
    text = text.replace("status: draft", "status: published")
    assert make_document("articles/one.md", text.encode(), {"sellers": ["maker.example"]})[1] == []


def test_a_new_article_passes_as_a_draft_and_not_before_it_is_written(project: Path) -> None:
    for kind in KINDS:
        put(project, {f"content/articles/a-{kind}.md": make_skeleton(f"A {kind}", kind, "care", DAY)})
    done = new(project, TITLE="One: news", KIND="ne")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("content/articles/one-news.md is a draft.")
    assert "make serve shows it at /one-news/\n" in done.stdout
    done = build(project, "--preview")
    assert (done.returncode, done.stderr) == (0, "")
    news = project / "content/articles/one-news.md"
    text = news.read_text("utf-8")
    news.write_text(text.replace("status: draft", "status: published"), "utf-8")
    marked = [number for number, line in enumerate(text.split("\n"), 1) if PLACEHOLDER in line]
    assert 3 in marked and len(marked) > 5
    assert told(project)[:-1] == sorted(
        (
            f"content/articles/one-news.md:{number}: ✎ marks what is not written yet; "
            "write it, or delete the line; a draft may keep it"
            for number in marked
        ),
        key=lambda line: int(line.split(":")[1]),
    )
    news.unlink()


def test_what_a_new_article_asks_for_claims_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    for kind in KINDS:
        put(project, {f"content/articles/a-{kind}.md": make_skeleton(f"A {kind}", kind, "care", DAY)})
    words = [sys.executable, "-m", "tools.quality.lint_texts"]
    done = subprocess.run(
        words, cwd=project, env={**os.environ, "SITE_DATE": TODAY, "FORM": "json"}, capture_output=True, text=True
    )
    found = {text["file"]: [one["rule"] for one in text["diagnostics"]] for text in json.loads(done.stdout)["texts"]}
    for kind in KINDS:
        assert not [rule for rule in found[f"content/articles/a-{kind}.md"] if rule.startswith("CL")]


def test_it_asks_until_the_answer_is_fit(project: Path) -> None:
    done = new(project, "\nChat\nstory\nt\n\nGood\nabout\nchat-with-us\n")
    assert (done.returncode, done.stderr) == (0, "")
    path = project / "content/articles/chat-with-us.md"
    assert "\nkind: treatment\n" in path.read_text("utf-8")
    for said in (
        "an article needs a title; write one",
        "'story' is none of treatment, advice, news; write one of them",
        "File name [chat]: the address /chat/ belongs to the site itself; choose another name",
        "the name is the address, in small letters, digits and hyphens; name it good.md",
        "content/pages/about.md has that name; choose another",
    ):
        assert said in done.stdout, said


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (
            {"TITLE": "Good", "KIND": "news", "FILE": "good"},
            "FILE: content/articles/good.md has that name; choose another",
        ),
        ({"TITLE": "Fine", "KIND": "story"}, "KIND: 'story' is none of treatment, advice, news; write one of them"),
        ({"TITLE": "Fine", "KIND": "news", "TOPIC": "teeth"}, "TOPIC: 'teeth' is none of care; write one of them"),
        ({"TITLE": "Fine", "KIND": "news", "FILE": "../up"}, "FILE: the name is the address, "),
        ({"TITLE": "One\u202etwo", "KIND": "news"}, "TITLE: there is an unseen character (U+202E)"),
        ({"TITLE": "Fine"}, "\nNothing was written. Without questions: make new TITLE='…' KIND=news"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    said: dict[str, str],
    says: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = sorted(project.glob("content/**/*"))
    monkeypatch.chdir(project)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert main() == 1
    told = capsys.readouterr().err
    assert told.startswith(says) and "Nothing was written" in told
    assert sorted(project.glob("content/**/*")) == before


def test_ctrl_c_ends_it_quietly(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pressed(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.chdir(project)
    monkeypatch.setattr("builtins.input", pressed)
    assert main() == 130
    assert capsys.readouterr().err == "\nStopped; nothing was written.\n"


def test_names_and_choices(tmp_path: Path) -> None:
    put(tmp_path, {"articles/2026/flu.md": ""})
    with pytest.raises(Refused, match="has that name"):
        check_name("flu.md", tmp_path)
    assert check_name(" flu-shot ", tmp_path) == "flu-shot"
    assert make_choice_check(("laser", "laser-care"))("laser") == "laser"
    with pytest.raises(Refused):
        make_choice_check(("laser", "laser-care"))("l")


def test_a_title_reaches_it_from_make_as_it_was_typed(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\ntest "$2" = tools.authoring.new_article || exit 0\nprintf %s "$TITLE|$KIND"\n', "utf-8"
    )
    python.chmod(0o755)
    title = """Cost: $5, $(shell ls) & "50%" it's `ls` \\ ✓"""
    command = ["make", "new", f"TITLE={title}", "KIND=news"]
    # make hands its own flags and level down to the makes it starts, and make test is one of them
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{title}|news")
