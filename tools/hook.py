"""Have git run the checks before each commit.

python -m tools.hook     writes git's pre-commit hook, unless somebody else's stands there
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOOK = """\
#!/bin/sh
# Written by `make hook`; to be rid of it, delete this file.
exec make --silent precommit
"""


def place() -> Path | None:
    """Where git looks for the hook; None where there is no repository, or this is a folder inside another."""
    try:
        said = subprocess.run(
            ["git", "rev-parse", "--show-prefix", "--git-path", "hooks/pre-commit"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    prefix, path = said.removesuffix("\n").split("\n")
    return None if prefix else Path(path)


def installed() -> bool:
    path = place()
    return bool(path and path.is_file() and path.read_bytes() == HOOK.encode())


def main() -> int:
    path = place()
    if not path:
        print("There is no git repository here to put a hook into.", file=sys.stderr)
        return 1
    if installed():
        print("Every commit is checked already.")
        return 0
    if path.exists() or path.is_symlink():
        print(f"{path} is there already and is not ours; it stays as it is.", file=sys.stderr)
        print("To have the checks too, add this line to it: make --silent precommit || exit 1", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HOOK, "utf-8")
    path.chmod(0o755)
    print("From now on git checks what you commit first, drafts too.")
    print(f"To pass by once: git commit --no-verify. To be rid of it, delete {path}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
