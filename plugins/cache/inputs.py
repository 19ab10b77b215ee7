"""What a build is made of, known by the state of each file: nothing has to be loaded to see that it is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.cache.file_stat import settled, state
from plugins.cache.fingerprint import installed

CONTENT, THEME = Path("content"), Path("theme")
TEXTS = ("content/articles/", "content/pages/")
READ = ("content", "theme", "plugins", "tools", "pelicanconf.py", "publishconf.py")


class Sources(NamedTuple):
    """Digests of the texts and of all other sources, and whether none of them can change without its showing."""

    texts: bytes
    others: bytes
    settled: bool
    others_settled: bool


def sources(day: str) -> Sources:
    """`day` is SITE_DATE."""
    texts = hashlib.blake2b(digest_size=16)
    others = hashlib.blake2b(repr((day, installed())).encode(), digest_size=16)
    settled_texts = settled_others = True
    for path, found in (found for name in READ for found in states(Path(name))):
        said = os.fsencode(path) + b"\0" + found
        if path.startswith(TEXTS) and path.endswith(".md"):
            texts.update(said)
            settled_texts = settled_texts and settled(found)
        else:
            others.update(said)
            settled_others = settled_others and settled(found)
    return Sources(texts.digest(), others.digest(), settled_texts and settled_others, settled_others)


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
