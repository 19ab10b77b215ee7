"""Publishing, with real git on local bare remotes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.clone import HOST, REFUSED, SITE, Clone
from tests.project import ROOT
from tools.publish.publish import main


def test_the_checked_site_and_nothing_else_is_live(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    heads, head = clone.heads(clone.folder), clone.git("rev-parse", "HEAD")
    assert main([]) == 0
    assert capsys.readouterr() == (
        f"Published 3 files of commit {head[:12]} to gh-pages on origin, for https://clinic.example/\n",
        "",
    )
    host_files = {"version.json": f'{{"source": "{head}"}}', ".nojekyll": "", "CNAME": "clinic.example"}
    assert clone.live() == {**SITE, **host_files}
    told = clone.git("log", "-1", "--format=%cn <%ce>|%(trailers:only,unfold)", "gh-pages", folder=clone.remote)
    assert told == f"Élodie Editor <elodie@example.org>|Source-Commit: {head}"
    assert clone.heads(clone.folder) == heads
    assert clone.git("status", "--porcelain") == ""


def test_the_next_site_stands_on_the_last_and_keeps_nothing_of_it(clone: Clone) -> None:
    assert main([]) == 0
    first = clone.git("rev-parse", "gh-pages", folder=clone.remote)
    clone.commit()
    clone.build({"index.html": "<h1>New</h1>", "laser/index.html": "Laser"})
    assert main([]) == 0
    assert clone.live().keys() == {"index.html", "laser/index.html"} | HOST
    assert clone.live()["index.html"] == "<h1>New</h1>"
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
    assert clone.live().keys() == SITE.keys() | HOST


def test_the_same_site_is_not_published_twice(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    before = clone.tip()
    capsys.readouterr()
    clone.commit()
    clone.build()
    assert main([]) == 0
    assert capsys.readouterr().out == "Nothing changed: gh-pages on origin already holds this site.\n"
    assert clone.tip() == before


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([]) == 0
    clone.commit()
    clone.build({"index.html": "New", "halo/index.html": SITE["halo/index.html"], "laser/ä.html": ""})
    before = clone.git("for-each-ref"), clone.heads(clone.remote)
    capsys.readouterr()
    monkeypatch.setenv("DRY_RUN", "yes")
    assert main([]) == 0
    assert capsys.readouterr().out == (
        "Dry run: nothing was published. On gh-pages on origin: 1 added, 1 changed, 1 removed.\n"
        "changed index.html\n"
        "added   laser/ä.html\n"
        "removed theme/site.css\n"
    )
    clone.build({"index.html": ""})
    assert main([]) == 0
    assert "removed halo/index.html\n" in capsys.readouterr().out, "what SHRINK=1 would take away is shown first"
    assert (clone.git("for-each-ref"), clone.heads(clone.remote)) == before
    monkeypatch.setenv("DRY_RUN", "0")
    clone.build({**SITE, "index.html": "New"})
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("Published 3 files")


def test_a_smaller_site_goes_where_it_is_meant(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_pages(clone)
    monkeypatch.setenv("SHRINK", "0")
    assert main([]) == 1
    monkeypatch.setenv("SHRINK", "1")
    assert main([]) == 0
    assert clone.live().keys() == {"0.html", "1.html", "2.html"} | HOST


REWRITTEN = (
    "or, if main was rewritten on purpose, do not bring that commit back: git push origin --delete gh-pages, "
    "then make publish (until then there is no site, and no rollback goes behind it)"
)


def test_an_older_commit_does_not_replace_a_newer_ones_site(
    clone: Clone, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """main was taken back on origin; once where the newer commit is still known, once where it is not."""
    newer = clone.commit()
    clone.build({**SITE, "index.html": "New"})
    assert main([]) == 0
    clone.git("reset", "--quiet", "--hard", "HEAD^")
    clone.git("push", "--quiet", "--force", "origin", "main")
    clone.build()
    before = clone.heads(clone.remote)
    capsys.readouterr()
    assert main([]) == 1
    assert capsys.readouterr().err == (
        f"{REFUSED}\nWhy: the live site was made of commit {newer[:12]}, which is not in the history of main.\n"
        f"Do:  if it is missing, git merge {newer[:12]}, git push origin main, then make publish; {REWRITTEN}\n"
    )
    other = clone.another(tmp_path / "other")
    other.build()
    monkeypatch.chdir(other.folder)
    assert main([]) == 1
    assert capsys.readouterr().err == (
        f"{REFUSED}\nWhy: the live site was made of commit {newer[:12]}, which is not here.\n"
        "Do:  in a shallow clone git fetch --unshallow; else ask who published it to bring it to main; "
        f"{REWRITTEN}\n"
    )
    assert clone.heads(clone.remote) == before
    clone.git("merge", "--quiet", newer)
    clone.commit()
    clone.build()
    monkeypatch.chdir(clone.folder)
    assert main([]) == 0


def test_what_was_removed_from_history_does_not_come_back(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    """The first commit with a photograph is rewritten without it; what is said to type then publishes."""
    photo = clone.folder / "content/images/p-1a2b3c4d.png"
    photo.parent.mkdir()
    photo.write_bytes(b"A face")
    removed = clone.commit()
    clone.build()
    assert main([]) == 0
    clone.git("rm", "--quiet", str(photo))
    clone.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Content: nothing")
    clone.git("push", "--quiet", "--force", "origin", "main")
    clone.build({**SITE, "index.html": "New"})
    capsys.readouterr()
    assert main([]) == 1
    _, said, command = capsys.readouterr().err.partition("do not bring that commit back: ")
    command, said, _ = command.partition(", then make publish (")
    assert said
    clone.git(*command.split()[1:])
    assert main([]) == 0
    assert clone.live()["index.html"] == "New"
    reached = clone.git("rev-list", "--all", folder=clone.remote).split()
    assert removed not in reached


def test_one_at_a_time_publishes_from_a_clone(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    room = clone.folder / ".git/publish"
    room.mkdir()
    lock = os.open(room, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    assert main([]) == 1
    why = "a publish or a rollback is under way in this clone."
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  wait for its end\n")
    threading.Timer(0.3, os.close, [lock]).start()  # as what a killed publish had just started ends a moment after it
    assert main([]) == 0


def test_what_a_killed_git_left_behind_here_is_in_nobodys_way(clone: Clone) -> None:
    assert main([]) == 0
    clone.commit()
    clone.build({**SITE, "index.html": "New"})
    clone.git("update-ref", "refs/remotes/origin/gh-pages", "HEAD")
    for name in ("index", "packed-refs", "HEAD", "refs/heads/main", "refs/remotes/origin/gh-pages", "config"):
        (clone.folder / ".git" / f"{name}.lock").touch()
    (clone.folder / ".git/publish/left/git").mkdir(parents=True)
    (clone.folder / ".git/worktrees/gone").mkdir(parents=True)
    (clone.folder / ".git/worktrees/gone/gitdir").write_text("/gone/.git\n")
    assert main([]) == 0
    assert clone.live()["index.html"] == "New"
    assert list((clone.folder / ".git/publish").iterdir()) == []


def test_what_a_killed_git_left_behind_at_origin_is_told(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    (clone.remote / "refs/heads/gh-pages.lock").touch()
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{REFUSED}\nWhy: remote: error: cannot lock ref 'refs/heads/gh-pages': Unable to create")
    assert "remote: remove the file manually to continue." in said
    (clone.remote / "refs/heads/gh-pages.lock").unlink()
    assert main([]) == 0


def test_the_site_of_another_day_is_not_published(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_DATE", "2027-02-01")
    assert main([]) == 1
    assert capsys.readouterr().err == (
        f"{REFUSED}\nWhy: SITE_DATE is set, so that output/ is the site of 2027-02-01.\n"
        "Do:  unset SITE_DATE, then make publish\n"
    )


def test_where_origin_is_pushed_to_is_where_the_live_site_is(clone: Clone, tmp_path: Path) -> None:
    other = tmp_path / "other.git"
    clone.git("clone", "--quiet", "--bare", str(clone.remote), str(other))
    clone.git("remote", "set-url", "--push", "origin", str(other))
    assert main([]) == 0
    assert "gh-pages" in clone.heads(other)
    assert "gh-pages" not in clone.heads(clone.remote)
    assert main([]) == 0


def test_what_a_hook_of_ours_says_is_told(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.hook(clone.folder / ".git", "pre-push", "echo Not on a Friday. >&2; exit 1")
    assert main([]) == 1
    assert "Why: Not on a Friday.; error: failed to push some refs to" in capsys.readouterr().err


def test_without_a_network_it_says_so(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.say_site_url("https://blog.precisionmd.test")
    clone.git("remote", "set-url", "origin", "http://127.0.0.1:9/blog.git")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{REFUSED}\nWhy: fatal: unable to access 'http://127.0.0.1:9/blog.git/': Failed to connect")
    assert said.endswith("\nDo:  mend that, then try again\n")


def test_a_line_that_stands_still_is_given_up(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.hook(clone.folder / ".git", "stand-still", "exec sleep 60 2> /dev/null")
    clone.git("config", "remote.origin.uploadpack", ".git/hooks/stand-still")
    monkeypatch.setattr("tools.publish.repository.LIMIT", 2)
    assert main([]) == 1
    assert capsys.readouterr().err.startswith(f"{REFUSED}\nWhy: git ls-remote took longer than 0.0333333 minutes.\n")


def test_a_branch_that_may_only_grow_takes_a_site(clone: Clone) -> None:
    for key in ("receive.denyNonFastForwards", "receive.denyDeletes", "receive.fsckObjects"):
        clone.git("config", key, "true", folder=clone.remote)
    assert main([]) == 0
    clone.commit()
    clone.build({**SITE, "index.html": "New"})
    assert main([]) == 0
    assert clone.live()["index.html"] == "New"


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


def test_git_of_sha256_and_another_default_branch_will_do(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Clone(tmp_path / "new", tmp_path / "new.git")
    clone.git("init", "--quiet", "--bare", "--object-format=sha256", "--initial-branch=trunk", str(new.remote))
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
    assert new.live().keys() == SITE.keys() | HOST


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
    script = "test $1 = refs/heads/main || { echo 'No publishing on a Friday.' >&2; exit 1; }"
    clone.hook(clone.remote, "update", script)


def forget_push(clone: Clone) -> None:
    clone.hook(clone.remote, "post-receive", "git update-ref -d refs/heads/gh-pages")


def inject(clone: Clone) -> None:
    """A name that ghp-import passes to git as commands."""
    clone.build({**SITE, "z\ndata 4\nEVIL\nD index.html\nM 100644 inline injected.html": "EVIL"})


def keep_commit(clone: Clone) -> None:
    clone.commit(push=False)
    clone.build()


def fall_behind(clone: Clone) -> None:
    clone.commit()
    clone.git("reset", "--quiet", "--hard", "HEAD^")
    clone.build()


def diverge(clone: Clone) -> None:
    fall_behind(clone)
    (clone.folder / "content/a.md").touch()
    keep_commit(clone)


def check_out_work(clone: Clone) -> None:
    clone.git("checkout", "--quiet", "-b", "work")


def forget_main(clone: Clone) -> None:
    clone.git("update-ref", "-d", "refs/heads/main", folder=clone.remote)


def assume_unchanged(clone: Clone) -> None:
    clone.git("update-index", "--assume-unchanged", "content/clinic.yaml")
    (clone.folder / "content/clinic.yaml").write_text("changed")


def skip_worktree(clone: Clone) -> None:
    clone.git("update-index", "--skip-worktree", "content/clinic.yaml")


def push_to_two(clone: Clone) -> None:
    for address in ("../one.git", "../two.git"):
        clone.git("remote", "set-url", "--add", "--push", "origin", address)


def hide_files(clone: Clone) -> None:
    """Some that git ignores; no build reads the last three."""
    (clone.folder / ".git/info/exclude").write_text("*.local.md\n")
    for name in ("content/a.local.md", "plugins/x.pyc", "content/.DS_Store", "tools/__pycache__/x.pyc", "notes/a.pyc"):
        (clone.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (clone.folder / name).touch()


def lose_pages(clone: Clone) -> None:
    """Four of five pages are enough, three are not."""
    for count in (5, 4, 3):
        clone.commit()
        clone.build({f"{number}.html": "" for number in range(count)})
        if count > 3:
            assert main([]) == 0


def withdraw(clone: Clone) -> None:
    lines = f"\ufeff# Photographs\n\n{'0' * 64}\n{HALO.upper()}  consent revoked\n"
    (clone.folder / "content/withdrawn.txt").write_text(lines, "utf-8")
    clone.commit()
    clone.build()


def withdraw_original(clone: Clone) -> None:
    """No published file is listed: the photograph itself is, which is still among the sources."""
    (clone.folder / "content/images").mkdir()
    (clone.folder / "content/images/smile.jpg").write_bytes(b"\xff\xd8\r\n")
    (clone.folder / "content/withdrawn.txt").write_text(SMILE)
    clone.commit()
    clone.build()


def misspell_withdrawn(clone: Clone) -> None:
    (clone.folder / "content/withdrawn.txt").write_text(f"{'0' * 64} a\n{'0' * 63} b\n")
    clone.commit()
    clone.build()


def of_day(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days)


def block_room(clone: Clone) -> None:
    (clone.folder / ".git/publish").touch()


SMILE = hashlib.sha256(b"\xff\xd8\r\n").hexdigest()
HALO = hashlib.sha256(SITE["halo/index.html"].encode()).hexdigest()
DAYS: dict[int, Callable[[Clone], None]] = {
    -1: lambda clone: clone.build(days=-1),
    1: lambda clone: clone.build(days=1),
}
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
        (
            keep_commit,
            "commits of main that are only here: 1; that are only on origin: 0.",
            "git push origin main, then make publish",
        ),
        (
            fall_behind,
            "commits of main that are only here: 0; that are only on origin: 1.",
            "git pull --rebase origin main, then make publish",
        ),
        (
            diverge,
            "commits of main that are only here: 1; that are only on origin: 1.",
            "git pull --rebase origin main, git push origin main, then make publish",
        ),
        (check_out_work, "work is checked out here, and main is what is published.", "git switch main"),
        (forget_main, "origin does not have main yet.", "git push origin main, then make publish"),
        (
            hide_files,
            "a build may use what git ignores, and so no commit holds: content/a.local.md, plugins/x.pyc",
            "move them away, or git add --force and git commit them",
        ),
        *(
            (
                hide,
                "git was told not to look at content/clinic.yaml",
                "git update-index --no-assume-unchanged --no-skip-worktree content/clinic.yaml, and so for each; "
                "then look again",
            )
            for hide in (assume_unchanged, skip_worktree)
        ),
        (
            push_to_two,
            "origin is pushed to at several addresses.",
            "git remote set-url --delete --push origin ADDRESS",
        ),
        (
            lose_pages,
            "of 4 pages that are live, only 3 would be left.",
            "make publish DRY_RUN=1 lists what would go; if that is meant, make publish SHRINK=1",
        ),
        (
            withdraw,
            f"halo/index.html was withdrawn. content/withdrawn.txt:4: {HALO.upper()}  consent revoked",
            "take it out of the sources, git commit and git push, then make publish",
        ),
        (
            withdraw_original,
            f"content/images/smile.jpg was withdrawn. content/withdrawn.txt:1: {SMILE}",
            "take it out of the sources, git commit and git push, then make publish",
        ),
        (
            misspell_withdrawn,
            "content/withdrawn.txt:2: a line begins with a SHA-256: 64 digits and letters from a to f.",
            "mend that line; sha256sum FILE prints one",
        ),
        (block_room, "[Errno 17] File exists: '.git/publish'", "mend that, then try again"),
        (commit_later, NOT_BUILT, "make site"),
        (build_dirty, NOT_BUILT, "make site"),
        *(
            (build, f"the site in output/ is of {of_day(days)}, which is not today.", "make site")
            for days, build in DAYS.items()
        ),
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
            "mend that, then try again",
        ),
        (
            remove_git,
            "fatal: not a git repository (or any of the parent directories): .git",
            "mend that, then try again",
        ),
        (forget_push, "origin took the push and did not keep it.", "try again"),
    ],
)
def test_it_refuses_and_says_why_and_what_to_do(
    clone: Clone, capsys: pytest.CaptureFixture[str], arrange: Callable[[Clone], None], why: str, do: str
) -> None:
    arrange(clone)
    before = clone.heads(clone.remote)
    capsys.readouterr()
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
        ("refs/heads/main", "'refs/heads/main' cannot be the name of a branch.", "leave BRANCH out."),
        (
            "notes",
            "notes on origin holds sources, which publishing would replace.",
            "leave BRANCH out, or name a branch that holds nothing but the site",
        ),
        ("@{-1}", "'@{-1}' cannot be the name of a branch.", "leave BRANCH out."),
    ],
)
def test_it_refuses_a_branch_that_is_not_for_a_site(
    clone: Clone, capsys: pytest.CaptureFixture[str], branch: str, why: str, do: str
) -> None:
    clone.git("push", "--quiet", "origin", "main:refs/heads/notes")
    before = clone.heads(clone.remote)
    if branch != "notes":
        clone.git("checkout", "--quiet", "-b", "trunk")
    assert main([branch]) == 1
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  {do}\n")
    assert clone.heads(clone.remote) == before


def test_a_refused_push_is_told_in_origins_words(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    refuse_push(clone)
    clone.commit()
    clone.build({**SITE, "index.html": "New"})
    before = clone.heads(clone.remote), clone.heads(clone.folder)
    capsys.readouterr()
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{REFUSED}\nWhy: remote: No publishing on a Friday.; ")
    assert "; ! [remote rejected]" in said
    assert (clone.heads(clone.remote), clone.heads(clone.folder)) == before
    (clone.remote / "hooks/update").unlink()
    assert main([]) == 0
    assert clone.live()["index.html"] == "New"


@pytest.mark.parametrize("moment", ["look", "push"])
def test_who_published_a_moment_earlier_is_not_overwritten(
    clone: Clone, capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    """Just after our look at origin, or just before our push is received."""
    assert main([]) == 0
    clone.commit()
    clone.build({**SITE, "index.html": "New"})
    theirs = 'rm "$0"; git push --quiet --no-verify --force origin main:refs/heads/gh-pages'
    clone.hook(clone.folder / ".git", "pre-push", theirs)
    if moment == "look":
        answer = 'git-upload-pack "$@"; git config --unset remote.origin.uploadpack'
        clone.hook(clone.folder / ".git", "answer", f"{answer}; .git/hooks/pre-push")
        clone.git("config", "remote.origin.uploadpack", ".git/hooks/answer")
    capsys.readouterr()
    assert main([]) == 1
    why = "somebody else published at the same time."
    assert capsys.readouterr() == ("", f"{REFUSED}\nWhy: {why}\nDo:  git pull, then try again\n")
    assert clone.live().keys() == {".gitignore", "content/clinic.yaml"}


def test_a_push_that_failed_but_went_through_is_published(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    push = 'read name sha rest; git push --quiet --no-verify "$2" "$sha:refs/heads/gh-pages"'
    clone.hook(clone.folder / ".git", "pre-push", f"{push}; exit 1")
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("Published 3 files")
    assert clone.live().keys() == SITE.keys() | HOST


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


def test_a_line_that_breaks_in_the_push_leaves_no_false_word(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is live yet, and origin may still be at work."""
    clone.hook(clone.remote, "pre-receive", "kill -9 $PPID")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("PERHAPS PUBLISHED.")
    assert "\nWhy: the line broke while the push was sent.\nDo:  make publish again; it says" in said


def test_as_a_command_it_exits_as_it_says(clone: Clone) -> None:
    command = [sys.executable, "-m", "tools.publish.publish", "main"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=env, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(REFUSED)
    assert "Traceback" not in run.stderr
