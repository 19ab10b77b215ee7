"""Which changes are amended, and which take a whole build. That both make the same site is proven in tests/rebuild."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.cache.file_stat import SETTLED
from plugins.cache.inputs import CONTENT, hash_inputs
from plugins.cache.store import Store
from plugins.documents.scan import scan_texts
from tests.small import TODAY, article, build, make, put
from tools.amend import Made, amended
from tools.build import STORE

LIVE, SPARE = Path("output"), Path(".build/output.spare")
WARNING = "Treatment means less downtime."


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two texts, built from files that are old enough to be known by their states."""
    folder = make(tmp_path_factory.mktemp("amend") / "project")
    put(folder, {"content/articles/other.md": article(WARNING, title="Another", summary="It says another thing.")})
    time.sleep(SETTLED / 1e9)
    assert build(folder).returncode == 0
    return folder


@pytest.fixture
def project(good: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """That project, put back by hand: a copy's files would have other states."""
    monkeypatch.chdir(good)
    monkeypatch.setenv("SITE_DATE", TODAY)
    yield good
    put(good, {"content/articles/good.md": article("One sentence.\n\n## What helps\n\nRest.")})
    time.sleep(SETTLED / 1e9)
    assert build(good).returncode == 0


def tried() -> Made | None:
    with contextlib.closing(Store(STORE)) as store:
        return amended(LIVE, SPARE, store, hash_inputs(os.environ["SITE_DATE"]).others, scan_texts(CONTENT))


def write(project: Path, body: str, **fields: str) -> None:
    put(project, {"content/articles/good.md": article(body, **fields)})


def test_other_words_are_amended(project: Path) -> None:
    write(project, "Other words.\n\n## What helps\n\nSleep.")
    made = tried()
    assert made
    assert made.changed == ("articles/good.md",)
    assert "Other words" in (SPARE / "good/index.html").read_text()
    assert any("less downtime" in str(note) for note in made.notes)


def test_what_is_amended_is_amended_again_and_back(project: Path) -> None:
    before = (LIVE / "good/index.html").read_text()
    for body in ("Other words.\n\n## What helps\n\nSleep.", "One sentence.\n\n## What helps\n\nRest."):
        write(project, body)
        assert tried()
        assert build(project).returncode == 0
    assert (LIVE / "good/index.html").read_text() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda project: write(project, "One sentence.\n\n## What helps\n\nRest.", title="Another title"),
        lambda project: write(project, "One sentence.\n\n## What else helps\n\nRest."),
        lambda project: write(project, "A painless treatment.\n\n## What helps\n\nRest."),
        lambda project: write(project, "One [link](nowhere)\n\n## What helps\n\nRest."),
        lambda project: write(project, "# Large\n\n## What helps\n\nRest."),
    ],
    ids=["title", "heading", "claim", "link", "mistake"],
)
def test_what_others_know_of_a_text_takes_a_whole_build(project: Path, change: Callable[[Path], None]) -> None:
    change(project)
    assert tried() is None


@pytest.mark.parametrize("name", ["more.md", "No Address.md"])
def test_a_text_that_comes_or_goes_takes_a_whole_build(project: Path, name: str) -> None:
    path = project / "content/articles" / name
    path.write_text(article("Words.", title="More", summary="It says more."))
    assert tried() is None
    path.unlink()


def test_any_other_source_takes_a_whole_build(project: Path) -> None:
    template = project / "theme/templates/article.html"
    text = template.read_text()
    template.write_text(f"{text} ")
    assert tried() is None
    template.write_text(text)


def test_a_page_that_was_touched_takes_a_whole_build(project: Path) -> None:
    write(project, "Other words.\n\n## What helps\n\nSleep.")
    shutil.rmtree(SPARE, ignore_errors=True)
    (LIVE / "other/index.html").write_text("Mine.")
    assert tried() is None


def test_another_day_takes_a_whole_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_DATE", "2026-06-02")
    assert tried() is None


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_of_another_day_takes_a_whole_build(project: Path, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setenv("SITE_DATE", "")
    assert build(project, SITE_DATE="").returncode == 0
    write(project, "Other words.\n\n## What helps\n\nSleep.")
    assert tried()
    machine = time.time
    monkeypatch.setattr(time, "time", lambda: machine() + days * 86_400)
    assert tried() is None
