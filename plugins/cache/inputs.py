"""One hash of all inputs of a build, made from file stats: it shows without loading anything that nothing changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from plugins.cache.file_stat import is_settled, pack_file_stat
from plugins.cache.fingerprint import list_installed

CONTENT, THEME = Path("content"), Path("theme")
INPUT_PATHS = ("content", "theme", "plugins", "tools", "pelicanconf.py", "publishconf.py")


def hash_inputs(day: str) -> tuple[bytes, bool]:
    """Hash the stats of all files that a build reads, with `day` (the value of SITE_DATE) and what is installed.

    Return the digest, and whether any later change of a file must change its stat.
    """
    digest, settled = hashlib.blake2b(repr((day, list_installed())).encode(), digest_size=16), True
    for path, file_stat in (entry for name in INPUT_PATHS for entry in walk_file_stats(Path(name))):
        digest.update(os.fsencode(path) + b"\0" + file_stat)
        settled = settled and is_settled(file_stat)
    return digest.digest(), settled


def walk_file_stats(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file below `path`, or `path` itself, with its stat, ordered by name. Skip Python's compiled files."""
    if path.is_dir():
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from walk_file_stats(Path(entry.path))
                else:
                    yield entry.path, pack_file_stat(entry.stat(follow_symlinks=False))
    elif path.exists():
        yield str(path), pack_file_stat(path.lstat())
