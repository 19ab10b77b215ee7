"""Have git run the checks before each commit.

python -m tools.quality.git_hook     writes git's pre-commit hook, unless somebody else's stands there
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from plugins.diagnostics.os_errors import refuse_os_errors
from tools.publish.repository import find_trust_command

HOOK = """\
#!/bin/sh
# Written by `make hook`; to be rid of it, delete this file.
exec make --silent precommit
"""
EXECUTABLE = 0o755  # file mode
NO_REPOSITORY = "There is no git repository here to put a hook into."


def find_hook() -> Path | None:
    """Find where git looks for the hook; None where there is no repository, or this is a folder inside another."""
    asked = _ask_git()
    prefix, _, path = asked.stdout.removesuffix("\n").partition("\n")
    return None if asked.returncode or prefix else Path(path)


def _ask_git() -> subprocess.CompletedProcess[str]:
    words = ("git", "rev-parse", "--show-prefix", "--git-path", "hooks/pre-commit")
    try:
        return subprocess.run(words, capture_output=True, text=True)
    except OSError as error:
        return subprocess.CompletedProcess(words, 1, "", str(error))


def is_installed() -> bool:
    path = find_hook()
    return bool(path and path.is_file() and path.read_bytes() == HOOK.encode())


def main() -> int:
    """Install the hook unless one is there, print the result, and return the exit code."""
    path = find_hook()
    if not path:
        print(explain_no_place(), file=sys.stderr)
        return 1
    if is_installed():
        print("Every commit is checked already.")
        return 0
    if path.exists() or path.is_symlink():
        print(*explain_foreign_hook(path), sep="\n", file=sys.stderr)
        return 1
    install_hook(path)
    return 0


def explain_no_place() -> str:
    """Explain why there is no place for a hook: another user owns this folder, or it has no git repository."""
    trust_command = find_trust_command(_ask_git().stderr)
    return f"Another user owns this folder. Type {trust_command}" if trust_command else NO_REPOSITORY


def explain_foreign_hook(path: Path) -> Iterator[str]:
    """Explain, in lines, why the hook at `path` stays as it is, and how it can run the checks, too."""
    yield f"{path} is there already and is not ours; it stays as it is."
    yield "To have the checks too, add this line to it: make --silent precommit || exit 1"


def install_hook(path: Path) -> None:
    """Write the hook, and print what it does and how to be rid of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HOOK, "utf-8")
    path.chmod(EXECUTABLE)
    print("From now on git checks what you commit first, drafts too.")
    print(f"To pass by once: git commit --no-verify. To be rid of it, delete {path}.")


if __name__ == "__main__":
    with refuse_os_errors():
        sys.exit(main())
