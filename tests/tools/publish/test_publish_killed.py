"""Publishing that is killed at any moment, and publishing from two clones at once."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clone import HOST, REFUSED, SITE, Clone
from tests.project import ROOT
from tools.publish.publish import main

POINTS = 20
WRITES = {"init", "update-ref", "fast-import", "push"}  # and the last call, which follows the push
SEED = 20261123
OLD = {f"{number}/index.html": f"Old {number}" for number in range(40)}
NEW = {f"{number}/index.html": f"New {number}" for number in range(5, 45)}
# Loads the tool once; for each line of input a new process, with a group of its own, publishes.
PUBLISHER = """
import os, sys
from tools.publish.publish import main
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.setsid()
        os.environ["KILL_AT"] = line.strip()
        sys.stdout = sys.stderr = open(".build/said", "w", encoding="utf-8")
        code = main([])
        sys.stdout.flush()
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
# Stands before git on the PATH: kills all that publishes just before git is called for the KILL_AT-th time.
GIT = """#!/bin/sh
test "$KILL_AT" != 0 || exec '{git}' "$@"
echo "$1" >> .build/calls
test "$(wc -l < .build/calls)" -lt "$KILL_AT" || kill -9 0
exec '{git}' "$@"
"""


class Publisher:
    """Publishes from a clone in processes that can be killed."""

    def __init__(self, clone: Clone) -> None:
        self.clone = clone
        self.calls = clone.folder / ".build/calls"
        git = clone.folder / ".build/bin/git"
        git.parent.mkdir()
        git.write_text(GIT.format(git=shutil.which("git")))
        git.chmod(0o755)
        path = f"{git.parent}:{os.environ['PATH']}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", PUBLISHER],
            cwd=clone.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, kill_at: int = 0) -> int:
        """Publish; the process, which is its group too."""
        assert self.process.stdin and self.process.stdout
        self.calls.unlink(missing_ok=True)
        self.process.stdin.write(f"{kill_at}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int:
        """The exit code of what was started; of a signal, with a minus."""
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def said(self) -> str:
        return (self.clone.folder / ".build/said").read_text("utf-8")

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def publishers() -> Iterator[Callable[[Clone], Publisher]]:
    made: list[Publisher] = []

    def new(clone: Clone) -> Publisher:
        made.append(Publisher(clone))
        return made[-1]

    yield new
    for publisher in made:
        publisher.close()


def tree(clone: Clone) -> str:
    return clone.tip("gh-pages^{tree}")


def two_sites(clone: Clone, publisher: Publisher) -> tuple[str, str, str]:
    """Publish an old site, then build a new one: the old commit, its tree, and the tree of the new."""
    clone.build(OLD)
    assert main([]) == 0
    old, old_tree = clone.tip(), tree(clone)
    clone.commit()
    clone.build(NEW)
    publisher.start(kill_at=1000)
    assert publisher.end() == 0
    return old, old_tree, tree(clone)


def put_back(clone: Clone, old: str) -> None:
    clone.git("update-ref", "refs/heads/gh-pages", old, folder=clone.remote)


def test_killed_before_any_call_of_git_that_writes_the_site_is_whole_and_the_next_publish_gets_further(
    clone: Clone, publishers: Callable[[Clone], Publisher]
) -> None:
    publisher = publishers(clone)
    old, old_tree, new_tree = two_sites(clone, publisher)
    calls = publisher.calls.read_text().split()
    heads = clone.heads(clone.folder)
    assert calls.count("push") == 1
    for number, call in enumerate(calls, 1):
        if call not in WRITES and number < len(calls):
            continue
        put_back(clone, old)
        publisher.start(kill_at=number)
        assert publisher.end() == -signal.SIGKILL
        assert tree(clone) == (old_tree if number <= calls.index("push") + 1 else new_tree), (number, call)
    publisher.start()
    assert (publisher.end(), tree(clone)) == (0, new_tree), publisher.said()
    assert clone.heads(clone.folder) == heads
    assert list((clone.folder / ".git/publish").iterdir()) == []


def test_killed_at_any_moment_the_site_is_whole_and_the_next_publish_works(
    clone: Clone, publishers: Callable[[Clone], Publisher]
) -> None:
    chance = random.Random(SEED)
    publisher = publishers(clone)
    old, old_tree, new_tree = two_sites(clone, publisher)
    put_back(clone, old)
    started = time.perf_counter()
    publisher.start()
    assert publisher.end() == 0
    lasted = time.perf_counter() - started
    ends = []
    for point in range(POINTS):
        put_back(clone, old)
        group = publisher.start()
        time.sleep((point + chance.random()) / POINTS * lasted)
        kill(group)
        publisher.end()
        ends.append(tree(clone))
        assert ends[-1] in (old_tree, new_tree), (SEED, point)
        publisher.start()
        assert (publisher.end(), tree(clone)) == (0, new_tree), (SEED, point, publisher.said())
    assert old_tree in ends


def kill(group: int) -> None:
    """End a publish with all that it started, unless it has ended."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def test_killed_after_the_push_was_sent_the_site_is_new_and_nothing_is_left_to_do(
    clone: Clone, publishers: Callable[[Clone], Publisher], tmp_path: Path
) -> None:
    """origin, which is another machine's, goes on without us."""
    publisher = publishers(clone)
    old, old_tree, new_tree = two_sites(clone, publisher)
    put_back(clone, old)
    clone.git("config", "remote.origin.receivepack", "setsid git-receive-pack")
    sent, go = tmp_path / "sent", tmp_path / "go"
    clone.hook(clone.remote, "pre-receive", f"touch '{sent}'; while ! test -e '{go}'; do sleep 0.02; done")
    group = publisher.start()
    wait(sent.exists)
    kill(group)
    assert publisher.end() == -signal.SIGKILL
    assert tree(clone) == old_tree
    go.touch()
    wait(lambda: tree(clone) != old_tree)
    assert tree(clone) == new_tree
    publisher.start()
    assert (publisher.end(), publisher.said()[:15]) == (0, "Nothing changed")


def wait(until: Callable[[], bool]) -> None:
    for _ in range(1000):
        if until():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def test_of_two_who_publish_at_once_each_is_told_and_one_whole_site_is_live(
    clone: Clone, publishers: Callable[[Clone], Publisher], tmp_path: Path
) -> None:
    both = [publishers(clone), publishers(built(clone.another(tmp_path / "other")))]
    for turn in range(5):
        sites = [{**SITE, "index.html": f"{who} {turn}", f"{who}/{turn}.html": ""} for who in ("one", "two")]
        for publisher, site in zip(both, sites, strict=True):
            publisher.clone.build(site)
        for publisher in both:
            publisher.start()
        codes = [publisher.end() for publisher in both]
        assert 0 in codes
        for publisher, code in zip(both, codes, strict=True):
            said = (
                "Published 4 files" if code == 0 else f"{REFUSED}\nWhy: somebody else published at the same time.\nDo:"
            )
            assert publisher.said().startswith(said)
        live = clone.live()
        assert {name: live[name] for name in live.keys() - HOST} in sites
        assert live.keys() > HOST


def built(clone: Clone) -> Clone:
    clone.build()
    return clone
