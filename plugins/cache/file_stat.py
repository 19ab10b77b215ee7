"""A file's stat, packed into a few bytes: it shows that a file is unchanged without reading the file."""

from __future__ import annotations

import os
import struct
import time

STAT_SIZE = 32  # bytes of a packed stat
FOLDER_STAT_SIZE = 16  # so much of a folder's stat changes only when a name in it is added or removed
SETTLED = 2 * 10**9  # nanoseconds; a file can change twice within one tick of the file system's clock
MASK = 2**63 - 1  # some file systems have larger inode numbers


def pack_file_stat(status: os.stat_result) -> bytes:
    """Pack what changes whenever the file does: inode, time of modification, size, and time of change."""
    return struct.pack("<4q", status.st_ino & MASK, status.st_mtime_ns, status.st_size, status.st_ctime_ns)


def read_file_stat(path: str) -> bytes:
    """Return the packed stat of what is at `path`, or b"" where nothing is. Symbolic links are not followed."""
    try:
        return pack_file_stat(os.lstat(path))
    except OSError:
        return b""


def is_settled(found: bytes) -> bool:
    """Return whether any later change of the file must change its stat: the file is not "racy", in git's term."""
    _, modified, _, changed = struct.unpack("<4q", found)
    return time.time_ns() - max(modified, changed) > SETTLED  # type: ignore[no-any-return]
