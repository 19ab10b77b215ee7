"""`make hook`: git refuses a commit while a text has a mistake, and nobody's own hook is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT, lend_venv
from tests.small import article, make, put


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=60)


def hook(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "tools.quality.git_hook")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make(tmp_path / "a clinic's project")
    lend_venv(folder)
    shutil.copy(ROOT / ".gitignore", folder)
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "config", "user.name", "One")
    run(folder, "git", "config", "user.email", "one@example.org")
    return folder


def test_a_commit_is_refused_while_a_text_has_a_mistake(project: Path) -> None:
    done = hook(project)
    assert (done.returncode, done.stderr) == (0, "")
    put(project, {"content/articles/bad.md": article(title=None)})
    run(project, "git", "add", "--all")
    refused = run(project, "git", "commit", "--message", "Content: one")
    assert refused.returncode == 1
    assert refused.stdout == ""
    said = refused.stderr.splitlines()
    assert said[0] == "content/articles/bad.md:1: title: is missing; write title: and its text [field-missing]"
    assert said[2].startswith("Not committed. ")
    put(project, {"content/articles/bad.md": article(title="One", summary="It is mended.")})
    run(project, "git", "add", "--all")
    done = run(project, "git", "commit", "--quiet", "--message", "Content: one")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert hook(project).stdout == "Every commit is checked already.\n"
    assert run(project, "git", "status", "--short").stdout == ""


def test_what_is_staged_counts_and_not_what_stands_in_the_files(project: Path) -> None:
    assert hook(project).returncode == 0
    run(project, "git", "add", "--all")
    assert run(project, "git", "commit", "--quiet", "--message", "All").returncode == 0
    name = "content/articles/one.md"
    bad, good = article(title=None), article(title="One", summary="It is mended.")
    commit = ("git", "commit", "--quiet", "--message", "Content: one")

    put(project, {name: bad})
    run(project, "git", "add", name)
    put(project, {name: good})
    refused = run(project, *commit)
    said = refused.stderr.splitlines()
    assert (refused.returncode, said[0][:18], said[1].partition(": ")[0]) == (1, "Something is not s", f"{name}:1")
    assert (project / name).read_text("utf-8") == good

    run(project, "git", "add", name)
    put(project, {name: bad, "content/articles/not-added.md": bad})
    done = run(project, *commit)
    assert (done.returncode, done.stderr) == (0, "")
    assert run(project, "git", "show", f"HEAD:{name}").stdout == good
    assert run(project, "git", "status", "--short").stdout == f" M {name}\n?? content/articles/not-added.md\n"
    assert run(project, "make", "--silent", "precommit").stderr.startswith("content/articles/not-added.md:1: title: ")

    (project / "content/articles/not-added.md").unlink()
    assert run(project, *commit, "--all").returncode == 1  # what -a stages is staged
    put(project, {name: good, "content/articles/linked.md": article(title="Linked", summary="To it.")})
    put(project, {name: article("[It]({filename}/articles/linked.md)", title="One", summary="It links.")})
    run(project, "git", "add", name)
    refused = run(project, *commit)
    assert "{filename}/articles/linked.md leads nowhere" in refused.stderr  # it is there, and not added
    run(project, "git", "add", "--all")
    assert run(project, *commit).returncode == 0


def test_a_hook_of_somebody_else_stays(project: Path) -> None:
    theirs = project / ".git/hooks/pre-commit"
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_text("#!/bin/sh\nexit 0\n")
    done = hook(project)
    assert done.returncode == 1
    assert ".git/hooks/pre-commit is there already and is not ours; it stays as it is.\n" in done.stderr
    assert theirs.read_text() == "#!/bin/sh\nexit 0\n"


def test_where_there_is_no_repository_that_is_said(tmp_path: Path) -> None:
    folder = make(tmp_path / "project")
    done = hook(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no git repository here to put a hook into.\n"
