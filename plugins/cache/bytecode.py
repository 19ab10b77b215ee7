"""Have Python run the code that stands in the source files.

Python takes a compiled file for current when it names the size and time of its source, so an edit that keeps both is
not seen. A compiled file of the kind "checked hash" names the hash of the source, which Python checks at each import.
"""

from __future__ import annotations

import contextlib
import importlib.util
import py_compile
import sys
from functools import cache
from pathlib import Path

from plugins.cache.fingerprint import PLUGINS

CHECKED_HASH = importlib.util.MAGIC_NUMBER + bytes((3, 0, 0, 0))
HEADER_SIZE = 16  # bytes, before the code


@cache
def refresh_bytecode() -> bool:
    """Compile all plugins and settings files as "checked hash"; return whether Python may have loaded older code.

    It is done once in a process, and what that forks.
    """
    outdated = False
    for source in (*PLUGINS.parent.glob("*conf.py"), *PLUGINS.rglob("*.py")):
        compiled = Path(importlib.util.cache_from_source(str(source)))
        before = compiled.read_bytes() if compiled.is_file() else b""
        if before.startswith(CHECKED_HASH) or (not before and sys.dont_write_bytecode):
            continue
        with contextlib.suppress(OSError, py_compile.PyCompileError):  # the import itself reports an error
            py_compile.compile(str(source), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
            outdated = outdated or before[HEADER_SIZE:] not in (b"", compiled.read_bytes()[HEADER_SIZE:])
    return outdated
