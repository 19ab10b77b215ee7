"""Errors of the operating system (a full disk, a folder without write permission) as diagnostics."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose

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


def describe_os_error(error: OSError) -> Diagnostic:
    """Make the diagnostic of an error, with its cause in plain words."""
    rule = "system-denied" if error.errno in DENIED else "system-error"
    cause = CAUSES.get(error.errno or 0) or error.strerror or str(error)
    return diagnose(rule, str(error.filename or "the system"), error=cause)
