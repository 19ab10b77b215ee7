"""Put the checked site on the publishing branch of origin, or say why not.

    python -m tools.publish [BRANCH]

Published is output/, byte for byte as .build/manifest.json lists it, and only where that was built and
checked from the commit at HEAD with nothing beside it. `.nojekyll` is added, and CNAME where the site has a
domain of its own; a rehearsal on a local remote gets the same bytes as the real one, CNAME too.

ghp-import makes the commit in a throw-away repository, because it moves the branch it is given and leaves it
moved, or half written, when something fails. That repository shares only the store of objects with this one,
so no branch here is touched. The commit is compared with what was checked, pushed on condition that origin's
branch is as it was seen, and looked for there afterwards: when a line breaks, a push may say that it failed
and have gone through.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from plugins.clinic.model import Clinic, load

OUTPUT = Path("output")
MANIFEST = Path(".build/manifest.json")
SOURCES = ("main", "master")
# RFC 2606 keeps these names from ever being a real host; https://clinic.example is the one we ship with.
PLACEHOLDER = ".example"


class Refused(Exception):
    """Nothing was published: why, and what to do about it."""

    said = "NOT PUBLISHED. The live site is unchanged."

    def __init__(self, why: str, do: str) -> None:
        super().__init__(f"{self.said}\nWhy: {why}\nDo:  {do}")


class Unsure(Refused):
    """A push was sent, and origin does not say what became of it."""

    said = "PERHAPS PUBLISHED. The live site is as it was, or it is new; it is not half of each."


def main(arguments: list[str]) -> int:
    try:
        print(publish(*(arguments or ["gh-pages"])))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Do: make publish again; it says if nothing is left to do.", file=sys.stderr)
        return 130
    return 0


def publish(branch: str) -> str:
    """Publish, and what was done in a line; raises Refused."""
    git("rev-parse", "--git-dir")
    check_branch(branch)
    head = check_committed()
    committer = check_identity()
    clinic = check_remote()
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        site = Path(folder, "site")
        count = copy_checked(head, site)
        add_host_files(site, clinic)
        live = tip(branch)
        if live:
            git("fetch", "--quiet", "--no-tags", "origin", f"refs/heads/{branch}")
        commit = import_site(site, Path(folder, "git"), branch, live, head, committer)
    if live and git("rev-parse", f"{live}^{{tree}}") == git("rev-parse", f"{commit}^{{tree}}"):
        return f"Nothing changed: {branch} on origin already holds this site."
    push(branch, live, commit)
    return f"Published {count} files of commit {head[:12]} to {branch} on origin, for {clinic.url}"


def check_branch(branch: str) -> None:
    """The site's branch is neither the sources' nor the one that is checked out, and one is."""
    current = git("symbolic-ref", "--quiet", "--short", "HEAD", fails="")
    if branch.casefold() in SOURCES:
        why = f"publishing replaces everything on its branch, and {branch} holds the sources."
        raise Refused(why, "leave BRANCH out, or name a branch that holds nothing but the site.")
    if git("check-ref-format", "--branch", branch, fails="") != branch:
        raise Refused(f"{branch!r} cannot be the name of a branch.", "leave BRANCH out.")
    if not current:
        raise Refused("no branch is checked out here (HEAD is detached).", "git switch main")
    if current == branch:
        raise Refused(f"{branch}, which holds the site, is checked out here.", "git switch main")


def check_committed() -> str:
    """HEAD, which holds everything that is in the folder."""
    entries = git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal").split("\0")
    paths = [entry[3:] for entry in entries if entry]
    if paths:
        why = f"not everything here is committed: {', '.join(paths[:3])}{' …' if paths[3:] else ''}"
        raise Refused(why, "git add and git commit them, or git stash --include-untracked")
    return git("rev-parse", "--verify", "HEAD")


def check_identity() -> dict[str, str]:
    """Who publishes, as git's variables. Git itself would make a name up, or leave it empty."""
    who = git("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT", fails="")
    name, _, rest = who.partition(" <")
    mail = rest.partition(">")[0]
    if not (name and mail):
        do = 'git config user.name "Your Name" and git config user.email you@example.org'
        raise Refused("git does not know who you are.", do)
    return {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}


def check_remote() -> Clinic:
    """The clinic, whose site may go to origin."""
    address = git("remote", "get-url", "--push", "origin", fails="")
    if not address:
        raise Refused("there is no remote called origin.", "git remote add origin ADDRESS")
    clinic, _ = load(Path("content"))
    if clinic is None:
        raise Refused("content/clinic.yaml has a problem.", "make site, which tells it")
    # A colon before any slash names a host: so does git tell a folder from a machine.
    local = address.startswith("file://") or ":" not in address.partition("/")[0]
    if host(clinic).endswith(PLACEHOLDER) and not local:
        why = f"the site does not know its address yet: site_url is {clinic.site_url}"
        raise Refused(why, "write the real one in content/clinic.yaml, and commit it")
    return clinic


