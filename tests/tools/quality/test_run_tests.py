"""`make test` runs all tests or a part, and what is typed reaches pytest as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT
from tests.small import put

TESTS = {
    "tests/plugins/lint/test_claims.py": ["claim", "rule"],
    "tests/plugins/test_urls.py": ["url", "rule"],
    "tests/test_docs.py": ["claim"],
}
HOSTILE = ["$(touch x)", "`touch x`", "; touch x", "--help", "-x", "@pytest.ini"]
ALL = {f"{file}::test_{name}" for file, names in TESTS.items() for name in names}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a project"
    put(
        folder,
        {"pytest.ini": "[pytest]\ntestpaths = tests\naddopts = -q -rA --import-mode=importlib -p no:cacheprovider\n"},
    )
    put(folder, {file: "\n".join(f"def test_{name}(): pass" for name in names) for file, names in TESTS.items()})
    return folder


def run(folder: Path, **typed: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **typed}
    command = [sys.executable, "-m", "tools.quality.run_tests"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("files", "match", "names"),
    [
        ("", "", ALL),
        (" ", " ", ALL),
        ("tests", "", ALL),
        ("tests/plugins/lint", "", {name for name in ALL if "/lint/" in name}),
        ("tests/test_docs.py tests/plugins/lint/", "", {name for name in ALL if "plugins/test_" not in name}),
        ("tests/plugins/test_urls.py::test_url", "", {"tests/plugins/test_urls.py::test_url"}),
        ("tests/plugins", "rule and not claims", {"tests/plugins/test_urls.py::test_rule"}),
        ("", "claim", {name for name in ALL if "claim" in name}),
    ],
)
def test_a_part_of_the_tests_runs(files: str, match: str, names: set[str], project: Path) -> None:
    done = run(project, FILES=files, MATCH=match)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(re.findall(r"^PASSED (.+)$", done.stdout, re.MULTILINE)) == names


def test_a_path_may_be_written_whole(project: Path) -> None:
    (project.parent / "whole").symlink_to(project)
    done = run(project.parent / "whole", FILES=str(project.parent / "whole/tests/test_docs.py"))
    assert re.findall(r"^PASSED (.+)$", done.stdout, re.MULTILINE) == ["tests/test_docs.py::test_claim"]


@pytest.mark.parametrize(
    "value",
    ["tests/none.py", "..", "pytest.ini", "$(touch x)", "`touch x`", "--help", "-x", "@pytest.ini", ";touch x", "*"],
)
def test_what_is_no_test_is_told_and_nothing_is_run(value: str, project: Path) -> None:
    before = sorted(project.rglob("*"))
    done = run(project, FILES=f"tests/test_docs.py {value}")
    named = value.split()[0]
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"FILES: {named} is not in tests/; write files or folders, as in FILES=tests/plugins/lint\n"
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize(
    "value", ["$(touch x)", "`touch x`", "--help", "-x", "@pytest.ini", "; touch x", "✓", "a\nb", "'"]
)
def test_what_matches_nothing_runs_nothing(value: str, project: Path) -> None:
    before = sorted(project.rglob("*"))
    done = run(project, MATCH=value)
    assert done.returncode in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "PASSED" not in done.stdout and "usage:" not in done.stdout
    assert sorted(project.rglob("*")) == before


def test_a_test_that_fails_makes_it_fail(project: Path) -> None:
    put(project, {"tests/test_docs.py": "def test_claim(): assert False"})
    assert run(project, FILES="tests/test_docs.py").returncode == 1
    assert run(project, FILES="tests/plugins").returncode == 0
