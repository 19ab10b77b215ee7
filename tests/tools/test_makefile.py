"""The front door: help, and how .venv comes about.

The Pythons here are scripts of a few lines that note what they are asked, so that a set-up takes no time.
CI, on a machine where nothing is installed, does it with a real one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALL = (
    "Install Python 3.11 or newer, with its venv module. "
    "Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python; others: https://www.python.org/downloads/"
)
PYTHON = """#!/bin/sh
echo "{name} $*" >> "$ASKED"
case "$*" in
  *ensurepip*) exit {suits} ;;
  *base_prefix*) echo {name} ;;
  "-m venv --clear .venv") rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  "-m pip install "*) exit {installs} ;;
esac
"""
PIP = "-m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock"


@dataclass
class Project:
    """A copy of the Makefile and the lock, and a PATH whose Pythons all are scripts."""

    folder: Path
    path: Path

    def python(self, name: str, *, suits: int = 0, installs: int = 0) -> None:
        """0 is yes, as an exit code."""
        script = self.path / name
        script.write_text(PYTHON.format(name=name, suits=suits, installs=installs))
        script.chmod(0o755)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        asked = self.folder.parent / "asked"
        path = f"{self.path}:{os.environ['PATH']}"
        env = {"PATH": path, "HOME": "", "ASKED": str(asked), **environment}
        asked.write_text("")
        return subprocess.run(["make", *arguments], cwd=self.folder, env=env, capture_output=True, text=True)

    def asked(self) -> list[str]:
        """Which Python was asked to do what, but for what it says of itself."""
        lines = (self.folder.parent / "asked").read_text().splitlines()
        return [line for line in lines if " -c " not in line]

    def installs(self, *arguments: str, **environment: str) -> bool:
        """Whether `make site` sets up .venv, and then runs."""
        run = self.make("site", *arguments, **environment)
        assert (run.returncode, run.stderr) == (0, "")
        assert self.asked()[-1].endswith(" -m tools.build")
        return any(PIP in line for line in self.asked())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder, path = tmp_path / 'it\'s a "folder"', tmp_path / "bin"
    folder.mkdir()
    path.mkdir()
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    new = Project(folder, path)
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3"):
        new.python(name, suits=1)
    return new


def test_make_alone_lists_every_command(project: Project) -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"help", "serve", "site", "test", "lint", "format", "lock", "publish", "rollback", "clean"} <= commands
    run = project.make()
    assert (run.returncode, run.stderr) == (0, "")
    assert dict(re.findall(r"^make (\w+) +(\S.*)$", run.stdout, re.MULTILINE)).keys() == commands
    assert len(run.stdout.splitlines()) == len(commands)


def test_no_python_that_suits_is_one_line_that_says_what_to_install(project: Project) -> None:
    run = project.make("site")
    said, make = run.stderr.splitlines()
    assert (run.returncode, run.stdout, said) == (2, "", INSTALL)
    assert make.startswith("make: ***")
    assert not (project.folder / ".venv").exists()


def test_a_python_that_is_named_and_does_not_suit_is_told(project: Project) -> None:
    project.python("python3.12")
    for named in ("python3.10", "python3.11"):
        run = project.make("site", PYTHON=named)
        said = f"PYTHON={named} does not run or does not suit. {INSTALL}"
        assert (run.returncode, run.stderr.splitlines()[0]) == (2, said)


def test_the_newest_python_that_suits_is_taken_and_said(project: Project) -> None:
    project.python("python3.13")
    project.python("python3")
    run = project.make("site")
    assert run.stdout == "Setting up .venv with python3.13, once; it takes a minute.\n"
    assert project.asked() == [
        "python3.13 -m venv --clear .venv",
        f"python3.13 {PIP}",
        "python3.13 -m tools.build",
    ]


def test_the_second_run_sets_nothing_up(project: Project) -> None:
    project.python("python3")
    assert project.installs()
    assert not project.installs()
    assert project.asked() == ["python3 -m tools.build"]


def test_several_commands_at_once_set_up_once(project: Project) -> None:
    project.python("python3")
    assert project.make("-j8", "site", "schema", "test").returncode == 0
    assert sum(PIP in line for line in project.asked()) == 1


def test_a_set_up_that_was_cut_short_is_made_anew(project: Project) -> None:
    project.python("python3", installs=1)
    assert project.make("site").returncode == 2
    assert (project.folder / ".venv/bin/python").exists()
    project.python("python3")
    assert project.installs()
    assert not project.installs()


def test_a_python_that_is_gone_is_replaced(project: Project) -> None:
    project.python("python3")
    assert project.installs()
    python = project.folder / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/gone/python3")
    assert project.installs()
    assert not project.installs()


def test_another_lock_is_installed_and_a_touched_one_is_not(project: Project) -> None:
    project.python("python3")
    assert project.installs()
    lock, installed = project.folder / "requirements.lock", project.folder / ".venv/lock"
    os.utime(installed, (0, 0))
    assert not project.installs()
    assert not project.installs()
    assert (project.folder.parent / "asked").read_text() == "python3 -m tools.build\n", "no look is needed twice"
    lock.write_text(lock.read_text() + "# changed\n")
    os.utime(installed, (0, 0))
    assert project.installs()


def test_a_python_that_is_named_is_the_one_that_runs(project: Project) -> None:
    project.python("python3")
    project.python("python3.11")
    project.python("python3.12", suits=1)
    assert project.installs()
    assert project.installs(PYTHON="python3")
    assert not project.installs(PYTHON="python3")
    assert project.installs("PYTHON=python3.11")
    assert project.asked()[-1].startswith("python3.11 ")
    assert not project.installs()


def test_python_is_not_led_astray_by_the_environment(project: Project) -> None:
    project.python("python3")
    script = project.path / "python3"
    script.write_text(script.read_text() + 'test -z "$PYTHONPATH$PYTHONHOME" || exit 1\n')
    assert project.installs(PYTHONPATH="/elsewhere", PYTHONHOME="/elsewhere")


@pytest.mark.parametrize("target", ["site", "check"])
@pytest.mark.parametrize(
    "form", ["annotations", "a;touch X", '"; touch X; "', "`touch X`", "$(touch X)", "$(shell touch X)"]
)
def test_a_form_reaches_the_program_as_it_was_typed(project: Project, target: str, form: str) -> None:
    project.python("python3")
    for given in ({"FORM": form}, {}):
        run = project.make(target, *([] if given else [f"FORM={form}"]), **given)
        assert (run.returncode, run.stderr) == (0, "")
        assert project.asked()[-1].endswith(f" --{form}")
    assert not (project.folder / "X").exists()
