"""Two folders change places in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def exchange(staged: Path, live: Path) -> None:
    """Put `staged` where `live` is; what was there, if anything, is at `staged` afterwards.

    One system call where the kernel has it (renameat2), so that nobody ever meets a missing or mixed folder; else
    two renames with a moment between them.
    """
    if not live.exists():
        live.parent.mkdir(parents=True, exist_ok=True)
        staged.rename(live)
        return
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        _rename_twice(staged, live)
        return
    if rename(AT_FDCWD, os.fsencode(staged), AT_FDCWD, os.fsencode(live), RENAME_EXCHANGE):
        code = ctypes.get_errno()
        if code not in (errno.EINVAL, errno.ENOSYS):
            raise OSError(code, os.strerror(code), str(live))
        _rename_twice(staged, live)


def recover(staged: Path, live: Path) -> None:
    """Put `live` back where an exchange by two renames was cut off between them."""
    aside = _aside(staged)
    if aside.exists() and not live.exists():
        aside.rename(live)
    elif aside.exists():
        shutil.rmtree(aside)


def _aside(staged: Path) -> Path:
    return staged.with_name(f"{staged.name}.aside")


def _rename_twice(staged: Path, live: Path) -> None:
    aside = _aside(staged)
    live.rename(aside)
    try:
        staged.rename(live)
    except OSError:
        aside.rename(live)
        raise
    aside.rename(staged)
