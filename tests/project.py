"""A copy of the project in a folder of its own, and the site built from it by the real command."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("content", "plugins", "theme", "tools", "pelicanconf.py", "publishconf.py")
DAY = "2026-12-01"


def copy(to: Path) -> Path:
    """Everything that a build reads, at `to`, but for the list of our addresses: tests add and take away texts."""
    to.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__", "addresses.txt"))
        else:
            shutil.copy(source, to / name)
    return to


def lend_venv(project: Path) -> None:
    """Give a project the Python that runs the tests as a .venv that `make` finds set up for all but development."""
    for name in ("Makefile", "requirements/site.lock", "tools/setup_venv.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, project / name)
    python = project / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    lock = (project / "requirements/site.lock").read_bytes()
    (project / ".venv/state").write_bytes(marshal.dumps(({"site": lock}, [])))


def build(project: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m tools.build`, on DAY unless SITE_DATE says otherwise."""
    return subprocess.run(
        [sys.executable, "-m", "tools.build", *words],
        cwd=project,
        env={**os.environ, "SITE_DATE": DAY, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
