"""Builds by a clock that is set forward and back, each compared with a clean build of that day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.cache.file_stat import SETTLED
from tests.fake_clock import Clock
from tests.project import tree
from tests.rebuild.builds import Clean, differences, mirror, tree_of
from tests.small import article, build, make, put
from tests.soak import select_rows

DUE = "2026-06-02"
TEXTS = {
    "content/articles/later.md": article("Later.", title="Later", summary="It is later.", date=DUE),
    "content/articles/much-later.md": article("Then.", title="Then", summary="It is then.", date="2027-05-01"),
}
BEFORE, ON_THE_DAY, AHEAD = "2026-06-01T12:00", "2026-06-02T12:00", "2027-06-01T12:00"
# When builds are made, one after the other, and what the clock did before each.
TIMES = {
    "2026-06-01T23:59": "the first",
    "2026-06-02T00:00": "the day turned",
    "2026-06-01T12:00": "it was ahead by a day",
    "2026-06-01T00:00": "it is the same day",
    "2027-06-01T12:00": "it is ahead by a year",
    "2026-06-01T23:58": "it was ahead by a year",
    "2026-05-31T23:59": "it is behind",
    "2026-06-02T12:00": "it was behind",
}
Change = Callable[[Path, int], None]


def nothing(folder: Path, number: int) -> None:
    """Nothing: the last build's site is looked up."""


def other_words(folder: Path, number: int) -> None:
    """What the plan of the last build is amended with."""
    put(folder, {"content/articles/good.md": article(f"Sentence {number}.\n\n## What helps\n\nRest.")})


def another_title(folder: Path, number: int) -> None:
    put(folder, {"content/articles/good.md": article("Words.", title=f"A good article, {number}")})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make(tmp_path_factory.mktemp("clock") / "project")
    put(folder, TEXTS)
    return folder


COMMANDS: dict[str, tuple[str, ...]] = {"site": (), "preview": ("--preview",)}
BUILDS = {
    f"{name}-{change.__name__}": (words, change)
    for name, words in COMMANDS.items()
    for change in (nothing, other_words, another_title)
}
ROWS = select_rows(BUILDS, {"site-nothing", "preview-other_words"})


@pytest.mark.parametrize(("words", "change"), ROWS.values(), ids=ROWS)
def test_a_site_is_that_of_its_day_whatever_the_clock_said_before(
    project: Path, tmp_path: Path, words: tuple[str, ...], change: Change
) -> None:
    clock, clean = Clock(tmp_path / "clock", BEFORE), Clean(project, tmp_path / "clean")
    change(project, 0)
    time.sleep(SETTLED / 1e9)  # so that the first build is remembered
    made = tree_of(words)
    for number, (at, why) in enumerate(TIMES.items()):
        clock.set(at)
        if number:
            change(project, number)
        done = build(project, *words, SHRINK="1", **clock.environment)
        wanted, site = clean.start(at[:10], *words)()
        assert (done.returncode, done.stdout, done.stderr) == (0, wanted.out, wanted.err), why
        assert not differences(tree(project / made), {name: data for name, data in site.items() if name[-1] != "/"}), (
            why
        )
        if words:
            assert visitors(project) == ("see it" if at >= DUE else f"see it from {DUE} on"), why
        else:
            due = {"later": DUE, "much-later": "2027-05-01"}
            assert shown(project) == {name for name, day in due.items() if day <= at}, why
            assert manifest(project)["day"] == at[:10], why


def shown(folder: Path) -> set[str]:
    return {name for name in ("later", "much-later") if (folder / "output" / name).exists()}


def manifest(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / ".build/manifest.json").read_text())
    return found


def test_a_build_during_which_the_day_turns_is_of_the_new_day(project: Path, tmp_path: Path) -> None:
    """The clock turns when the first page is there: the day was read before."""
    clock = Clock(tmp_path / "clock", "2026-06-01T23:59")
    mirror(project, tmp_path / "clean")
    assert build(tmp_path / "clean", **clock.environment).returncode == 0
    assert shown(tmp_path / "clean") == set(), "it does not turn by itself"
    mirror(project, tmp_path / "clean")
    first = tmp_path / "clean/.build/output.spare/index.html"
    turning = clock.folder / "sitecustomize.py"
    turning.write_text(f"{turning.read_text()}\nfirst = {str(first)!r}\n{TURNED}")
    done = build(tmp_path / "clean", **clock.environment)
    assert done.returncode == 0, done.stderr
    assert shown(tmp_path / "clean") == {"later"}
    assert manifest(tmp_path / "clean")["day"] == DUE
    other = tmp_path / "other"
    mirror(project, other)
    assert build(other, SITE_DATE=DUE).stdout == done.stdout
    assert not differences(tree(tmp_path / "clean/output"), tree(other / "output"))


TURNED = "time.time = lambda: moved() + 60 * os.path.exists(first)\n"


def test_a_clock_that_was_ahead_is_no_measure_of_what_was_lost(project: Path, tmp_path: Path) -> None:
    """A smaller site than that of a later day asks nobody; one of the same day does."""
    clock, folder = Clock(tmp_path / "clock", AHEAD), tmp_path / "copy"
    mirror(project, folder)
    assert build(folder, **clock.environment).returncode == 0
    clock.set(BEFORE)
    assert build(folder, **clock.environment).returncode == 0
    (folder / "content/articles/good.md").unlink()
    assert "put back what is missing" in build(folder, **clock.environment).stderr


@pytest.fixture
def served(project: Path, tmp_path: Path) -> Iterator[tuple[Clock, Path]]:
    """The clock of a `make serve` that runs, and what it prints."""
    clock, log = Clock(tmp_path / "clock", BEFORE), tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools.preview.server", "0"],
            cwd=project,
            env={**os.environ, **clock.environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        assert eventually(lambda: "Ctrl-C ends" in log.read_text())
        yield clock, log
    finally:
        process.terminate()
        process.wait(30)


def eventually(happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not (happened := happens()) and time.monotonic() < end:
        time.sleep(0.1)
    return happened


def test_the_preview_is_of_the_day_that_the_clock_says_while_it_runs(project: Path, served: tuple[Clock, Path]) -> None:
    """Nobody saves anything, and nobody asks for a page."""
    clock, log = served
    page = project / ".build/preview/later/index.html"
    before = page.read_bytes()
    for at, seen in ((ON_THE_DAY, "see it"), (BEFORE, f"see it from {DUE} on"), (AHEAD, "see it")):
        builds = log.read_text().count("Building.")
        clock.set(at)
        assert eventually(lambda: log.read_text().count("Building.") > builds)  # noqa: B023
        assert eventually(lambda: visitors(project) == seen)  # noqa: B023
        assert (page.read_bytes() == before) == (at < DUE), "the banner above the page"
    time.sleep(6)  # longer than from one look at the clock to the next
    assert log.read_text().count("Building.") == builds + 1, "one build for each day"


def visitors(folder: Path) -> str:
    """What the panel says of who sees the article."""
    lines = json.loads((folder / ".build/panel.json").read_text())["later/"]["lines"]
    return next(str(line[1]) for line in lines if line[0] == "Visitors")
