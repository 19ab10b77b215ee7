"""The state of a file on disk: what tells, without reading it, that nobody has changed it."""

from __future__ import annotations

import os
import struct
import time

SIZE = 32  # bytes of a state
SETTLED = 2 * 10**9  # nanoseconds; within one tick of its clock, a file may change twice
MASK = 2**63 - 1  # some file systems number their files beyond that


def state(status: os.stat_result) -> bytes:
    """What changes whenever a file does: which file it is, its size, and when it was written."""
    return struct.pack("<4q", status.st_ino & MASK, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def state_of(path: str) -> bytes:
    """The state of what is at `path`, links not followed, or nothing."""
    try:
        return state(os.lstat(path))
    except OSError:
        return b""


def settled(found: bytes) -> bool:
    """Whether a file in this state cannot be changed any more without its state telling."""
    times: tuple[int, ...] = struct.unpack("<4q", found)[2:]
    return time.time_ns() - max(times) > SETTLED
