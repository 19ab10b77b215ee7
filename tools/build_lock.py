"""One build at a time: the lock of .build/, where the cache is."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from plugins.cache.database import CACHE_FILE, Cache

WORK = Path(".build")


@contextlib.contextmanager
def open_locked_cache() -> Iterator[Cache]:
    """Hold the build lock, and open the cache: a second build waits. The processes that a build starts hold it too."""
    WORK.mkdir(exist_ok=True)
    lock = os.open(WORK, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is under way; this one waits for it.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.closing(Cache(CACHE_FILE)) as cache:
            yield cache
    finally:
        os.close(lock)
