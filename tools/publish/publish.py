"""Put the checked site on the publishing branch of origin, or say why not.

    python -m tools.publish.publish [BRANCH]

Published is output/, byte for byte as .build/manifest.json lists it, and only where that was built and checked today
from the commit at HEAD with nothing beside it. HEAD must be the tip of origin's default branch (main, where origin does
not say), and hold what the live site was made of. `.nojekyll` and `version.json` are added, and CNAME where the site
has a domain of its own; a rehearsal on a local remote gets the same bytes as the real one, CNAME too.

ghp-import makes the commit in a temporary repository, because it moves the branch it is given, and leaves it moved or
half written when something fails. That repository shares only its objects with this one, so no branch here is touched.
The commit is compared with what was checked, and pushed on condition that origin's branch is unchanged. Then origin is
asked whether it has it: when a connection breaks, a push may report a failure and still have arrived.

DRY_RUN=1 shows what would be added, changed and removed. SHRINK=1 lets a site go that lost a fifth of its pages.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

from pelicanconf import SHRINK_LIMIT
from plugins.cache.inputs import INPUT_PATHS
from plugins.clinic.clock import is_today
from plugins.clinic.model import Clinic, load_clinic
from tools.publish.clock_check import check_clock
from tools.publish.deny_list import make_checked_trailers
from tools.publish.repository import (
    VERSION,
    Refused,
    check_target,
    commit_tree,
    describe_dry_run,
    fetch,
    has_commit,
    hold_publish_lock,
    is_ancestor,
    is_dry_run,
    list_changes,
    list_tree,
    push,
    read_branches,
    read_identity,
    read_push_address,
    read_trailer,
    run_command,
    run_git,
    run_on_branch,
)

OUTPUT = Path("output")
MANIFEST = Path(".build/manifest.json")
# What a build does not use, of all that our .gitignore names.
UNUSED = ("__pycache__", ".*_cache", ".hypothesis", ".DS_Store", "Thumbs.db", ".idea", "*.swp", "*~")
AGAIN = "make publish again; it says if nothing is left to do"


def main(arguments: list[str]) -> int:
    return run_on_branch(publish, arguments, AGAIN)


def publish(branch: str) -> str:
    """Publish to this branch of origin, and return a line on what was done. Raises Refused.

    What is here is checked before origin is asked, and all is checked before anything is sent.
    """
    with hold_publish_lock() as folder:
        check_target(branch)
        check_day()
        current_branch = read_current_branch(branch)
        head = read_committed_head()
        identity = read_identity()
        clinic = load_publishable_clinic(head)
        site = folder / "site"
        digests = copy_checked_site(head, to=site)
        live = fetch_replaceable_site(branch, current_branch, head)
        trailers = f"Source-Commit: {head}\n{make_checked_trailers(digests, head, live)}"
        add_host_files(site, clinic, head)
        message = f"Publish {head[:12]}\n\n{trailers}"
        commit = import_site(site, folder / "git", branch, live, message, identity)
        done = f"Published {len(digests)} files of commit {head[:12]} to {branch} on origin, for {clinic.url}"
        return push_changes(branch, live, commit, done)


def load_publishable_clinic(head: str) -> Clinic:
    """Load the clinic's facts. Raises Refused where its site may not go to origin, or the clock here is wrong."""
    push_address = read_push_address()
    clinic = load_addressed_clinic(push_address)
    is_rehearsal = is_local(push_address) or not clinic.has_real_url()
    check_clock(head, "" if is_rehearsal else clinic.url)
    return clinic


def fetch_replaceable_site(branch: str, current_branch: str, head: str) -> str:
    """Fetch the sources and the site of origin, and return the commit of the site, at the tip of `branch`, or "".

    Raises Refused unless origin has our sources, and the site is one that they may replace.
    """
    source_branch, tips = read_branches()
    fetch({branch, source_branch} & tips.keys())
    check_pushed(current_branch, head, source_branch, tips.get(source_branch, ""))
    live = tips.get(branch, "")
    check_apart(branch, live, head)
    check_newer(branch, live, head, source_branch)
    return live


def push_changes(branch: str, live: str, commit: str, done: str) -> str:
    """Push `commit` where it changes the site at `live`, and return a line on what was done: `done` where it was."""
    changes = list_changes(live, commit)
    if not changes:
        return f"Nothing changed: {branch} on origin already holds this site."
    if is_dry_run():
        return describe_dry_run(changes, branch)
    check_size(live, commit)
    push(branch, live, commit, AGAIN)
    return done


def read_current_branch(branch: str) -> str:
    """Return the branch that is checked out. Raises Refused where there is none, or it is the site's."""
    current = run_git("symbolic-ref", "--quiet", "--short", "HEAD", fails="")
    if not current:
        raise Refused("no branch is checked out here (HEAD is detached).", "git switch main")
    if current == branch:
        raise Refused(f"{branch}, which holds the site, is checked out here.", "git switch main")
    return current


