"""The manifest of the last good build: which bytes were validated, and of which commit and day they are."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from plugins.clinic.clock import DayBounds
from plugins.output.work_files import MANIFEST, write_json


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


def _run_git(*words: str) -> str:
    """Run git and return its output, or "" where there is no git or no repository."""
    try:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
