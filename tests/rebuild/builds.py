"""Builds of a project as it stands and, for comparison, of the same sources in a folder where nothing was built."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.cache.database import CACHE_FILE
from tests.project import PARTS, tree
from tests.small import obey_file_modes

DRAWN = ("pictures", "picture files", "social card names", "social cards")  # what costs much, and has tests of its own
SHOWN = 8  # files whose differences are shown


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def start(folder: Path, day: str, *words: str, **environment: str) -> subprocess.Popen[str]:
    """A build that runs, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tools.build", *words],
        cwd=folder,
        env={**os.environ, "SITE_DATE": day, "SHRINK": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=obey_file_modes,
    )


def finish(process: subprocess.Popen[str]) -> Done:
    out, err = process.communicate(timeout=120)
    return Done(process.returncode, out, err)


def kill(folder: Path, day: str, seconds: float) -> None:
    """Start a build and, so much later, end it and every process that it started."""
    process = start(folder, day)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)


class Clean:
    """Builds of the sources of `folder` in the folder `beside`, where nothing is left of earlier ones.

    What a build gave is kept while the sources are the same.
    """

    def __init__(self, folder: Path, beside: Path) -> None:
        self.folder, self.beside = folder, beside
        self._known: dict[str, tuple[Done, dict[str, bytes]]] = {}

    def start(self, day: str, *words: str) -> Callable[[], tuple[Done, dict[str, bytes]]]:
        """Begin to build; what is returned waits for it, and gives what it says and what it made."""
        key = digest(self.folder, day, *words)
        if key in self._known:
            return lambda: self._known[key]
        mirror(self.folder, self.beside)
        process = start(self.beside, day, *words)

        def wait() -> tuple[Done, dict[str, bytes]]:
            done = finish(process)
            self._known = {key: (done, site(self.beside / tree_of(words))), **dict(list(self._known.items())[:3])}
            return self._known[key]

        return wait


def tree_of(words: Sequence[str]) -> str:
    """Where a build with these words puts its site."""
    return ".build/preview" if words else "output"


def mirror(folder: Path, to: Path) -> None:
    """Make what a build reads in `to` the same as in `folder`, and leave nothing there of earlier builds."""
    for part in PARTS:
        _copy(folder / part, to / part)
    shutil.rmtree(to / "output", ignore_errors=True)
    for path in (to / ".build").glob("*"):
        if path.name != CACHE_FILE.name:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if (to / CACHE_FILE).exists():
        forget_all_but_drawn(to / CACHE_FILE)


def forget_all_but_drawn(cache: Path) -> None:
    """Delete what is cached but for pictures and social cards."""
    with contextlib.closing(sqlite3.connect(cache)) as db:
        db.execute(f"DELETE FROM results WHERE kind NOT IN ({', '.join('?' * len(DRAWN))})", DRAWN)
        db.commit()


def _copy(source: Path, to: Path) -> None:
    """Python's own caches stay: they are found by time and size, which are copied too."""
    if source.is_file():
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, to)
        return
    files = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    before = {path.relative_to(to) for path in to.rglob("*") if path.is_file()}
    for name in before - files:
        if "__pycache__" not in name.parts:
            (to / name).unlink()
    for name in files:
        if "__pycache__" not in name.parts and not (name in before and _same(source / name, to / name)):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, to / name)


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_mtime_ns == other.stat().st_mtime_ns and one.read_bytes() == other.read_bytes()


def digest(folder: Path, *more: str) -> str:
    """Of all that a build reads in `folder`, and of what else it is told."""
    parts = [folder / part for part in PARTS]
    files = [path for part in parts for path in ([part] if part.is_file() else sorted(part.rglob("*")))]
    said = [f"{file} {_sha256(file.read_bytes())}" for file in files if file.is_file() and file.suffix != ".pyc"]
    return _sha256("\n".join([*more, *said]).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def site(folder: Path) -> dict[str, bytes]:
    """Every file below, and what is none: folders, and links with where they lead."""
    others = [path for path in folder.rglob("*") if path.is_dir() or path.is_symlink()]
    found = {f"{path.relative_to(folder).as_posix()}/": b"" for path in others}
    links = {path for path in others if path.is_symlink()}
    return tree(folder) | found | {f"{path.relative_to(folder)}@": os.fsencode(path.readlink()) for path in links}


def differences(found: dict[str, bytes], clean: dict[str, bytes]) -> str:
    """What differs from a clean build, "" if nothing does: a line for each file, at the first place that does."""
    told = []
    for name in sorted(found.keys() | clean.keys()):
        if name not in clean:
            told.append(f"{name}: a clean build has none")
        elif name not in found:
            told.append(f"{name}: is missing")
        elif found[name] != clean[name]:
            told.append(f"{name}:\n{_first_difference(found[name], clean[name])}")
    more = [f"... and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    return "\n".join([*told[:SHOWN], *more])


def _first_difference(found: bytes, clean: bytes) -> str:
    pairs = enumerate(zip(found, clean, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(found), len(clean)))
    around = slice(max(0, at - 40), at + 60)
    return f"  at byte {at}\n  here:  {found[around]!r}\n  clean: {clean[around]!r}"


def manifest_faults(folder: Path, day: str) -> str:
    """Where what `.build/manifest.json` says of output/, the site of that day, is not so."""
    manifest = json.loads((folder / ".build/manifest.json").read_bytes())
    said = {"the day": manifest["day"], **manifest["files"]}
    seen = {"the day": day} | {name: _sha256(data) for name, data in tree(folder / "output").items()}
    return ", ".join(sorted(name for name in said.keys() | seen.keys() if said.get(name) != seen.get(name)))
