"""Values that people type reach programs in their environment, and one that cannot be meant is told in a line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT, tree
from tests.small import make

VALUES = ["$(touch x)", "`touch x`", '";touch x;"', "x; touch y", "--help", "ledger=x", "a\nb", "✗"]
PROGRAMS = {
    "PORT": "tools.preview.server",
    "FORM": "tools.quality.lint_texts",
    "OLD": "tools.authoring.rename",
    "NEW": "tools.authoring.rename",
    "FILE": "tools.authoring.article_reviews",
    "BY": "tools.authoring.article_reviews",
    "EVERY": "tools.authoring.article_reviews",
    "BUILD_MINUTES": "tools.build",
    "SITE_DATE": "tools.build",
    "KIND": "tools.authoring.new_article",
    "TOPIC": "tools.authoring.new_article",
    "FILES": "tools.quality.run_tests",
    "N": "benchmarks",
    "SHOW": "benchmarks.claims.score",
}
# What else is said, so that it is the one value that is wrong.
OTHERS = {
    "tools.authoring.rename": {"OLD": "good", "NEW": "better"},
    "tools.authoring.article_reviews": {"FILE": "good", "BY": "clinic", "EVERY": "12"},
    "tools.authoring.new_article": {"TITLE": "One", "KIND": "news"},
}


def run(folder: Path, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT) if program.startswith("benchmarks") else "",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-m", program], cwd=folder, env=env, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_value_that_cannot_be_meant_is_told_and_nothing_else_happens(tmp_path: Path, name: str) -> None:
    project = make(tmp_path / "project")
    before = tree(project / "content")
    program = PROGRAMS[name]
    for value in VALUES:
        done = run(project, program, **OTHERS.get(program, {}) | {name: value})
        assert done.returncode not in (0, None), f"{value}: {done.stdout}"
        assert "Traceback" not in done.stderr
        assert name in done.stderr, f"{value}: {done.stderr}"
    assert tree(project / "content") == before
    assert {path.name for path in project.iterdir()} <= {
        *{path.name for path in ROOT.iterdir()},
        ".build",
        "__pycache__",
    }


@pytest.mark.parametrize("program", ["tools.publish.publish", "tools.publish.rollback"])
def test_a_branch_that_cannot_be_one_is_told(tmp_path: Path, program: str) -> None:
    project = make(tmp_path / "project")
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    for value in set(VALUES) - {"ledger=x", "✗"}:  # which can be
        done = run(project, program, BRANCH=value)
        assert done.returncode == 1
        assert f"Why: {value!r} cannot be the name of a branch." in done.stderr