def check_day() -> None:
    """Refuse to publish while SITE_DATE is set: what is published is the site of today."""
    if day := os.environ.get("SITE_DATE"):
        why = f"SITE_DATE is set, so that output/ is the site of {day}."
        raise Refused(why, "unset SITE_DATE, then make publish")


def read_committed_head() -> str:
    """Return the commit at HEAD. Raises Refused unless it holds everything in the folder and all that a build reads."""
    if uncommitted := list_uncommitted():
        why = f"not everything here is committed: {shorten(uncommitted)}"
        raise Refused(why, "git add and git commit them, or git stash --include-untracked")
    if ignored := list_ignored_inputs():
        why = f"a build may use what git ignores, and so no commit holds: {shorten(ignored)}"
        raise Refused(why, "move them away, or git add --force and git commit them")
    if unseen := list_unseen_inputs():
        why = f"git was told not to look at {shorten(unseen)}"
        do = f"git update-index --no-assume-unchanged --no-skip-worktree {unseen[0]}, and so for each; then look again"
        raise Refused(why, do)
    return run_git("rev-parse", "--verify", "HEAD")


def list_uncommitted() -> list[str]:
    """List the files that differ from HEAD, or that git does not know."""
    entries = run_git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal").split("\0")
    return [entry[3:] for entry in entries if entry]  # after two signs and a space


