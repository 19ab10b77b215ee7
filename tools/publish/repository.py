"""What publishing and rolling back have in common: git, origin, and refusals.

What origin was asked to do is always checked there afterwards. Nothing here moves a branch or another reference of this
clone, so a lock that a killed git left behind does no harm.

A connection without traffic is given up over HTTPS after a minute; every git command ends after twenty minutes.
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

from pelicanconf import PUBLISH_MINUTES
from plugins.media.images.lfs_pointer import compute_digest

SOURCES = ("main", "master")
DEFAULT_BRANCH = "gh-pages"
STOPPED = 130  # the exit code of a program that Ctrl-C ended
ROLES = ("AUTHOR", "COMMITTER")
VERSION = "version.json"  # which commit a site was made of; it says nothing to a visitor
LIMIT = 60 * PUBLISH_MINUTES  # seconds
DYING = 1  # seconds for which processes of a killed publish may still hold the lock
LOCK_INTERVAL = 0.02  # seconds between two tries to get the lock
QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_HTTP_LOW_SPEED_LIMIT": "1",
    "GIT_HTTP_LOW_SPEED_TIME": "60",
    "LANGUAGE": "en",  # we look for some of git's words
}
# Settings of git that would change what we read of its output, whatever the user's own say.
SETTINGS = {"log.showSignature": "false", "trailer.separators": ":", "i18n.logOutputEncoding": "UTF-8"}
# What git says of a push that origin may have received all the same.
CUT = re.compile(r"hung up|disconnect|RPC failed|remote failure|took longer")
SHA = re.compile(r"[0-9a-f]{40,64}")


class Refused(Exception):
    """Says why nothing was published, and what to do about it."""

    said = "NOT PUBLISHED. The live site is unchanged."

    def __init__(self, why: str, do: str) -> None:
        super().__init__(f"{self.said}\nWhy: {why}\nDo:  {do}")


class UncertainPush(Refused):
    """A push was sent, and origin does not say whether it arrived."""

    said = "PERHAPS PUBLISHED. The live site is as it was, or it is new; it is not half of each."


def run_on_branch(work: Callable[[str], str], arguments: list[str], again: str) -> int:
    """Run `work`, publish or rollback, with the site's branch; print what it returns, and return the exit code.

    The branch is the argument, or BRANCH of the environment, or gh-pages. `again` is what to do after Ctrl-C.
    """
    try:
        done = work(*(arguments or [os.environ.get("BRANCH") or DEFAULT_BRANCH]))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(Refused(str(error), "mend that, then try again"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. Do: {again}", file=sys.stderr)
        return STOPPED
    print(done)
    return 0


def is_dry_run() -> bool:
    """Say whether DRY_RUN is set to anything but 0."""
    return os.environ.get("DRY_RUN", "") not in ("", "0")


@contextlib.contextmanager
def hold_publish_lock() -> Iterator[Path]:
    """Hold the lock for one publish or rollback at a time; yield an empty folder inside this clone's git folder.

    Raises Refused where another has it. The folder is removed at the end.
    """
    locked_folder = Path(run_git("rev-parse", "--git-common-dir"), "publish")
    locked_folder.mkdir(exist_ok=True)
    lock = os.open(locked_folder, os.O_RDONLY)
    try:
        _wait_for_lock(lock)
        for leftover in locked_folder.iterdir():  # of one that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=locked_folder, ignore_cleanup_errors=True) as folder:
            yield Path(folder).resolve()
    finally:
        os.close(lock)


def _wait_for_lock(lock: int) -> None:
    """Get the lock, for which processes that are about to end may be waited for. Raises Refused."""
    deadline = time.monotonic() + DYING
    while not _try_lock(lock):
        if time.monotonic() > deadline:
            raise Refused("a publish or a rollback is under way in this clone.", "wait for its end")
        time.sleep(LOCK_INTERVAL)


def _try_lock(lock: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def check_target(branch: str) -> None:
    """Refuse a site branch whose name is not valid, or is that of the sources."""
    if branch.casefold() in SOURCES:
        why = f"publishing replaces everything on its branch, and {branch} holds the sources."
        raise Refused(why, "leave BRANCH out, or name a branch that holds nothing but the site.")
    if branch.startswith("refs/") or run_git("check-ref-format", "--branch", branch, fails="") != branch:
        raise Refused(f"{branch!r} cannot be the name of a branch.", "leave BRANCH out.")


def read_identity() -> dict[str, str]:
    """Return who publishes, as git's variables. Git itself would make a name up, or leave it empty."""
    who = run_git("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT", fails="")
    name, _, rest = who.partition(" <")
    mail = rest.partition(">")[0]
    if not (name and mail):
        do = 'git config user.name "Your Name" and git config user.email you@example.org'
        raise Refused("git does not know who you are.", do)
    return {f"GIT_{role}_{key}": it for role in ROLES for key, it in (("NAME", name), ("EMAIL", mail))}


