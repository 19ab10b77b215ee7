"""A build that was killed and a cache that was damaged cost time, and never change what the next build publishes."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from plugins.cache.database import CACHE_FILE, Cache
from plugins.cache.file_stat import SETTLED
from tests.rebuild.builds import Done, differences, finish, kill, manifest_faults, mirror, site, start
from tests.rebuild.damage import DAMAGES, cache_files
from tests.rebuild.sources import Sources

MOMENTS = 8  # at which a build is killed
MOST = 3  # files of the cache that are damaged in one way
PICKLED = b"\x80"  # the first byte of a result that is an object


@dataclass
class Project:
    """Sources that go to and fro between two states, and what a clean build makes of each."""

    sources: Sources
    clean: list[tuple[Done, dict[str, bytes]]]
    state: int = 1

    @property
    def folder(self) -> Path:
        return self.sources.folder

    def turn(self) -> None:
        self.state = 1 - self.state
        edit(self.sources, self.state)

    def fault(self) -> str:
        """How a build now differs from a clean one, "" if it does not."""
        done = finish(start(self.folder, self.sources.today))
        wanted, clean = self.clean[self.state]
        if done != wanted:
            return f"{done}\na clean build: {wanted}"
        return differences(site(self.folder / "output"), clean) or manifest_faults(self.folder, self.sources.today)


def edit(sources: Sources, state: int) -> None:
    """What shows on its own page, in lists, in the feed and in the search index."""
    sources.articles["one"].version = 20 + state
    sources.articles["two"].title = f"The second, in state {state}"
    sources.articles["three"].tags = ("rest",) if state else ("skin",)
    sources.write()


@pytest.fixture(scope="module")
def whole(first: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Done, dict[str, bytes]]]]:
    """A project that was built in both states, so that there are two trees and a full cache; and its clean sites."""
    folder = tmp_path_factory.mktemp("recovery")
    sources, clean = Sources(shutil.copytree(first, folder / "project")), []
    for state in (0, 1):
        edit(sources, state)
        assert finish(start(sources.folder, sources.today)).code == 0
        mirror(sources.folder, folder / "clean")
        done = finish(start(folder / "clean", sources.today))
        clean.append((done, site(folder / "clean/output")))
    return sources.folder, clean


@pytest.fixture
def project(whole: tuple[Path, list[tuple[Done, dict[str, bytes]]]], tmp_path: Path) -> Project:
    sources = Sources(shutil.copytree(whole[0], tmp_path / "project"))
    edit(sources, 1)
    return Project(sources, whole[1])


def test_a_killed_build_leaves_a_whole_site_and_the_next_one_is_right(project: Project) -> None:
    started, random = time.monotonic(), Random(4)
    assert project.fault() == ""
    usual = time.monotonic() - started
    for number in range(MOMENTS):
        before = site(project.folder / "output")
        project.turn()
        share = 1.1 * (number + random.random()) / MOMENTS
        kill(project.folder, project.sources.today, share * usual)
        left = site(project.folder / "output")
        assert left == before or differences(left, project.clean[project.state][1]) == "", f"killed at {share:.2f}"
        assert project.fault() == "", f"after a build that was killed at {share:.2f} of its time"


def test_an_article_that_was_added_and_deleted_at_once_is_gone(project: Project) -> None:
    """The build between is too early to be remembered; the one before it is not taken for it."""
    time.sleep(SETTLED / 1e9)
    assert project.fault() == ""
    added = project.folder / "content/articles/added.md"
    text = (project.folder / "content/articles/three.md").read_text("utf-8")
    added.write_text(text.replace("The third", "The ninth").replace("Three is", "Nine is"))
    done = finish(start(project.folder, project.sources.today))
    assert (done.code, (project.folder / "output/added/index.html").exists()) == (0, True), done
    added.unlink()
    assert project.fault() == ""


def replace_by_folder(file: Path, random: Random) -> None:
    file.unlink()
    file.mkdir()
    (file / "within").write_text("foreign")


def damage(how: str) -> Callable[[Path, Random], None]:
    def act(file: Path, random: Random) -> None:
        file.write_bytes(DAMAGES[how](file.read_bytes(), random))

    return act


HURTS: dict[str, Callable[[Path, Random], None]] = {
    **{how: damage(how) for how in DAMAGES},
    "gone": lambda file, random: file.unlink(),
    "unreadable": lambda file, random: file.chmod(0),
    "a folder": replace_by_folder,
}


@pytest.mark.parametrize("how", HURTS)
def test_a_damaged_cache_is_never_believed(project: Project, how: str) -> None:
    random = Random(how)
    files = cache_files(project.folder)
    spare = sorted(path for path in (project.folder / ".build/output.spare").rglob("*.*") if path.is_file())
    for file in [*random.sample(files, min(MOST, len(files))), random.choice(spare)]:
        if file.is_file():
            HURTS[how](file, random)
        project.turn()
        assert project.fault() == "", f"{file.relative_to(project.folder)} was {how}"


def test_results_of_other_code_in_another_form_are_made_again(project: Project) -> None:
    path = project.folder / CACHE_FILE
    with contextlib.closing(sqlite3.connect(path)) as db:
        kinds = [kind for (kind,) in db.execute("SELECT DISTINCT kind FROM results")]
    with contextlib.closing(Cache(path)) as cache:
        rows = {kind: cache.load_all(kind).items() for kind in kinds}
        pickled = {kind: [(name, one[0]) for name, one in rows[kind] if one[1].startswith(PICKLED)] for kind in kinds}
        for kind in kinds:
            cache.save(kind, [(name, inputs, PICKLED + b"no such class") for name, inputs in pickled[kind]])
        assert len([kind for kind in kinds if pickled[kind]]) > 5
        cache.commit()
    project.turn()
    assert project.fault() == ""
