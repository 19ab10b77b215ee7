"""Write the locks in requirements/ from pyproject.toml: which versions each purpose installs, with their hashes.

    python -m tools.quality.requirements_lock    keeps versions that fit; UPGRADE=1 takes the newest that do

All purposes are resolved together first, and each lock takes its versions from that result, so that any of them can be
installed beside the others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path

PROJECT = "pyproject.toml"
LOCKS = Path("requirements")
COMPILE = (
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--custom-compile-command", "make lock", "--output-file"),
)


def main() -> int:
    """Resolve all purposes together, write their locks, and return the exit code."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            locks = resolve_locks(Path(folder))
    except subprocess.CalledProcessError as error:
        print("No lock was changed.", file=sys.stderr)
        return int(error.returncode)
    for purpose, lock in locks.items():
        (LOCKS / f"{purpose}.lock").write_bytes(lock)
    return 0


def resolve_locks(folder: Path) -> dict[str, bytes]:
    """Make the lock of each purpose, by way of files in `folder`. Raises CalledProcessError."""
    groups = tomllib.loads(Path(PROJECT).read_text("utf-8"))["dependency-groups"]
    requirements = {"site": (PROJECT,), **{group: ("--group", group) for group in groups}}  # by purpose
    upgrade = ("--upgrade",) if os.environ.get("UPGRADE", "") not in ("", "0") else ()
    common_lock = folder / "common.lock"  # uv keeps the versions that it finds where it writes
    common_lock.write_bytes(b"".join(lock.read_bytes() for lock in sorted(LOCKS.glob("*.lock"))))
    compile_lock(common_lock, *chain.from_iterable(requirements.values()), *upgrade)
    locks = {}
    for purpose, words in requirements.items():
        lock = Path(shutil.copy(common_lock, folder / purpose))
        compile_lock(lock, *words)
        locks[purpose] = lock.read_bytes()
    return locks


def compile_lock(lock: Path, *words: str) -> None:
    """Have uv resolve the requirements in `words` and write the lock, with the versions that it already has."""
    subprocess.run([*COMPILE, str(lock), *words], check=True)


if __name__ == "__main__":
    sys.exit(main())
