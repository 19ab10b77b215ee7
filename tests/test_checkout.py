"""A clone works, or says in one line what to type, on machines and in folders as people have them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.project import ROOT, lend_venv, tree
from tests.small import TODAY, article, make, obey_file_modes, put, record

LIMIT = 60  # seconds


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make(tmp_path / "a clinic's blog")
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(ROOT / name, folder)
    return folder


Done = subprocess.CompletedProcess[str]


def run(folder: Path, *words: str, before: Callable[[], object] = lambda: None, **environment: Any) -> Done:
    """Run one of our programs, or git, as on a machine without settings of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE", "LC_", "LANG"))}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "SITE_DATE": TODAY, **environment}
    command = words if words[0] in ("git", "make") else (sys.executable, "-m", *words)
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT, preexec_fn=lambda: before()
    )


def git(folder: Path, *words: str) -> str:
    done = run(folder, "git", "-c", "user.name=A", "-c", "user.email=a@b.example", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def committed(folder: Path) -> Path:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All")
    return folder


def sources(folder: Path) -> dict[str, bytes]:
    made = ("output/", ".build/", ".git/", ".git")
    found = tree(folder).items()
    return {name: data for name, data in found if not name.startswith(made) and "__pycache__" not in name}


def test_a_clone_on_windows_has_the_same_bytes_and_builds_the_same_site(project: Path, tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    put(project, {"content/images/red.png": picture.getvalue(), "odd.png": b"no zero in it\r\n"})
    put(project, {"content/photos.yaml": record("red.png", {"kind": "thing"})})
    put(project, {"content/articles/red.md": article("![A red field](red.png)", title="Red", summary="It is red.")})
    first = committed(project)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", str(first), str(clone))
    assert sources(clone) == sources(first)
    assert run(first, "tools.build").returncode == run(clone, "tools.build").returncode == 0
    assert tree(clone / "output") == tree(first / "output")
    (clone / "odd.png").write_bytes(b"another\r\n")
    git(clone, "commit", "--quiet", "--all", "--message", "Odd")
    assert git(clone, "cat-file", "-s", "HEAD:odd.png") == str(len(b"another\r\n"))


@pytest.mark.parametrize("locale", ["LANG=de_DE.UTF-8", "LC_ALL=xx", "LC_TIME=ab_CD", "LC_ALL=C", "LANG=tr_TR.UTF-8"])
def test_a_locale_that_is_named_and_not_installed_changes_nothing(project: Path, locale: str) -> None:
    name, _, value = locale.partition("=")
    named: dict[str, Any] = {name: value}
    assert run(project, "tools.build").returncode == 0
    expected = tree(project / "output")
    shutil.rmtree(project / "output")
    shutil.rmtree(project / ".build")
    done = run(project, "tools.build", **named)
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(project / "output") == expected
    for words in (["tools.quality.lint_texts"], ["tools.authoring.article_reviews"], ["tools.build", "--preview"]):
        done = run(project, *words, **named)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("built", [False, True])
def test_a_checkout_that_may_not_be_written_is_told(project: Path, built: bool, tmp_path: Path) -> None:
    committed(project)
    put(project, {"content/README.md": ""})
    picture = tmp_path / "face.jpg"
    Image.new("RGB", (40, 30)).save(picture)
    if built:
        assert run(project, "tools.build").returncode == run(project, "tools.build", "--preview").returncode == 0
        put(project, {"content/articles/good.md": article("Another.")})
    everything = [project, *project.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    environments: dict[str, dict[str, str]] = {
        "tools.authoring.article_reviews": {"FILE": "good", "BY": "clinic"},
        "tools.authoring.rename": {"OLD": "good", "NEW": "better"},
        "tools.authoring.new_article": {"TITLE": "One", "KIND": "news"},
        "tools.authoring.photo_import": {"FILE": str(picture), "KIND": "thing", "NEW": "red"},
    }
    words = ["build", "build --preview", "quality.lint_texts", "quality.lint_texts --ledger claims.csv"]
    words += [f"authoring.{tool}" for tool in ("article_reviews", "rename", "new_article", "photo_import")]
    words += [f"quality.{tool}" for tool in ("generated_docs", "style_guide", "git_hook", "precommit")]
    words += ["publish.record_permalinks"] if built else []
    try:
        for command in words:
            tool, *options = f"tools.{command}".split()
            done = run(project, tool, *options, before=obey_file_modes, **environments.get(tool, {}))
            lines = done.stderr.splitlines()
            assert (done.returncode, "Traceback" in done.stderr) == (1, False), f"{command}: {done.stderr}"
            assert 1 <= len(lines) <= 2 and is_denial(lines[0]), f"{command}: {done.stderr}"
    finally:
        for path in everything:
            path.chmod(path.stat().st_mode | 0o200)


def is_denial(line: str) -> bool:
    return "Permission denied" in line or "may not be written" in line


@pytest.mark.parametrize("mask", [0o077, 0o000, 0o027])
def test_what_is_published_can_be_read_by_everybody_whatever_the_umask(project: Path, mask: int) -> None:
    for text in ("One.", "Two."):  # the second one by way of an exchange
        put(project, {"content/articles/good.md": article(text)})
        done = run(project, "tools.build", before=lambda: os.umask(mask))
        assert done.returncode == 0, done.stderr
        found = [project / "output", *(project / "output").rglob("*")]
        assert {path for path in found if mode_of(path) != (0o755 if path.is_dir() else 0o644)} == set()
    assert mode_of(project / ".build") == 0o777 & ~mask, "drafts are as private as their sources"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_second_worktree_builds_publishes_and_checks_what_is_committed(project: Path, tmp_path: Path) -> None:
    first, second, remote = committed(project), tmp_path / "second", tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(first, "remote", "add", "origin", str(remote))
    git(first, "push", "--quiet", "origin", "main")
    git(first, "switch", "--quiet", "--create", "other")
    git(first, "worktree", "add", "--quiet", str(second), "main")
    git(first, "config", "user.name", "A")
    git(first, "config", "user.email", "a@b.example")
    done = run(second, "tools.build", SITE_DATE="")
    assert (done.returncode, done.stderr) == (0, "")
    manifest = json.loads((second / ".build/manifest.json").read_text())
    assert (manifest["commit"], manifest["dirty"]) == (git(second, "rev-parse", "HEAD"), False)
    done = run(second, "tools.publish.publish", SITE_DATE="")
    assert (done.returncode, done.stderr) == (0, "")
    assert "index.html" in git(remote, "ls-tree", "--name-only", "gh-pages").split()
    assert run(second, "tools.quality.git_hook").returncode == 0
    lend_venv(second)
    put(second, {"content/articles/bad.md": article(title=None)})
    git(second, "add", "content")
    refused = run(second, "git", "commit", "--message", "Content: bad")
    assert refused.returncode == 1 and "content/articles/bad.md:1: title: is missing" in refused.stderr
    put(second, {"content/articles/bad.md": article(title="One", summary="It is mended.")})
    git(second, "commit", "--quiet", "--all", "--message", "Content: good")


def test_a_checkout_of_another_owner_builds_and_git_says_what_to_type(project: Path, tmp_path: Path) -> None:
    committed(project)
    other: dict[str, Any] = {
        "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
        "SITE_DATE": "",
    }  # which git takes in place of root's chown
    built = run(project, "tools.build", **other)
    assert (built.returncode, built.stderr) == (0, "")
    for program in ("tools.publish.publish", "tools.publish.rollback", "tools.quality.git_hook"):
        refused = run(project, program, **other)
        assert refused.returncode == 1
        [command] = re.findall(r"git config --global --add safe\.directory .*", refused.stderr)
        trusting = other | {"GIT_CONFIG_GLOBAL": str(tmp_path / program)}
        subprocess.run(["sh", "-c", command], env={**os.environ, **trusting}, check=True)
        assert "safe.directory" not in run(project, program, **trusting).stderr
