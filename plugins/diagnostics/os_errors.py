"""Errors of the operating system (a full disk, a folder without write permission) as problems that say what to do."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from plugins.diagnostics.diagnostic import Problem, Refused

CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EROFS: "nothing may be written here",
}
DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def refuse_os_errors() -> Iterator[None]:
    """Raise Refused in place of an OSError raised in this context."""
    try:
        yield
    except OSError as error:
        raise Refused([describe_os_error(error)]) from None


def describe_os_error(error: OSError) -> Problem:
    where, what = str(error.filename or "the system"), CAUSES.get(error.errno or 0) or error.strerror or str(error)
    if error.errno in DENIED:
        write = "give yourself permission (chmod -R u+w .), or work in a copy of your own (git clone . ../copy)"
        return Problem(where, 0, "", what, write)
    return Problem(where, 0, "", what, "mend that and build again")
