"""Publishing, with real git on local bare remotes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.publish import main

ROOT = Path(__file__).parents[2]
SITE = {"index.html": "<h1>Home</h1>", "halo/index.html": "Halo – ✓", "theme/site.css": ""}
REFUSED = "NOT PUBLISHED. The live site is unchanged."


@dataclass(frozen=True)
class Clone:
    """A clone with a checked site, ready to be published, and the bare repository that is its origin."""

    folder: Path
    remote: Path

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        command = ["git", *arguments]
        run = subprocess.run(command, cwd=folder or self.folder, check=True, capture_output=True, text=True)
        return run.stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Content: a change")
        return self.git("rev-parse", "HEAD")

    def build(self, files: dict[str, str] = SITE, *, dirty: bool = False) -> None:
        """What `make site` leaves."""
        shutil.rmtree(self.folder / "output", ignore_errors=True)
        digests = {}
        for name, text in files.items():
            path = self.folder / "output" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            digests[name] = hashlib.sha256(text.encode()).hexdigest()
        manifest = {"commit": self.git("rev-parse", "HEAD"), "dirty": dirty, "files": digests}
        (self.folder / ".build").mkdir(exist_ok=True)
        (self.folder / ".build/manifest.json").write_text(json.dumps(manifest))

    def say_site_url(self, url: str) -> None:
        clinic = self.folder / "content/clinic.yaml"
        clinic.write_text(clinic.read_text("utf-8").replace("https://clinic.example", url), "utf-8")
        self.commit()
        self.build()

    def live(self, branch: str = "gh-pages") -> dict[str, str]:
        """What origin's branch holds."""
        names = self.git("ls-tree", "-r", "--name-only", "-z", branch, folder=self.remote).split("\0")
        return {name: self.git("show", f"{branch}:{name}", folder=self.remote) for name in names if name}

    def heads(self, folder: Path) -> str:
        return self.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", folder=folder)

    def hook(self, folder: Path, name: str, script: str) -> None:
        path = folder / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """The clone, as the current folder; nothing of the machine's own git settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("EMAIL", "")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    new = Clone(tmp_path / "a clone", tmp_path / "remote.git")
    (new.folder / "content").mkdir(parents=True)
    monkeypatch.chdir(new.folder)
    shutil.copy(ROOT / "content/clinic.yaml", "content")
    shutil.copy(ROOT / ".gitignore", ".gitignore")
    new.git("init", "--quiet", "--bare", "--initial-branch=main", str(new.remote))
    new.git("init", "--quiet", "--initial-branch=main")
    new.git("config", "user.name", "Élodie Editor")
    new.git("config", "user.email", "elodie@example.org")
    new.git("remote", "add", "origin", str(new.remote))
    new.commit()
    new.git("push", "--quiet", "origin", "main")
    new.build()
    return new


def test_the_checked_site_and_nothing_else_is_live(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    heads, head = clone.heads(clone.folder), clone.git("rev-parse", "HEAD")
    assert main([]) == 0
    assert capsys.readouterr() == (
        f"Published 3 files of commit {head[:12]} to gh-pages on origin, for https://clinic.example/\n",
        "",
    )
    assert clone.live() == {**SITE, ".nojekyll": "", "CNAME": "clinic.example"}
    told = clone.git("log", "-1", "--format=%cn <%ce>|%(trailers:only,unfold)", "gh-pages", folder=clone.remote)
    assert told == f"Élodie Editor <elodie@example.org>|Source-Commit: {head}"
    assert clone.heads(clone.folder) == heads
    assert clone.git("status", "--porcelain") == ""


def test_the_next_site_stands_on_the_last_and_keeps_nothing_of_it(clone: Clone) -> None:
    assert main([]) == 0
    first = clone.git("rev-parse", "gh-pages", folder=clone.remote)
    clone.commit()
    clone.build({"index.html": "<h1>New</h1>"})
    assert main([]) == 0
    assert clone.live() == {"index.html": "<h1>New</h1>", ".nojekyll": "", "CNAME": "clinic.example"}
    assert clone.git("rev-parse", "gh-pages^", folder=clone.remote) == first


def test_what_another_clone_published_is_built_upon(clone: Clone, tmp_path: Path) -> None:
    """Stock ghp-import stands on the branch as it was last fetched, and is then refused for ever."""
    other = tmp_path / "other"
    clone.git("clone", "--quiet", str(clone.remote), str(other))
    clone.git("branch", "gh-pages")  # a branch of that name here has no say
    clone.git("checkout", "--quiet", "--orphan", "gh-pages", folder=other)
    clone.git("-c", "user.name=O", "-c", "user.email=o@example.org", "commit", "-qm", "Other", folder=other)
    clone.git("push", "--quiet", "origin", "gh-pages", folder=other)
    assert main([]) == 0
    assert clone.git("rev-parse", "gh-pages^", folder=clone.remote) == clone.git("rev-parse", "HEAD", folder=other)
    assert clone.live().keys() == SITE.keys() | {".nojekyll", "CNAME"}


def test_the_same_site_is_not_published_twice(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    before = clone.heads(clone.remote)
    capsys.readouterr()
    clone.commit()
    clone.build()
    assert main([]) == 0
    assert capsys.readouterr().out == "Nothing changed: gh-pages on origin already holds this site.\n"
    assert clone.heads(clone.remote) == before


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://blog.precisionmd.test", "blog.precisionmd.test"),
        ("https://precisionmd.test/blog/", None),
        ("https://precisionmd.github.io", None),
    ],
)
def test_the_domain_is_told_where_it_is_the_sites_own(clone: Clone, url: str, domain: str | None) -> None:
    clone.say_site_url(url)
    assert main([]) == 0
    assert clone.live().get("CNAME") == domain


def test_another_branch_and_a_file_address_will_do(clone: Clone) -> None:
    clone.git("remote", "set-url", "origin", clone.remote.as_uri())
    assert main(["site/preview"]) == 0
    assert clone.live("site/preview")["index.html"] == SITE["index.html"]


def test_git_of_sha256_will_do(clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Clone(tmp_path / "new", tmp_path / "new.git")
    clone.git("init", "--quiet", "--bare", "--object-format=sha256", str(new.remote))
    clone.git("init", "--quiet", "--object-format=sha256", str(new.folder))
    for name in ("content", ".gitignore"):
        (clone.folder / name).rename(new.folder / name)
    for key, value in (
        ("user.name", "E"),
        ("user.email", "e@example.org"),
        ("remote.origin.url", "../new.git"),
    ):
        new.git("config", key, value)
    monkeypatch.chdir(new.folder)
    new.git("checkout", "--quiet", "-b", "trunk")
    new.commit()
    new.build()
    assert main([]) == 0
    assert new.live().keys() == SITE.keys() | {".nojekyll", "CNAME"}


def leave_uncommitted(clone: Clone) -> None:
    for name in "abcd":
        (clone.folder / "content" / f"{name}.md").touch()
    (clone.folder / "content/clinic.yaml").write_text("changed")


def commit_later(clone: Clone) -> None:
    clone.commit()


def build_dirty(clone: Clone) -> None:
    clone.build(dirty=True)


def build_nothing(clone: Clone) -> None:
    clone.build({})


def remove_output(clone: Clone) -> None:
    shutil.rmtree(clone.folder / "output")


def remove_manifest(clone: Clone) -> None:
    (clone.folder / ".build/manifest.json").unlink()


def spoil_manifest(clone: Clone) -> None:
    (clone.folder / ".build/manifest.json").write_text('{"commit": "')


def change_file(clone: Clone) -> None:
    (clone.folder / "output/halo/index.html").write_text("Halo – ✗")


def add_file(clone: Clone) -> None:
    (clone.folder / "output/.env").write_text("SECRET=1")


def remove_file(clone: Clone) -> None:
    (clone.folder / "output/theme/site.css").unlink()


def link_file(clone: Clone) -> None:
    """The bytes are right; what is published would follow whatever the link leads to next."""
    page = clone.folder / "output/index.html"
    page.rename(clone.folder / ".build/page")
    page.symlink_to("../.build/page")


def add_pipe(clone: Clone) -> None:
    os.mkfifo(clone.folder / "output/pipe")


def link_folder(clone: Clone) -> None:
    (clone.folder / "output/etc").symlink_to("/etc")


def detach(clone: Clone) -> None:
    clone.git("checkout", "--quiet", "--detach")


def check_out_site(clone: Clone) -> None:
    clone.git("checkout", "--quiet", "-b", "gh-pages")


def forget_name(clone: Clone) -> None:
    clone.git("config", "--unset", "user.name")


def forget_mail(clone: Clone) -> None:
    clone.git("config", "--unset", "user.email")


def empty_mail(clone: Clone) -> None:
    clone.git("config", "user.email", "")


def remove_origin(clone: Clone) -> None:
    clone.git("remote", "remove", "origin")


def lose_origin(clone: Clone) -> None:
    clone.git("remote", "set-url", "origin", "../gone.git")


def move_to_host(clone: Clone) -> None:
    clone.git("remote", "set-url", "origin", "https://git.invalid/clinic/blog.git")


def move_to_ssh(clone: Clone) -> None:
    clone.git("remote", "set-url", "--push", "origin", "git@git.invalid:clinic/blog.git")


def break_clinic(clone: Clone) -> None:
    (clone.folder / "content/clinic.yaml").write_text("name: [")
    clone.commit()


def remove_git(clone: Clone) -> None:
    shutil.rmtree(clone.folder / ".git")


def refuse_push(clone: Clone) -> None:
    clone.hook(clone.remote, "pre-receive", "echo 'No publishing on a Friday.' >&2; exit 1")


def forget_push(clone: Clone) -> None:
    clone.hook(clone.remote, "post-receive", "git update-ref -d refs/heads/gh-pages")


def inject(clone: Clone) -> None:
    """A name that ghp-import passes to git as commands."""
    clone.build({**SITE, "z\ndata 4\nEVIL\nD index.html\nM 100644 inline injected.html": "EVIL"})


NOT_BUILT = "the site in output/ was not built from this commit."
NOT_CHECKED = "the site in output/ was never checked."
EMPTY = "the site in output/ is empty."
UNKNOWN = "git does not know who you are."
TELL_GIT = 'git config user.name "Your Name" and git config user.email you@example.org'
UNTOLD = "the site does not know its address yet: site_url is https://clinic.example"
TELL_URL = "write the real one in content/clinic.yaml, and commit it"


@pytest.mark.parametrize(
    ("arrange", "why", "do"),
    [
        (
            leave_uncommitted,
            "not everything here is committed: content/clinic.yaml, content/a.md, content/b.md …",
            "git add and git commit them, or git stash --include-untracked",
        ),
        (detach, "no branch is checked out here (HEAD is detached).", "git switch main"),
        (check_out_site, "gh-pages, which holds the site, is checked out here.", "git switch main"),
        (forget_name, UNKNOWN, TELL_GIT),
        (forget_mail, UNKNOWN, TELL_GIT),
        (empty_mail, UNKNOWN, TELL_GIT),
        (remove_origin, "there is no remote called origin.", "git remote add origin ADDRESS"),
        (move_to_host, UNTOLD, TELL_URL),
        (move_to_ssh, UNTOLD, TELL_URL),
        (break_clinic, "content/clinic.yaml has a problem.", "make site, which tells it"),
        (commit_later, NOT_BUILT, "make site"),
        (build_dirty, NOT_BUILT, "make site"),
        (build_nothing, EMPTY, "make site"),
        (remove_output, EMPTY, "make site"),
        (remove_manifest, NOT_CHECKED, "make site"),
        (spoil_manifest, NOT_CHECKED, "make site"),
        (change_file, "output/halo/index.html is not as it was checked.", "make site"),
        (add_file, "output/.env is not as it was checked.", "make site"),
        (remove_file, "output/theme/site.css is not as it was checked.", "make site"),
        (link_file, "output/index.html is not as it was checked.", "make site"),
        (link_folder, "output/etc is not as it was checked.", "make site"),
        (add_pipe, "output/pipe is not as it was checked.", "make site"),
        (inject, "git stored something else than was checked.", "make publish again, or tell us"),
        (
            lose_origin,
            "fatal: '../gone.git' does not appear to be a git repository; "
            "fatal: Could not read from remote repository.",
            "mend that, then make publish",
        ),
        (
            remove_git,
            "fatal: not a git repository (or any of the parent directories): .git",
            "mend that, then make publish",
        ),
        (forget_push, "origin took the push and did not keep it.", "make publish again"),
    ],
)
def test_it_refuses_and_says_why_and_what_to_do(
    clone: Clone, capsys: pytest.CaptureFixture[str], arrange: Callable[[Clone], None], why: str, do: str
) -> None:
    arrange(clone)
    before = clone.heads(clone.remote)
    assert main([]) == 1
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  {do}\n")
    assert clone.heads(clone.remote) == before


@pytest.mark.parametrize(
    ("branch", "why", "do"),
    [
        *(
            (
                sources,
                f"publishing replaces everything on its branch, and {sources} holds the sources.",
                "leave BRANCH out, or name a branch that holds nothing but the site.",
            )
            for sources in ("main", "master", "Main")
        ),
        ("--force", "'--force' cannot be the name of a branch.", "leave BRANCH out."),
        ("a b", "'a b' cannot be the name of a branch.", "leave BRANCH out."),
        ("@{-1}", "'@{-1}' cannot be the name of a branch.", "leave BRANCH out."),
    ],
)
def test_it_refuses_a_branch_that_is_not_for_a_site(
    clone: Clone, capsys: pytest.CaptureFixture[str], branch: str, why: str, do: str
) -> None:
    before = clone.heads(clone.remote)
    clone.git("checkout", "--quiet", "-b", "trunk")
    assert main([branch]) == 1
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  {do}\n")
    assert clone.heads(clone.remote) == before


def test_a_refused_push_is_told_in_origins_words(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    refuse_push(clone)
    clone.commit()
    clone.build({"index.html": "New"})
    before = clone.heads(clone.remote), clone.heads(clone.folder)
    capsys.readouterr()
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{REFUSED}\nWhy: remote: No publishing on a Friday.; ! [remote rejected]")
    assert (clone.heads(clone.remote), clone.heads(clone.folder)) == before
    (clone.remote / "hooks/pre-receive").unlink()
    assert main([]) == 0
    assert clone.live()["index.html"] == "New"


@pytest.mark.parametrize("moment", ["pre-push", "reference-transaction"])
def test_who_published_a_moment_earlier_is_not_overwritten(
    clone: Clone, capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    """Just before our push is received, or between our look at origin, which fetches, and our push."""
    assert main([]) == 0
    clone.commit()
    clone.build({"index.html": "New"})
    clone.git("update-ref", "-d", "refs/remotes/origin/gh-pages")
    once = 'rm "$0"; git push --quiet --no-verify --force origin main:refs/heads/gh-pages'
    clone.hook(clone.folder / ".git", moment, once)
    capsys.readouterr()
    assert main([]) == 1
    why = "somebody else published at the same time."
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  git pull, then make publish\n")
    assert clone.live().keys() == {".gitignore", "content/clinic.yaml"}


def test_a_push_that_failed_but_went_through_is_published(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    push = 'read name sha rest; git push --quiet --no-verify "$2" "$sha:refs/heads/gh-pages"'
    clone.hook(clone.folder / ".git", "pre-push", f"{push}; exit 1")
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("Published 3 files")
    assert clone.live().keys() == SITE.keys() | {".nojekyll", "CNAME"}


def test_a_line_that_breaks_after_the_push_leaves_no_false_word(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    clone.hook(clone.remote, "post-receive", f"mv '{clone.remote}' '{clone.remote}.away'")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said == (
        "PERHAPS PUBLISHED. The live site is as it was, or it is new; it is not half of each.\n"
        "Why: the push was sent, and then origin did not answer.\n"
        "Do:  make publish again; it says if nothing is left to do\n"
    )
    clone.remote.with_name("remote.git.away").rename(clone.remote)
    assert main([]) == 0
    assert capsys.readouterr().out == "Nothing changed: gh-pages on origin already holds this site.\n"


def test_as_a_command_it_exits_as_it_says(clone: Clone) -> None:
    command = [sys.executable, "-m", "tools.publish", "main"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=env, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(REFUSED)
    assert "Traceback" not in run.stderr
