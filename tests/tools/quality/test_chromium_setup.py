"""Finding a Chromium, on machines that are a folder of scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT

NONE = "The browser tests cannot run: install chromium or google-chrome and, on Linux, libatomic1.\n"
DEBIAN = "Installing Debian's chromium for the browser tests, once; it takes a minute.\n"
FETCH = "Installing Playwright's Chromium for the browser tests, once; it takes a minute.\n"
# A process of its own: Playwright would not start in one where a browser test ran before.
BEGIN = """
import os, sys, tools.quality.chromium_setup as b
os.geteuid = lambda: {user}
b.PLAYWRIGHT = ("./playwright",)
"""
APT = """
case "$DEBIAN_FRONTEND $*" in
  *update) echo offline; exit 100 ;;
  "noninteractive "*"install chromium libatomic1") echo unpacking
    /bin/cp library chromium && /bin/cp library libatomic ;;
esac
"""
WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that is the whole PATH, with a Playwright that wants a library and can fetch nothing."""
    machine = tmp_path / "bin"
    machine.mkdir()
    put(machine, "library", "exit 0")
    put(machine, "libatomic", "exit 0")
    put(machine, "playwright", "test $1 = --version && exec ./libatomic; echo no line; exit 1")
    return machine


def put(machine: Path, name: str, script: str) -> str:
    path = machine / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def ask(machine: Path, then: str, user: int = 1000) -> subprocess.CompletedProcess[str]:
    """Run `then` there."""
    env = {"PATH": str(machine), "PYTHONPATH": str(ROOT), "PLAYWRIGHT_BROWSERS_PATH": str(machine / "own")}
    command = [sys.executable, "-c", BEGIN.format(user=user) + then]
    return subprocess.run(command, env=env, cwd=machine, capture_output=True, text=True)


def test_a_name_on_path_that_does_not_run_is_passed_over(machine: Path) -> None:
    put(machine, "chromium", "echo 'install the snap first' >&2; exit 1")
    chrome = put(machine, "google-chrome", 'test "$*" = --version')
    assert ask(machine, "print(b.find_chromium())").stdout == f"{chrome}\n"


def test_playwrights_own_counts_once_it_is_there_and_runs(machine: Path) -> None:
    own = Path(ask(machine, WHERE).stdout.strip())
    own.parent.mkdir(parents=True)
    put(own.parent, own.name, "exit 1")
    assert ask(machine, "print(b.find_chromium())").stdout == "None\n"
    put(own.parent, own.name, "exit 0")
    assert ask(machine, "print(b.find_chromium())").stdout == f"{own}\n"
    (machine / "libatomic").unlink()
    assert ask(machine, "print(b.find_chromium())").stdout == "None\n"


def test_debians_is_installed_as_root_and_only_once(machine: Path) -> None:
    put(machine, "apt-get", APT)
    first = ask(machine, "sys.exit(b.main())", user=0)
    assert (first.returncode, first.stdout, first.stderr) == (0, DEBIAN, "offline\n"), "only what failed is shown"
    second = ask(machine, "sys.exit(b.main())", user=0)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_what_playwright_itself_needs_is_installed_too(machine: Path) -> None:
    put(machine, "chromium", "exit 0")
    (machine / "libatomic").unlink()
    put(machine, "apt-get", APT)
    run = ask(machine, "sys.exit(b.main())", user=0)
    assert (run.returncode, run.stdout) == (0, DEBIAN)


@pytest.mark.parametrize("lacking", ["libatomic", "chromium"])
def test_what_cannot_be_installed_is_one_clear_line_after_the_reason(machine: Path, lacking: str) -> None:
    put(machine, "apt-get", "echo not for you; exit 100")
    put(machine, "chromium", "exit 0")
    (machine / lacking).unlink()
    run = ask(machine, "sys.exit(b.main())")
    assert (run.returncode, run.stdout, run.stderr) == (1, FETCH, f"no line\n{NONE}")
