"""Check all texts, with drafts: as they are about to be committed or, when run by hand, as they are in the files.

    python -m tools.quality.precommit     exit code 1 and the problems, as `python -m tools.build --preview` prints them

If git runs it and something is not staged, the staged files are written to .build/staged/, and that folder is built as
a project of its own. Neither the files nor the index is changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from plugins.cache.inputs import INPUT_PATHS
from tools.build_lock import WORK

STAGED = WORK / "staged"
FIRST_TIME = "Something is not staged, so what is staged is looked at by itself; the first time takes longer."


def prepare_folder() -> Path:
    """Prepare the folder that has what is about to be committed, and return it.

    It is the project itself, or STAGED with the files as they are staged. Raises CalledProcessError; git has said why.
    """
    is_hook = "GIT_INDEX_FILE" in os.environ  # which git gives its hooks
    if not is_hook or _is_all_staged():
        return Path()
    if not STAGED.exists():
        print(FIRST_TIME, flush=True)
        STAGED.mkdir(parents=True)
    tree = _run_git("write-tree").strip()
    _run_git("--work-tree", str(STAGED), "read-tree", "--reset", "-u", tree, index=STAGED.with_suffix(".index"))
    return STAGED


def _is_all_staged() -> bool:
    """Say whether the files that a build reads are as they are staged."""
    status = _run_git("status", "--porcelain", "--", *INPUT_PATHS).splitlines()
    return all(line[1] == " " for line in status)  # the sign of what differs from the index


def _run_git(*words: str, index: Path | None = None) -> str:
    env = {**os.environ, "GIT_INDEX_FILE": str(index.absolute())} if index else None
    return subprocess.run(("git", *words), env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> int:
    """Build the preview of what is about to be committed, and return the exit code."""
    try:
        folder = prepare_folder()
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    command = (sys.executable, "-m", "tools.build", "--preview")
    failed = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL).returncode
    if failed and "GIT_INDEX_FILE" in os.environ:
        print(
            "Not committed. Mend it, git add it, and commit again; to pass by: git commit --no-verify", file=sys.stderr
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
