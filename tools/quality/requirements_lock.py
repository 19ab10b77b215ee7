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
    groups = tomllib.loads(Path(PROJECT).read_text("utf-8"))["dependency-groups"]
    requirements = {"site": (PROJECT,), **{group: ("--group", group) for group in groups}}  # by purpose
    upgrade = ("--upgrade",) if os.environ.get("UPGRADE", "") not in ("", "0") else ()
    with tempfile.TemporaryDirectory() as folder:
        common_lock = Path(folder, "common.lock")  # uv keeps the versions that it finds where it writes
        common_lock.write_bytes(b"".join(lock.read_bytes() for lock in sorted(LOCKS.glob("*.lock"))))
        try:
            compile_lock(common_lock, *chain.from_iterable(requirements.values()), *upgrade)
            for purpose, words in requirements.items():
                compile_lock(Path(shutil.copy(common_lock, Path(folder, purpose))), *words)
        except subprocess.CalledProcessError as error:
            print("No lock was changed.", file=sys.stderr)
            return int(error.returncode)
        for purpose in requirements:  # only once all could be resolved
            (LOCKS / f"{purpose}.lock").write_bytes(Path(folder, purpose).read_bytes())
    return 0


def compile_lock(lock: Path, *words: str) -> None:
    """Have uv resolve the requirements in `words` and write the lock, with the versions that it already has."""
    subprocess.run([*COMPILE, str(lock), *words], check=True)


if __name__ == "__main__":
    sys.exit(main())
