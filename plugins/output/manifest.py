"""The manifest of the last good build: which bytes were validated, and of which commit and day they are."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.clinic.clock import DayBounds

MANIFEST = Path(".build/manifest.json")


class SiteDetails(NamedTuple):
    """What the manifest says of a site besides the digests of its files.

    `day` is the day for which the site was built, `hours` the time range of that day, `addresses` are
    those at which readers find an article or a page, for `make addresses`.
    """

    day: str
    hours: DayBounds
    addresses: Sequence[str]


def write_manifest(digests: Mapping[str, bytes], site: SiteDetails) -> None:
    """Write the manifest of a site whose files have these digests, for `make publish` to compare."""
    status = _run_git("status", "--porcelain=v2", "--branch").splitlines()
    commit = next((line.split()[-1] for line in status if line.startswith("# branch.oid ")), "")
    dirty = not commit or any(not line.startswith("#") for line in status)
    files = {name: digests[name].hex() for name in sorted(digests)}
    write_json(MANIFEST, {"commit": commit, "dirty": dirty, "files": files, **site._asdict()})


def read_manifest() -> dict[str, Any]:
    """Read the manifest; empty where it cannot be read."""
    try:
        found = json.loads(MANIFEST.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(file: Path, value: Any) -> None:
    """Write `value` as JSON into one of our own files, whole or not at all."""
    partial = file.with_suffix(".partial")
    for path in (partial, file):
        remove_obstacle(path, is_wanted=Path.is_file)
    partial.write_text(json.dumps(value))
    partial.replace(file)


def remove_obstacle(path: Path, is_wanted: Callable[[Path], bool]) -> None:
    """Remove a file, folder or link of our own that is not of the wanted kind."""
    if path.is_symlink() or (path.exists() and not is_wanted(path)):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _run_git(*words: str) -> str:
    """Run git and return its output, or "" where there is no git or no repository."""
    try:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