def list_ignored_inputs() -> list[str]:
    """List the files that git ignores and that a build may use."""
    paths = run_git("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *INPUT_PATHS).split("\0")
    return [path for path in paths if path and not any(fnmatch(p, w) for p in Path(path).parts for w in UNUSED)]


def list_unseen_inputs() -> list[str]:
    """List the files that a build reads and whose changes git was told to overlook."""
    tagged = run_git("ls-files", "-v", "-z", "--", *INPUT_PATHS).split("\0")  # a tag, a space and a path
    return [line[2:] for line in tagged if line.startswith("S") or line[:1].islower()]


def shorten(paths: list[str]) -> str:
    return f"{', '.join(paths[:3])}{' …' if paths[3:] else ''}"


def check_pushed(current: str, head: str, source: str, theirs: str) -> None:
    """Refuse to publish unless HEAD is the newest commit of the sources on origin."""
    if current != source:
        raise Refused(f"{current} is checked out here, and {source} is what is published.", f"git switch {source}")
    if not theirs:
        raise Refused(f"origin does not have {source} yet.", f"git push origin {source}, then make publish")
    here, there = run_git("rev-list", "--left-right", "--count", f"{head}...{theirs}").split()
    if (here, there) != ("0", "0"):
        why = f"commits of {source} that are only here: {here}; that are only on origin: {there}."
        pull = f"git pull --rebase origin {source}, " if there != "0" else ""
        send = f"git push origin {source}, " if here != "0" else ""
        raise Refused(why, f"{pull}{send}then make publish")


def check_apart(branch: str, live: str, head: str) -> None:
    """Refuse a site branch that shares a commit with the sources: a site must not replace a branch of sources."""
    if live and run_git("merge-base", live, head, fails=""):
        why = f"{branch} on origin holds sources, which publishing would replace."
        raise Refused(why, "leave BRANCH out, or name a branch that holds nothing but the site")


def check_newer(branch: str, live: str, head: str, source: str) -> None:
    """Refuse to publish unless the commit that the live site names as its source, if any, is in the history of HEAD."""
    made_of = read_trailer(live, "Source-Commit") if live else ""
    if not made_of:
        return
    if not has_commit(made_of):
        why = f"the live site was made of commit {made_of[:12]}, which is not here."
        do = f"in a shallow clone git fetch --unshallow; else ask who published it to bring it to {source}"
        raise Refused(why, f"{do}; {advise_after_rewrite(branch, source)}")
    if not is_ancestor(made_of, head):
        why = f"the live site was made of commit {made_of[:12]}, which is not in the history of {source}."
        do = f"if it is missing, git merge {made_of[:12]}, git push origin {source}, then make publish"
        raise Refused(why, f"{do}; {advise_after_rewrite(branch, source)}")


def advise_after_rewrite(branch: str, source: str) -> str:
    """Say what to do where the history of `source` was rewritten on purpose, as to remove a photograph from it.

    Then the commit of the live site must not come back.
    """
    return (
        f"or, if {source} was rewritten on purpose, do not bring that commit back: git push origin --delete {branch}, "
        "then make publish (until then there is no site, and no rollback goes behind it)"
    )


def check_size(live: str, commit: str) -> None:
    """Raise Refused where fewer than SHRINK_LIMIT of the live pages are left, unless SHRINK=1 says that it is meant."""
    old, new = (sum(name.endswith(".html") for name in list_tree(it)) for it in (live, commit))
    if new < SHRINK_LIMIT * old and os.environ.get("SHRINK") != "1":
        do = "make publish DRY_RUN=1 lists what would go; if that is meant, make publish SHRINK=1"
        raise Refused(f"of {old} pages that are live, only {new} would be left.", do)


def load_addressed_clinic(address: str) -> Clinic:
    """Load the clinic's facts. Raises Refused where its site may not be published at that address."""
    clinic, _ = load_clinic(Path("content"))
    if clinic is None:
        raise Refused("content/clinic.yaml has a problem.", "make site, which tells it")
    if not clinic.has_real_url() and not is_local(address):
        why = f"the site does not know its address yet: site_url is {clinic.site_url}"
        raise Refused(why, "write the real one in content/clinic.yaml, and commit it")
    return clinic


def is_local(address: str) -> bool:
    """Say whether a remote is on this machine."""
    # A colon before any slash names a host: so does git tell a folder from a machine.
    return address.startswith("file://") or ":" not in address.partition("/")[0]


def find_host(clinic: Clinic) -> str:
    return urlsplit(clinic.url).hostname or ""


def copy_checked_site(head: str, to: Path) -> dict[str, str]:
    """Copy output/ into `to`, and return the digest of each file.

    Raises Refused unless every byte is as it was validated, today and from the commit `head`.
    """
    digests = load_checked_digests(head)
    leaves = (path for path in OUTPUT.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {path.relative_to(OUTPUT).as_posix() for path in leaves}
    if not found:
        raise Refused("the site in output/ is empty.", "make site")
    for name in sorted(digests.keys() | found):
        if copy_file(OUTPUT / name, to / name) != digests.get(name):
            raise Refused(f"output/{name} is not as it was checked.", "make site")
    return digests


def load_checked_digests(head: str) -> dict[str, str]:
    """Load the digest of each file of the site as it was validated. Raises Refused unless that was of `head`, today."""
    try:
        manifest = json.loads(MANIFEST.read_text("utf-8"))
        digests: dict[str, str] = dict(manifest["files"])
        is_of_head = manifest["commit"] == head and not manifest["dirty"]
        is_of_today = is_today(manifest["hours"], {})
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("the site in output/ was never checked.", "make site") from None
    if not is_of_head:
        raise Refused("the site in output/ was not built from this commit.", "make site")
    if not is_of_today:
        raise Refused(f"the site in output/ is of {manifest['day']}, which is not today.", "make site")
    return digests


def copy_file(file: Path, to: Path) -> str:
    """Copy a plain file and return the digest of its bytes; "" for anything else, which is not opened.

    A link may lead out of the folder, and a pipe may never end.
    """
    if file.is_symlink() or not file.is_file():
        return ""
    data = file.read_bytes()
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def add_host_files(site: Path, clinic: Clinic, head: str) -> None:
    """Add what GitHub Pages needs, and the file that says which commit the site was made of.

    GitHub Pages needs to know that there is no Jekyll, and the domain where it is neither GitHub's nor shared with
    other sites.
    """
    (site / ".nojekyll").touch()
    (site / VERSION).write_text(json.dumps({"source": head}) + "\n", "utf-8")
    if clinic.base == "/" and not find_host(clinic).endswith(".github.io"):
        (site / "CNAME").write_text(find_host(clinic) + "\n", "utf-8")


def import_site(site: Path, folder: Path, branch: str, live: str, message: str, identity: dict[str, str]) -> str:
    """Make a commit of exactly what is in `site`, on top of `live` where there is one, and return it.

    It is made in a repository of its own, `folder`, so no branch here is moved. `identity` says who publishes, as git's
    variables. Raises Refused where git stored anything else.
    """
    objects = Path(run_git("rev-parse", "--git-path", "objects")).resolve()
    env = {**os.environ, **identity, "GIT_DIR": str(folder), "GIT_OBJECT_DIRECTORY": str(objects)}
    create_repository(folder, branch, live, env)
    run_command([sys.executable, "-m", "ghp_import", "-b", branch, str(site)], env)
    tree = run_git("rev-parse", "--verify", f"refs/heads/{branch}^{{tree}}", env=env)
    commit = commit_tree(tree, live, message, folder, env)
    if list_tree(commit) != compute_tree(site):
        raise Refused("git stored something else than was checked.", "make publish again, or tell us")
    return commit


def create_repository(folder: Path, branch: str, live: str, env: dict[str, str]) -> None:
    """Create a repository in `folder`, which hashes as ours does, with origin's `branch` at `live` if there is one."""
    hash_name = run_git("rev-parse", "--show-object-format")
    run_git("init", "--quiet", "--bare", f"--object-format={hash_name}", str(folder), env=env)
    if live:
        run_git("update-ref", f"refs/remotes/origin/{branch}", live, env=env)


def compute_tree(folder: Path) -> dict[str, str]:
    """Compute what `list_tree` lists for a commit of exactly this folder."""
    hash_name = run_git("rev-parse", "--show-object-format")
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): compute_tree_entry(path, hash_name) for path in files}


def compute_tree_entry(file: Path, hash_name: str) -> str:
    """Compute what `git ls-tree` prints for this file."""
    data = file.read_bytes()
    return f"100644 blob {hashlib.new(hash_name, b'blob %d' % len(data) + bytes(1) + data).hexdigest()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
