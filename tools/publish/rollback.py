"""Put the site that was published before back on the publishing branch of origin, or say why not.

    python -m tools.publish.rollback [BRANCH]

The tree of that earlier site becomes a new commit on top: history is kept, and a branch that may only grow takes
it. Its trailers name the commit that the site was made from (Source-Commit) and the publication that was rolled back
(Rollback-Of). A second rollback goes one publication further back. The sources are not changed, so the next publish
brings back what was rolled back; the output says what to type to prevent that. DRY_RUN=1 shows what would change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from tools.publish.clock_check import check_publication_time
from tools.publish.deny_list import make_checked_rollback_trailers
from tools.publish.repository import (
    Refused,
    check_target,
    commit_tree,
    describe_dry_run,
    fetch,
    hold_publish_lock,
    is_dry_run,
    list_changes,
    push,
    read_branches,
    read_identity,
    read_push_address,
    read_trailer,
    run_git,
    run_on_branch,
)

AGAIN = "look at the site first: each make rollback goes one publication further back"


class RollbackTarget(NamedTuple):
    """The commits of a rollback: the publication that it undoes, the one before, which it restores, and its sources."""

    undone: str
    restored: str
    made_of: str


def rollback(branch: str) -> str:
    """Roll back this branch of origin, and return a text on what was done and what to do next. Raises Refused."""
    with hold_publish_lock() as folder:
        check_target(branch)
        identity = read_identity()
        read_push_address()  # Refused unless there is exactly one
        live, source_branch, newest_source = fetch_tips(branch)
        target = find_rollback_target(live)
        check_publication_time(target.restored)
        newest = newest_source or "HEAD"  # where origin has no sources, those here count
        trailers = make_checked_rollback_trailers(target.restored, target.made_of, live, newest)
        if is_dry_run():
            return describe_dry_run(list_changes(live, target.restored), branch)
        push(branch, live, commit_rollback(target, live, trailers, folder, identity), AGAIN)
        done = f"Rolled back: {branch} on origin holds the site of commit {target.made_of[:12]} again."
        advice = advise_if_possible(target.restored, find_newest_publication(live), source_branch, newest_source)
        return f"{done}\n{advice}"


def commit_rollback(target: RollbackTarget, live: str, trailers: str, folder: Path, identity: dict[str, str]) -> str:
    """Make a commit on top of `live` that holds the restored site, and return it.

    `folder` is an empty one for the message, `identity` says who rolls back, as git's variables.
    """
    sources = f"Source-Commit: {target.made_of}\nRollback-Of: {target.undone}"
    message = f"Roll back to {target.made_of[:12]}\n\n{sources}\n{trailers}"
    tree = f"{target.restored}^{{tree}}"  # git's words for the files of a commit
    return commit_tree(tree, live, message, folder, os.environ | identity)


def fetch_tips(branch: str) -> tuple[str, str, str]:
    """Fetch the branches of the site and of the sources from origin. Raises Refused where it has no site.

    Return the commit of the site, the name of the sources' branch, and its commit, "" where origin does not have it.
    """
    source_branch, tips = read_branches()
    if branch not in tips:
        raise Refused(f"origin has no branch {branch}: nothing was published.", "make publish")
    fetch({branch, source_branch} & tips.keys())
    return tips[branch], source_branch, tips.get(source_branch, "")


def find_rollback_target(live: str) -> RollbackTarget:
    """Find the publication whose site is live, and the one before it. Raises Refused where there is none before."""
    undone = find_shown_publication(live)
    restored = find_parent(undone)
    made_of = read_trailer(restored, "Source-Commit") if restored else ""
    if not made_of:
        why = f"{undone[:12]}, which is live, is the first site that make publish put there."
        raise Refused(why, "mend the sources, then make publish")
    return RollbackTarget(undone, restored, made_of)


def find_shown_publication(commit: str) -> str:
    """Find the publication whose site a commit holds: its own, or the one that a rollback went back to."""
    while undone := read_trailer(commit, "Rollback-Of"):
        commit = find_parent(undone)
    return commit


def find_newest_publication(commit: str) -> str:
    """Find the last publication that is no rollback: the sources hold what it shows."""
    while read_trailer(commit, "Rollback-Of"):
        commit = find_parent(commit)
    return commit


def find_parent(commit: str) -> str:
    return run_git("rev-parse", "--quiet", "--verify", f"{commit}^", fails="")


def advise_if_possible(restored: str, last: str, source: str, newest: str) -> str:
    """Say what to type so that the next publish does not bring it back, or why that cannot be told."""
    try:
        from tools.publish.revert_advice import (
            advise,  # which the settings are read for: a rollback works without
        )

        return advise(restored, last, source, newest)
    except (Exception, SystemExit) as error:
        return f"What to take out of the sources cannot be told: {error}"


if __name__ == "__main__":
    sys.exit(run_on_branch(rollback, sys.argv[1:], AGAIN))
