"""Installing git-lfs, on machines that are a folder of scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT

BEGIN = "import os, tools.quality.git_lfs_setup as l; os.geteuid = lambda: {user}; l.main()"
APT = """#!/bin/sh
echo "$*" >> asked
case "$*" in *"install git-lfs") /bin/cp apt-get git-lfs ;; esac
"""


@pytest.mark.parametrize(("user", "asked"), [(0, ["update", "git-lfs"]), (1000, [])])
def test_it_is_installed_as_root_and_only_once(tmp_path: Path, user: int, asked: list[str]) -> None:
    (tmp_path / "apt-get").write_text(APT)
    (tmp_path / "apt-get").chmod(0o755)
    (tmp_path / "asked").touch()
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", BEGIN.format(user=user)],
            env={"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
        )
        assert run.returncode == 0
    assert [line.split()[-1] for line in (tmp_path / "asked").read_text().splitlines()] == asked