def read_push_address() -> str:
    """Return the address to which origin is pushed, which may differ from the one that is fetched from.

    Raises Refused unless there is exactly one.
    """
    address, *more = run_git("remote", "get-url", "--push", "--all", "origin", fails="").split("\n")
    if not address:
        raise Refused("there is no remote called origin.", "git remote add origin ADDRESS")
    if more:
        raise Refused("origin is pushed to at several addresses.", "git remote set-url --delete --push origin ADDRESS")
    return address


def find_push_address() -> str:
    """Return "origin", or the address that is pushed to where that is another: the live site is there."""
    address = read_push_address()
    return "origin" if address == run_git("remote", "get-url", "origin") else address


def read_branches() -> tuple[str, dict[str, str]]:
    """Return the branch of origin that holds the sources, and the commit of each branch.

    The sources are on origin's default branch, else on main.
    """
    source, tips = "main", {}
    for line in run_git("ls-remote", "--symref", find_push_address(), "HEAD", "refs/heads/*").splitlines():
        value, _, name = line.partition("\t")
        if name == "HEAD" and value.startswith("ref: refs/heads/"):
            source = value.removeprefix("ref: refs/heads/")
        elif name.startswith("refs/heads/"):
            tips[name.removeprefix("refs/heads/")] = value
    return source, tips


def fetch(branches: set[str]) -> None:
    """Fetch the objects of these branches of origin."""
    names = [f"refs/heads/{branch}" for branch in sorted(branches)]
    if names:
        run_git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", find_push_address(), *names)


def read_trailer(commit: str, key: str) -> str:
    """Return the commit that a trailer of this commit's message names, or ""."""
    said = run_git("log", "-1", f"--format=%(trailers:key={key},valueonly)", commit).strip()
    return said if SHA.fullmatch(said) else ""


def has_commit(commit: str) -> bool:
    """Say whether a commit is in this clone."""
    return run_git("rev-parse", "--quiet", "--verify", f"{commit}^{{commit}}", fails="") != ""


def is_ancestor(older: str, newer: str) -> bool:
    """Say whether the commit `older` is in the history of `newer`."""
    return not run_git("merge-base", "--is-ancestor", older, newer, fails="no")  # it prints nothing where it succeeds


def list_tree(commit: str, *below: str) -> dict[str, str]:
    """List the files of a commit: the mode, kind and object id of each, by its name."""
    lines = run_git("ls-tree", "-r", "-z", commit, *below).split("\0") if commit else []
    return {name: entry for entry, _, name in (line.partition("\t") for line in lines if line)}


