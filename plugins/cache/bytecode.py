"""Have Python run the code that stands in the source files.

Python takes a compiled file for current when it names the size and time of its source, so an edit that keeps both is
not seen. A compiled file of the kind "checked hash" names the hash of the source, which Python checks at each import.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import py_compile
import sys
from functools import cache
from pathlib import Path

from plugins.cache.fingerprint import PLUGINS

CHECKED_HASH = importlib.util.MAGIC_NUMBER + bytes((3, 0, 0, 0))
HEADER_SIZE = 16  # bytes, before the code


@cache
def refresh_bytecode() -> bool:
    """Compile all plugins and settings files as "checked hash"; return whether Python may have loaded older code."""
    outdated = False
    for source in (*PLUGINS.parent.glob("*conf.py"), *PLUGINS.rglob("*.py")):
        compiled = Path(importlib.util.cache_from_source(str(source)))
        before = compiled.read_bytes() if compiled.is_file() else b""
        if before.startswith(CHECKED_HASH) or (not before and sys.dont_write_bytecode):
            continue
        with contextlib.suppress(OSError, py_compile.PyCompileError):  # the import itself reports an error
            py_compile.compile(str(source), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
            outdated = outdated or (bool(before) and _load_code(before) != _load_code(compiled.read_bytes()))
    return outdated


def _load_code(compiled: bytes) -> object:
    """Load the code of a compiled file, None of a damaged one. Its bytes would also tell which strings were shared."""
    with contextlib.suppress(EOFError, TypeError, ValueError):
        return marshal.loads(compiled[HEADER_SIZE:])
    return None
