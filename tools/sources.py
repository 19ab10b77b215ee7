"""What a build is made of, known by the state of each file: nothing has to be loaded to see that it is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from plugins.digest import installed
from plugins.state import settled, state

READ = ("content", "theme", "plugins", "tools", "pelicanconf.py", "publishconf.py")


def sources(day: str) -> tuple[bytes, bool]:
    """A digest of all sources and of `day` (SITE_DATE), and whether none of them can change without its showing."""
    whole = hashlib.blake2b(repr((day, installed())).encode(), digest_size=16)
    quiet = True
    for path, found in (found for name in READ for found in states(Path(name))):
        whole.update(os.fsencode(path) + b"\0" + found)
        quiet = quiet and settled(found)
    return whole.digest(), quiet


def states(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file and folder below, in the order of their names, but for what Python compiled."""
    if path.is_dir():
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from states(Path(entry.path))
                else:
                    yield entry.path, state(entry.stat(follow_symlinks=False))
    elif path.exists():
        yield str(path), state(path.lstat())
