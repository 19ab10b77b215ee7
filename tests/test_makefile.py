"""The front door: help, which Python sets up .venv and for what, and that what people type stays a value.

The Pythons here are scripts of a few lines that note what they are asked; tests/tools/test_setup_venv.py has real ones.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.project import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = sorted(set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)))
INSTALL = (
    "Install Python 3.11 or newer, with its venv module. "
    "Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python; others: https://www.python.org/downloads/"
)
# It is set up for what it was asked to be. Its environment goes into a file for each program that it runs.
PYTHON = """#!/bin/sh
echo "{name} $*" >> "$ASKED"
env -0 >> "$ASKED.env"
case "$*" in
  *ensurepip*) exit {suits} ;;
  "-I tools/setup_venv.py check "*) test -e ".venv/$4"; exit ;;
  "-I tools/setup_venv.py "*) mkdir -p .venv/bin && touch ".venv/$3" && tee .venv/bin/zizmor <"$0" >.venv/bin/python
    chmod +x .venv/bin/* ;;
esac
"""


@dataclass
class Project:
    """A copy of the Makefile, and a PATH whose Pythons all are scripts."""

    folder: Path
    path: Path

    def python(self, name: str, *, suits: int = 0) -> None:
        """0 is yes, as an exit code."""
        script = self.path / name
        script.write_text(PYTHON.format(name=name, suits=suits))
        script.chmod(0o755)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        asked = self.folder.parent / "asked"
        asked.with_name("asked.env").unlink(missing_ok=True)
        path = f"{self.path}:{os.environ['PATH']}"
        env = {"PATH": path, "HOME": "", "ASKED": str(asked), **environment}
        asked.write_text("")
        return subprocess.run(["make", *arguments], cwd=self.folder, env=env, capture_output=True, text=True)

    def asked(self) -> list[str]:
        """Which Python was asked to do what, but for whether it suits and what it has."""
        lines = (self.folder.parent / "asked").read_text().splitlines()
        return [line for line in lines if " -c " not in line and " check " not in line]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder, path = tmp_path / 'it\'s a "folder"', tmp_path / "bin"
    folder.mkdir()
    path.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    new = Project(folder, path)
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3"):
        new.python(name, suits=1)
    return new


def test_make_alone_lists_every_command(project: Project) -> None:
    assert {"help", "serve", "site", "test", "lint", "format", "lock", "publish", "rollback", "clean"} <= set(TARGETS)
    run = project.make()
    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(dict(re.findall(r"^make ([\w-]+) +(\S.*)$", run.stdout, re.MULTILINE))) == TARGETS
    assert len(run.stdout.splitlines()) == len(TARGETS)


def test_no_python_that_suits_is_one_line_that_says_what_to_install(project: Project) -> None:
    run = project.make("site")
    said, make = run.stderr.splitlines()
    assert (run.returncode, run.stdout, said) == (2, "", INSTALL)
    assert make.startswith("make: ***")
    assert not (project.folder / ".venv").exists()


def test_a_python_that_is_named_and_does_not_suit_is_told(project: Project) -> None:
    project.python("python3.12")
    for named in ("python3.10", "python3.11", "$(touch x)", "\\c;"):
        run = project.make("site", f"PYTHON={named}")
        said = f"PYTHON={named} does not run or does not suit. {INSTALL}"
        assert (run.returncode, run.stderr.splitlines()[0]) == (2, said)


def test_the_newest_python_that_suits_sets_up_and_the_one_of_venv_runs(project: Project) -> None:
    project.python("python3.13")
    project.python("python3")
    assert project.make("site").returncode == 0
    assert project.asked() == ["python3.13 -I tools/setup_venv.py site", "python3.13 -m tools.build"]
    assert project.make("site").returncode == 0
    assert project.asked() == ["python3.13 -m tools.build"]
    assert project.make("site", PYTHON="python3").returncode == 0


@pytest.mark.parametrize(
    ("needs", "commands"),
    {
        "test": {"test", "faults", "soak"},
        "lint": {"lint", "format"},
        "bench": {"bench"},
        "locking": {"lock"},
        "": {"help", "clean"},
    }.items(),
)
def test_each_command_has_what_it_needs_set_up_and_no_more(project: Project, needs: str, commands: set[str]) -> None:
    project.python("python3")
    for command in commands:
        shutil.rmtree(project.folder / ".venv", ignore_errors=True)
        run = project.make(command)
        assert (run.returncode, run.stderr) == (0, "")
        assert [line.split()[-1] for line in project.asked() if "setup_venv" in line] == ([needs] if needs else [])


def test_all_other_commands_need_what_the_site_needs(project: Project) -> None:
    project.python("python3")
    others = set(TARGETS) - {"test", "faults", "soak", "lint", "format", "bench", "lock", "help", "clean", "changes"}
    for command in others:
        shutil.rmtree(project.folder / ".venv", ignore_errors=True)
        assert project.make(command).returncode == 0
        assert [line.split()[-1] for line in project.asked() if "setup_venv" in line] == ["site"]


def test_python_is_not_led_astray_by_the_environment(project: Project) -> None:
    project.python("python3")
    script = project.path / "python3"
    names = ("PYTHONPATH", "PYTHONHOME", "PYTHONPLATLIBDIR", "PYTHONSAFEPATH")
    script.write_text(script.read_text() + "".join(f'test -z "${name}" || exit 1\n' for name in names))
    assert project.make("site", **dict.fromkeys(names, "/elsewhere")).returncode == 0


# What people set: what the Makefile has or speaks of, and what programs read; and what nobody has heard of.
FOLDERS = ("plugins", "tools", "benchmarks")
PROGRAMS = "\n".join(path.read_text("utf-8") for name in FOLDERS for path in (ROOT / name).rglob("*.py"))
OWN = set(re.findall(r"^(?:override )?(?:export )?(\w+) *[:?+]?=", MAKEFILE, re.MULTILINE))
NAMES = sorted(
    {"TYPO", *OWN, *re.findall(r"\b([A-Z_]+)=", MAKEFILE), *re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", PROGRAMS)}
)
HOSTILE = [
    "$(touch x)",
    "$(shell touch x)",
    "${shell touch x}",
    "$(eval x:=$(shell touch x))",
    "$(error stop)",
    "`touch x`",
    '";touch x;"',
    "';touch x;'",
    "; touch x",
    "&& touch x",
    "| touch x",
    "> x",
    "one\ntouch x\ntwo",
    "one\n\ttouch x",
    "$$(touch x)",
    "$",
    "\\",
    "a # b",
    "two  words ",
    "-x",
    "--eval=$(shell touch x)",
    "%*?",
    "✓ é",
]


def everything_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("value", HOSTILE)
def test_what_people_type_is_a_value_wherever_they_type_it(project: Project, value: str) -> None:
    """For every command at once: nothing is run, and each program gets the value as it was typed.

    But for space in front, which make drops from what is typed behind it.
    """
    project.python("python3")
    assert {"FILE", "BY", "TITLE", "PORT", "N", "BRANCH", "PYTHON", "SITE_DATE", "UPGRADE", "PY", "CODE"} <= set(NAMES)
    for need in ("site", "test", "lint", "bench", "locking"):
        assert project.make(f"needs-{need}").returncode == 0
    before = everything_below(project.folder)
    for arguments, environment in (
        ([f"{name}={value}" for name in NAMES], {}),
        ([], dict.fromkeys(NAMES, value)),
        (["-e"], dict.fromkeys(NAMES, value)),
    ):
        run = project.make("--keep-going", *TARGETS, *arguments, **environment)
        assert (run.returncode, run.stderr) == (0, "")
        assert everything_below(project.folder) == before
        assert len(project.asked()) >= len(TARGETS) - 2
        said = (project.folder.parent / "asked.env").read_text()
        for name in set(NAMES) - OWN - {"SOAK"}:  # which a recipe sets
            values = re.findall(rf"(?:^|\0){name}=([^\0]*)", said)
            assert set(values) == {value} and len(values) >= len(project.asked()), name


def test_no_recipe_names_what_people_set() -> None:
    """A recipe names only what the Makefile overrides, and its own shell's variables in double quotes."""
    recipes = re.sub(r"\\\n", "", MAKEFILE)
    recipes = "\n".join(line for line in recipes.splitlines() if line.startswith("\t"))
    own = set(re.findall(r"^override (\w+) :=", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"\$[({]([^)}]+)[)}]", recipes.replace("$$", ""))) == own - {"NEEDS"}
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", recipes)
    assert "$$" not in bare


def test_every_variable_of_the_makefile_is_overridden() -> None:
    """Else `make NAME=…` would put what is typed in its place."""
    assert OWN
    assert [name for name in OWN if f"override {name} :=" not in MAKEFILE] == []
