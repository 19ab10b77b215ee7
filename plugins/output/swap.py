"""Swap the staging folder with the live one in one step."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2


def swap_folders(staged: Path, live: Path) -> None:
    """Swap `staged` and `live`. What was live, if anything, is at `staged` afterwards.

    It is one step where the system can do that, so that nobody ever sees a missing or mixed folder. Elsewhere it is two
    renames with a moment between them.
    """
    if not live.exists():
        live.parent.mkdir(parents=True, exist_ok=True)
        staged.rename(live)
    elif not _exchange(staged, live):
        _rename_twice(staged, live)


def _exchange(staged: Path, live: Path) -> bool:
    """Exchange two folders by one system call (renameat2); return False where this system has none. Raises OSError."""
    import ctypes  # not needed where nothing has changed

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    failed = renameat2(AT_FDCWD, os.fsencode(staged), AT_FDCWD, os.fsencode(live), RENAME_EXCHANGE)
    if not failed:
        return True
    code = ctypes.get_errno()
    if code not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(code, os.strerror(code), str(live))
    return False


def recover_swap(staged: Path, live: Path) -> None:
    """Restore `live` after a swap by two renames that was killed between them."""
    aside = _make_aside_path(staged)
    if aside.exists() and not live.exists():
        aside.rename(live)
    elif aside.exists():
        shutil.rmtree(aside)


def _make_aside_path(staged: Path) -> Path:
    """Make the path at which the live folder waits between two renames."""
    return staged.with_name(f"{staged.name}.aside")


def _rename_twice(staged: Path, live: Path) -> None:
    """Swap by renaming, and restore `live` if the second rename fails."""
    aside = _make_aside_path(staged)
    live.rename(aside)
    try:
        staged.rename(live)
    except OSError:
        aside.rename(live)
        raise
    aside.rename(staged)
