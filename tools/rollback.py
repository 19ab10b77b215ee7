"""Put the site that was published before back on the publishing branch of origin, or say why not.

    python -m tools.rollback [BRANCH]

The tree of that earlier site becomes a new commit on top: history is kept, and a branch that may only grow takes
it. Its trailers name the commit that the site was made of (Source-Commit) and the publication that was rolled back
(Rollback-Of). A second rollback goes one publication further back. The sources are not touched, so the next publish
brings back what was rolled back; the words at the end say what to revert. DRY_RUN=1 shows what would change.
"""

from __future__ import annotations

import os
import sys

from tools.repository import (
    Refused,
    alone,
    check_identity,
    check_origin,
    check_target,
    commit_tree,
    difference,
    fetch,
    git,
    look,
    push,
    rehearsed,
    rehearsing,
    tell,
    trailer,
)
from tools.withdrawn import check_restored

AGAIN = "look at the site first: each make rollback goes one publication further back"


def rollback(branch: str) -> str:
    """Roll back, and what was done; raises Refused."""
    with alone() as folder:
        check_target(branch)
        identity = check_identity()
        check_origin()
        source, tips = look()
        if branch not in tips:
            raise Refused(f"origin has no branch {branch}: nothing was published.", "make publish")
        live = tips[branch]
        fetch({branch, source} & tips.keys())
        undone = shown(live)
        restored = parent(undone)
        made_of = restored and trailer(restored, "Source-Commit")
        if not made_of:
            why = f"{undone[:12]}, which is live, is the first site that make publish put there."
            raise Refused(why, "mend the sources, then make publish")
        trailers = check_restored(restored, made_of, live, tips.get(source, "HEAD"))
        if rehearsing():
            return rehearsed(difference(live, restored), branch)
        message = f"Roll back to {made_of[:12]}\n\nSource-Commit: {made_of}\nRollback-Of: {undone}\n{trailers}"
        commit = commit_tree(f"{restored}^{{tree}}", live, message, folder, os.environ | identity)
        done = f"Rolled back: {branch} on origin holds the site of commit {made_of[:12]} again."
        done += f"\n{advice(made_of, undone)}"
        push(branch, live, commit, AGAIN)
        return done


def shown(commit: str) -> str:
    """The publication whose site a commit holds: its own, or what a rollback went back to."""
    while undone := trailer(commit, "Rollback-Of"):
        commit = parent(undone)
    return commit


def parent(commit: str) -> str:
    return git("rev-parse", "--quiet", "--verify", f"{commit}^", fails="")


def advice(made_of: str, undone: str) -> str:
    """What to revert in the sources, so that the next publish does not bring it back."""
    last = trailer(undone, "Source-Commit")
    if not last:
        return "What was rolled back was not put there by make publish."
    if last == made_of:
        return "What was rolled back was made of that commit too, on another day: the next make publish brings it back."
    commits = git("rev-list", "--no-merges", f"{made_of}..{last}", fails=last).split()
    return (
        "The next make publish brings back what was rolled back, unless you take it out of the sources:\n"
        f"git revert --no-edit {' '.join(commit[:12] for commit in commits)}"
    )


if __name__ == "__main__":
    sys.exit(tell(rollback, sys.argv[1:], AGAIN))
