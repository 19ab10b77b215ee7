"""What publishing and rolling back have in common: git, origin, and how to refuse.

origin is looked at, never trusted to have done what it was asked. Nothing here moves a branch or another name
in this clone, so that a lock which a killed git left behind is in nobody's way.

A line that stands still is given up: over HTTPS after a minute, and whatever git does after twenty.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from plugins.media.images.lfs import compute_digest

SOURCES = ("main", "master")
ROLES = ("AUTHOR", "COMMITTER")
VERSION = "version.json"  # which commit a site was made of; it says nothing to a visitor
LIMIT = 20 * 60  # seconds
DYING = 1  # seconds for which what a killed publish had just started may hold its lock
QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_HTTP_LOW_SPEED_LIMIT": "1",
    "GIT_HTTP_LOW_SPEED_TIME": "60",
    "LANGUAGE": "en",  # we look for some of git's words
}
# What git says of a push that origin may have received all the same.
CUT = re.compile(r"hung up|disconnect|RPC failed|remote failure|took longer")
SHA = re.compile(r"[0-9a-f]{40,64}")


class Refused(Exception):
    """Nothing was published: why, and what to do about it."""

    said = "NOT PUBLISHED. The live site is unchanged."

    def __init__(self, why: str, do: str) -> None:
        super().__init__(f"{self.said}\nWhy: {why}\nDo:  {do}")


class Unsure(Refused):
    """A push was sent, and origin does not say what became of it."""

    said = "PERHAPS PUBLISHED. The live site is as it was, or it is new; it is not half of each."


def tell(work: Callable[[str], str], arguments: list[str], again: str) -> int:
    """Say what `work` did with the branch that is named, or BRANCH of the environment, or gh-pages; `again` is what to
    do where it was stopped. The exit code."""
    try:
        done = work(*(arguments or [os.environ.get("BRANCH") or "gh-pages"]))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(Refused(str(error), "mend that, then try again"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. Do: {again}", file=sys.stderr)
        return 130
    print(done)
    return 0


def rehearsing() -> bool:
    """Whether DRY_RUN is anything but 0."""
    return os.environ.get("DRY_RUN", "") not in ("", "0")


@contextlib.contextmanager
def alone() -> Iterator[Path]:
    """An empty folder, in this clone's git folder, for one publish or rollback at a time."""
    room = Path(git("rev-parse", "--git-common-dir"), "publish")
    room.mkdir(exist_ok=True)
    lock = os.open(room, os.O_RDONLY)
    try:
        until = time.monotonic() + DYING
        while not _locked(lock):
            if time.monotonic() > until:
                raise Refused("a publish or a rollback is under way in this clone.", "wait for its end")
            time.sleep(0.02)
        for left in room.iterdir():  # by one that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=room, ignore_cleanup_errors=True) as folder:
            yield Path(folder).resolve()
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def check_target(branch: str) -> None:
    """The site's branch can be one, and is not the sources'."""
    if branch.casefold() in SOURCES:
        why = f"publishing replaces everything on its branch, and {branch} holds the sources."
        raise Refused(why, "leave BRANCH out, or name a branch that holds nothing but the site.")
    if branch.startswith("refs/") or git("check-ref-format", "--branch", branch, fails="") != branch:
        raise Refused(f"{branch!r} cannot be the name of a branch.", "leave BRANCH out.")


def check_identity() -> dict[str, str]:
    """Who publishes, as git's variables. Git itself would make a name up, or leave it empty."""
    who = git("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT", fails="")
    name, _, rest = who.partition(" <")
    mail = rest.partition(">")[0]
    if not (name and mail):
        do = 'git config user.name "Your Name" and git config user.email you@example.org'
        raise Refused("git does not know who you are.", do)
    return {f"GIT_{role}_{key}": it for role in ROLES for key, it in (("NAME", name), ("EMAIL", mail))}


def check_origin() -> str:
    """The address that is pushed to, which may be another than is fetched from; there is one."""
    address, *more = git("remote", "get-url", "--push", "--all", "origin", fails="").split("\n")
    if not address:
        raise Refused("there is no remote called origin.", "git remote add origin ADDRESS")
    if more:
        raise Refused("origin is pushed to at several addresses.", "git remote set-url --delete --push origin ADDRESS")
    return address


def pushed_to() -> str:
    """Origin, or its other address where it is not pushed to where it is fetched from: there the live site is."""
    address = check_origin()
    return "origin" if address == git("remote", "get-url", "origin") else address


def look() -> tuple[str, dict[str, str]]:
    """Which of origin's branches holds the sources, and the commit of each: it is origin's default one, else main."""
    source, tips = "main", {}
    for line in git("ls-remote", "--symref", pushed_to(), "HEAD", "refs/heads/*").splitlines():
        value, _, name = line.partition("\t")
        if name == "HEAD" and value.startswith("ref: refs/heads/"):
            source = value.removeprefix("ref: refs/heads/")
        elif name.startswith("refs/heads/"):
            tips[name.removeprefix("refs/heads/")] = value
    return source, tips


