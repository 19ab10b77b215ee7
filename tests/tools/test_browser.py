"""Finding a Chromium, on machines that are a folder of scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NONE = "No Chromium for the browser tests, and none could be installed: install chromium or google-chrome.\n"
FETCH = "Installing Playwright's Chromium for the browser tests, once; it takes a minute.\n"
# A process of its own: Playwright would not start in one where a browser test ran before.
BEGIN = """
import os, sys, tools.browser as b
os.geteuid = lambda: {user}
b.PLAYWRIGHT = (("/bin/sh", "-c", "echo no line; exit 1"),)
"""
WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that is the whole PATH, with no program in it."""
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def put(machine: Path, name: str, script: str) -> str:
    path = machine / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def ask(machine: Path, then: str, user: int = 1000) -> subprocess.CompletedProcess[str]:
    """Run `then`, where Playwright's own cannot be fetched."""
    env = {"PATH": str(machine), "PYTHONPATH": str(ROOT), "PLAYWRIGHT_BROWSERS_PATH": str(machine / "own")}
    command = [sys.executable, "-c", BEGIN.format(user=user) + then]
    return subprocess.run(command, env=env, cwd=machine, capture_output=True, text=True)


def test_a_name_on_path_that_does_not_run_is_passed_over(machine: Path) -> None:
    put(machine, "chromium", "echo 'install the snap first' >&2; exit 1")
    chrome = put(machine, "google-chrome", 'test "$*" = --version')
    assert ask(machine, "print(b.executable())").stdout == f"{chrome}\n"


def test_playwrights_own_counts_once_it_is_there_and_runs(machine: Path) -> None:
    own = Path(ask(machine, WHERE).stdout.strip())
    own.parent.mkdir(parents=True)
    put(own.parent, own.name, "exit 1")
    assert ask(machine, "print(b.executable())").stdout == "None\n"
    put(own.parent, own.name, "exit 0")
    assert ask(machine, "print(b.executable())").stdout == f"{own}\n"


def test_debians_is_installed_as_root_and_only_once(machine: Path) -> None:
    put(machine, "new", "exit 0")
    said = 'echo "$DEBIAN_FRONTEND $*"; test $1 = install && exec /bin/cp new chromium; exit 100'
    put(machine, "apt-get", said)
    first = ask(machine, "sys.exit(b.main())", user=0)
    assert first.returncode == 0
    assert first.stdout == "Installing Debian's chromium for the browser tests, once; it takes a minute.\n"
    assert first.stderr == "noninteractive update -qq\n", "only what failed is shown"
    second = ask(machine, "sys.exit(b.main())", user=0)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_no_browser_at_all_is_one_clear_line_after_the_reason(machine: Path) -> None:
    put(machine, "apt-get", "echo not for you; exit 100")
    run = ask(machine, "sys.exit(b.main())")
    assert (run.returncode, run.stdout, run.stderr) == (1, FETCH, f"no line\n{NONE}")