def host(clinic: Clinic) -> str:
    return urlsplit(clinic.url).hostname or ""


def copy_checked(head: str, to: Path) -> int:
    """Copy output/, which is as it was checked, to the last byte; the number of its files."""
    try:
        manifest = json.loads(MANIFEST.read_text("utf-8"))
        files: dict[str, str] = dict(manifest["files"])
        current = manifest["commit"] == head and not manifest["dirty"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("the site in output/ was never checked.", "make site") from None
    if not current:
        raise Refused("the site in output/ was not built from this commit.", "make site")
    leaves = (path for path in OUTPUT.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {path.relative_to(OUTPUT).as_posix() for path in leaves}
    if not found:
        raise Refused("the site in output/ is empty.", "make site")
    for name in sorted(files.keys() | found):
        if copied(OUTPUT / name, to / name) != files.get(name):
            raise Refused(f"output/{name} is not as it was checked.", "make site")
    return len(files)


def copied(file: Path, to: Path) -> str:
    """Copy a plain file; the digest of its bytes. Nothing else is opened: it may leak, or never end."""
    if file.is_symlink() or not file.is_file():
        return ""
    data = file.read_bytes()
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def add_host_files(site: Path, clinic: Clinic) -> None:
    """For GitHub Pages: no Jekyll, and the domain where it is not GitHub's nor shared with other sites."""
    (site / ".nojekyll").touch()
    if clinic.base == "/" and not host(clinic).endswith(".github.io"):
        (site / "CNAME").write_text(host(clinic) + "\n", "utf-8")


def import_site(site: Path, folder: Path, branch: str, live: str, head: str, committer: dict[str, str]) -> str:
    """A commit of just what is in `site`, on `live` where there is one, made away from our branches."""
    store = Path(git("rev-parse", "--git-path", "objects")).resolve()
    apart = {**os.environ, **committer, "GIT_DIR": str(folder), "GIT_OBJECT_DIRECTORY": str(store)}
    hash_name = git("rev-parse", "--show-object-format")
    git("init", "--quiet", "--bare", f"--object-format={hash_name}", str(folder), env=apart)
    if live:
        git("update-ref", f"refs/remotes/origin/{branch}", live, env=apart)
    message = f"Publish {head[:12]}\n\nSource-Commit: {head}\n"
    run([sys.executable, "-m", "ghp_import", "-b", branch, "-m", message, str(site)], apart)
    commit = git("rev-parse", "--verify", f"refs/heads/{branch}", env=apart)
    stored = set(git("ls-tree", "-r", "-z", commit, env=apart).split("\0")) - {""}
    if stored != {as_stored(path, site, hash_name) for path in site.rglob("*") if path.is_file()}:
        raise Refused("git stored something else than was checked.", "make publish again, or tell us")
    return commit


def as_stored(file: Path, site: Path, hash_name: str) -> str:
    """What `git ls-tree` says of a commit that holds this file."""
    data = file.read_bytes()
    blob = hashlib.new(hash_name, b"blob %d\0" % len(data) + data).hexdigest()
    return f"100644 blob {blob}\t{file.relative_to(site).as_posix()}"


def push(branch: str, live: str, commit: str) -> None:
    """Move origin's branch from `live` ("": it is not there) to `commit`, and see that it is there."""
    failure = Refused("origin took the push and did not keep it.", "make publish again")
    try:
        there = f"refs/heads/{branch}"
        git("push", "--quiet", f"--force-with-lease={there}:{live}", "origin", f"{commit}:{there}")
    except Refused as refusal:
        failure = refusal
    try:
        now = tip(branch)
    except Refused:
        do = "make publish again; it says if nothing is left to do"
        raise Unsure("the push was sent, and then origin did not answer.", do) from failure
    if now not in (commit, live):
        raise Refused("somebody else published at the same time.", "git pull, then make publish")
    if now != commit:
        raise failure


def tip(branch: str) -> str:
    """The commit that origin's branch is at, or "" where there is no such branch."""
    return git("ls-remote", "origin", f"refs/heads/{branch}").partition("\t")[0]


def git(*arguments: str, env: dict[str, str] | None = None, fails: str | None = None) -> str:
    """What git says, or `fails` where it fails; without that a failure is Refused, in git's words."""
    try:
        return run(["git", *arguments], env or dict(os.environ))
    except Refused:
        if fails is None:
            raise
        return fails


def run(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", errors="surrogateescape")
    if done.returncode:
        raise Refused(in_one_line(done.stderr), "mend that, then make publish")
    return done.stdout.removesuffix("\n")


def in_one_line(said: str) -> str:
    """Of all that git or Python said: the other side's words and the verdict, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("remote: ", "! ", "fatal: "))]
    return "; ".join(telling or lines[-1:]) or "git failed and did not say why"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