def fetch(branches: set[str]) -> None:
    """Have the objects of these branches of origin here."""
    names = [f"refs/heads/{branch}" for branch in sorted(branches)]
    if names:
        git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", pushed_to(), *names)


def trailer(commit: str, key: str) -> str:
    """The commit that another names in a trailer of its message, or ""."""
    said = git("log", "-1", f"--format=%(trailers:key={key},valueonly)", commit).strip()
    return said if SHA.fullmatch(said) else ""


def known(commit: str) -> bool:
    """Whether a commit is in this clone."""
    return git("rev-parse", "--quiet", "--verify", f"{commit}^{{commit}}", fails="") != ""


def files(commit: str, *below: str) -> dict[str, str]:
    """What a commit holds: the mode, kind and digest of each file, by its name."""
    lines = git("ls-tree", "-r", "-z", commit, *below).split("\0") if commit else []
    return {name: entry for entry, _, name in (line.partition("\t") for line in lines if line)}


def digests(commit: str, *below: str) -> dict[str, str]:
    """The SHA-256 of each file in a commit, or of those below some folders of it; with Git LFS, of the file itself."""
    found = {}
    with subprocess.Popen(["git", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        assert batch.stdin and batch.stdout
        for name, entry in files(commit, *below).items():
            batch.stdin.write(entry.split()[-1].encode() + b"\n")
            batch.stdin.flush()
            kind, size = (*batch.stdout.readline().split()[1:], b"0")[:2]
            if kind != b"blob":
                raise Refused(f"{name} in commit {commit[:12]} cannot be read.", "git fsck, which tells more")
            found[name] = compute_digest(batch.stdout.read(int(size)))
            batch.stdout.read(1)
    return found


def difference(live: str, commit: str) -> list[str]:
    """What would be added, changed and removed, a line each, were `commit` to follow `live`."""
    old, new = files(live), files(commit)
    return [
        f"{'added  ' if name not in old else 'removed' if name not in new else 'changed'} {name}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name) and name != VERSION
    ]


def commit_tree(tree: str, parent: str, message: str, folder: Path, env: dict[str, str]) -> str:
    """Make a commit on `parent` ("": on none). Its message may be too long for an argument."""
    said = folder / "message"
    said.write_text(message, "utf-8")
    return git("commit-tree", tree, *(("-p", parent) if parent else ()), "-F", str(said), env=env)


def rehearsed(changes: list[str], branch: str) -> str:
    """What a dry run says."""
    counts = (f"{sum(line.startswith(what) for line in changes)} {what}" for what in ("added", "changed", "removed"))
    return "\n".join([f"Dry run: nothing was published. On {branch} on origin: {', '.join(counts)}.", *changes])


def push(branch: str, live: str, commit: str, again: str) -> None:
    """Move origin's branch from `live` ("": it is not there) to `commit`, and see that it is there."""
    failure = Refused("origin took the push and did not keep it.", "try again")
    try:
        there = f"refs/heads/{branch}"
        git("push", "--quiet", f"--force-with-lease={there}:{live}", "origin", f"{commit}:{there}")
    except Refused as refusal:
        failure = refusal
    try:
        now = look()[1].get(branch, "")
    except Refused:
        raise Unsure("the push was sent, and then origin did not answer.", again) from failure
    if now not in (commit, live):
        raise Refused("somebody else published at the same time.", "git pull, then try again")
    if now != commit:
        raise Unsure("the line broke while the push was sent.", again) if CUT.search(str(failure)) else failure


def git(*arguments: str, env: dict[str, str] | None = None, fails: str | None = None) -> str:
    """What git says, or `fails` where it fails; without that a failure is Refused, in git's words."""
    try:
        return run(["git", *arguments], env or dict(os.environ))
    except Refused:
        if fails is None:
            raise
        return fails


def run(command: list[str], env: dict[str, str]) -> str:
    try:
        done = subprocess.run(
            command, env=env | QUIET, capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=LIMIT
        )
    except subprocess.TimeoutExpired:
        why = f"{' '.join(command[:2])} took longer than {LIMIT / 60:g} minutes."
        raise Refused(why, "look at the line to origin, then try again") from None
    except OSError as error:
        raise Refused(str(error), "mend that, then try again") from None
    if done.returncode:
        raise Refused(in_one_line(done.stderr), find_trust_command(done.stderr) or "mend that, then try again")
    return done.stdout.removesuffix("\n")


def find_trust_command(said: str) -> str:
    """Return the command that git asks for where another user owns this folder, or ""."""
    command = re.search(r"git config --global --add safe\.directory .+", said)
    return command[0] if command else ""


def in_one_line(said: str) -> str:
    """Of all that git or Python said: the other side's words and the verdict, else the last lines, as a hook's."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("hint: ")]
    telling = [line for line in lines if line.startswith(("remote: ", "! ", "fatal: "))]
    return "; ".join(telling or lines[-1 if "Traceback" in said else -3 :]) or "git failed and did not say why"
