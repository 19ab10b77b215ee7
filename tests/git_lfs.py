"""Git LFS, which is not on every machine: a test that needs it is skipped there, and the last lines of a run say so."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_lfs = pytest.mark.skipif(
    not shutil.which("git-lfs"), reason="git-lfs is not installed: photographs that Git LFS keeps were not tested"
)


def lfs_track(folder: Path) -> None:
    """Have Git LFS keep the pictures of a clone; those that are there are staged anew."""
    for words in (("lfs", "install", "--local"), ("lfs", "track", "*.png"), ("add", "--renormalize", ".")):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
