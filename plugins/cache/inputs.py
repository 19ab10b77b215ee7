"""One hash of all inputs of a build, made from file stats: it shows without loading anything that nothing changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.cache.file_stat import is_settled, pack_file_stat
from plugins.cache.fingerprint import list_installed

CONTENT, THEME = Path("content"), Path("theme")
TEXT_FOLDERS = ("content/articles/", "content/pages/", "content/people/")
INPUT_PATHS = ("content", "theme", "plugins", "tools", "pelicanconf.py", "publishconf.py")


class InputHashes(NamedTuple):
    """Digests of the texts and of all other inputs.

    `settled` says that any later change of an input must change its stat, `others_settled` that this holds for all
    inputs but the texts.
    """

    texts: bytes
    others: bytes
    settled: bool
    others_settled: bool


def hash_inputs(day: str) -> InputHashes:
    """Hash the stats of all files that a build reads, with `day` (the value of SITE_DATE) and what is installed."""
    texts = hashlib.blake2b(digest_size=16)
    others = hashlib.blake2b(repr((day, list_installed())).encode(), digest_size=16)
    settled_texts = settled_others = True
    for path, file_stat in (entry for name in INPUT_PATHS for entry in walk_file_stats(Path(name))):
        record = os.fsencode(path) + b"\0" + file_stat
        if path.startswith(TEXT_FOLDERS) and path.endswith(".md"):
            texts.update(record)
            settled_texts = settled_texts and is_settled(file_stat)
        else:
            others.update(record)
            settled_others = settled_others and is_settled(file_stat)
    return InputHashes(texts.digest(), others.digest(), settled_texts and settled_others, settled_others)


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
