"""A copy of the project in a folder of its own, with the made-up clinic's content, built by the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "tests/fixtures/site"
CODE = ("plugins", "theme", "tools", "pelicanconf.py", "publishconf.py")
PARTS = ("content", *CODE)
# What stands beside the code: what editors write, and what git does not keep or is git's own.
MADE = {"content", ".build", ".git", ".venv", "output", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
DAY = "2026-12-01"


def copy(to: Path) -> Path:
    """Copy all that a build reads to `to`, with the site of tests/fixtures/ as its content.

    The list of published addresses is left out: tests add and remove texts.
    """
    copy_code(to)
    shutil.copytree(SITE, to / "content", ignore=shutil.ignore_patterns("addresses.txt"))
    return to


def copy_code(to: Path) -> None:
    """Copy all that a build reads to `to`, but its content."""
    to.mkdir(parents=True, exist_ok=True)
    for name in CODE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / name)


def copy_project(to: Path) -> Path:
    """Copy the whole project to `to`, but its content and what git does not keep."""
    to.mkdir(parents=True)
    for source in ROOT.iterdir():
        if source.is_dir() and source.name not in MADE:
            shutil.copytree(source, to / source.name)
        elif source.is_file():
            shutil.copy2(source, to)
    return to


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