def read_digests(commit: str, *below: str) -> dict[str, str]:
    """Compute the SHA-256 of each file in a commit, or below some of its folders; with Git LFS, of the file itself."""
    found = {}
    with subprocess.Popen(["git", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        assert batch.stdin and batch.stdout
        for name, entry in list_tree(commit, *below).items():
            batch.stdin.write(entry.split()[-1].encode() + b"\n")
            batch.stdin.flush()
            kind, size = (*batch.stdout.readline().split()[1:], b"0")[:2]
            if kind != b"blob":
                raise Refused(f"{name} in commit {commit[:12]} cannot be read.", "git fsck, which tells more")
            found[name] = compute_digest(batch.stdout.read(int(size)))
            batch.stdout.read(1)
    return found


def list_changes(live: str, commit: str) -> list[str]:
    """List what would be added, changed and removed, in a line each, if `commit` followed `live`."""
    old, new = list_tree(live), list_tree(commit)
    return [
        f"{'added  ' if name not in old else 'removed' if name not in new else 'changed'} {name}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name) and name != VERSION
    ]


def commit_tree(tree: str, parent: str, message: str, folder: Path, env: dict[str, str]) -> str:
    """Make a commit on `parent` ("": on none). The message goes through a file: it may be too long for an argument."""
    said = folder / "message"
    said.write_text(message, "utf-8")
    return run_git("commit-tree", tree, *(("-p", parent) if parent else ()), "-F", str(said), env=env)


def describe_dry_run(changes: list[str], branch: str) -> str:
    """Describe what a dry run found."""
    counts = (f"{sum(line.startswith(what) for line in changes)} {what}" for what in ("added", "changed", "removed"))
    return "\n".join([f"Dry run: nothing was published. On {branch} on origin: {', '.join(counts)}.", *changes])


def push(branch: str, live: str, commit: str, again: str) -> None:
    """Move origin's branch from `live` ("": there is none) to `commit`, and check that it was moved.

    What origin has afterwards decides, not whether git reports a failure: a push that failed here may have arrived.
    Raises Refused, or UncertainPush where origin does not say. `again` is what to do then.
    """
    refusal = _send(branch, live, commit)
    tip = _ask_for_tip(branch, refusal, again)
    if tip == commit:
        return
    if tip != live:
        raise Refused("somebody else published at the same time.", "git pull, then try again")
    if refusal and CUT.search(str(refusal)):  # origin may still be at work on it
        raise UncertainPush("the line broke while the push was sent.", again)
    raise refusal or Refused("origin took the push and did not keep it.", "try again")


def _ask_for_tip(branch: str, refusal: Refused | None, again: str) -> str:
    """Ask origin at which commit its branch is after a push, "" where there is none. Raises UncertainPush.

    `refusal` is what git said of the push, if that failed.
    """
    try:
        _, tips = read_branches()
    except Refused:
        raise UncertainPush("the push was sent, and then origin did not answer.", again) from refusal
    return tips.get(branch, "")


def _send(branch: str, live: str, commit: str) -> Refused | None:
    """Push `commit` to origin's branch if that is at `live`; return what git said where that failed.

    It is not raised: origin may have taken a push that failed here, and may not have kept one that succeeded.
    """
    reference = f"refs/heads/{branch}"
    try:
        run_git("push", "--quiet", f"--force-with-lease={reference}:{live}", "origin", f"{commit}:{reference}")
    except Refused as refusal:
        return refusal
    return None


def run_git(*arguments: str, env: dict[str, str] | None = None, fails: str | None = None) -> str:
    """Run git and return its output, or `fails` where it fails; without `fails`, raise Refused with git's message."""
    try:
        return run_command(["git", *arguments], env or dict(os.environ))
    except Refused:
        if fails is None:
            raise
        return fails


def run_command(command: list[str], env: dict[str, str]) -> str:
    """Run a program, and return its output without the last line ending.

    Raises Refused where it fails, with what it printed as errors.
    """
    try:
        done = _run_with_limit(command, add_settings(env | QUIET))
    except subprocess.TimeoutExpired:
        why = f"{' '.join(command[:2])} took longer than {LIMIT / 60:g} minutes."
        raise Refused(why, "look at the line to origin, then try again") from None
    except OSError as error:
        raise Refused(str(error), "mend that, then try again") from None
    if done.returncode:
        do = find_trust_command(done.stderr) or "mend that, then try again"
        raise Refused(summarize_output(done.stderr), do)
    return done.stdout.removesuffix("\n")


def _run_with_limit(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program for at most LIMIT seconds. Text that is not UTF-8 stays as it is."""
    return subprocess.run(
        command, env=env, capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=LIMIT
    )


def add_settings(env: dict[str, str]) -> dict[str, str]:
    """Add our SETTINGS of git to those that an environment may have already."""
    given = env.get("GIT_CONFIG_COUNT", "")
    added = dict(env)
    for number, (key, value) in enumerate(SETTINGS.items(), int(given) if given.isdecimal() else 0):
        added |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        added["GIT_CONFIG_COUNT"] = str(number + 1)
    return added


def find_trust_command(said: str) -> str:
    """Return the command that git asks for where another user owns this folder, or ""."""
    command = re.search(r"git config --global --add safe\.directory .+", said)
    return command[0] if command else ""


def summarize_output(said: str) -> str:
    """Summarize in one line what git or Python printed as errors.

    That is what the other side said, rejections and fatal errors; without any, the last lines, as of a hook.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("hint: ")]
    telling = [line for line in lines if line.startswith(("remote: ", "! ", "fatal: "))]
    return "; ".join(telling or lines[-1 if "Traceback" in said else -3 :]) or "git failed and did not say why"
