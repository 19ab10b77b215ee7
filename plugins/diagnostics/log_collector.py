"""Collect what is logged during a build as diagnostics."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.diagnostics.stage_loading import StageLoadError


class LogCollector(logging.Handler):
    """Collects what Pelican or a plugin logs as a warning or an error, from its creation on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[Diagnostic] = []
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if record.exc_info and record.exc_info[1]:
            message += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        self.errors.append(diagnose("log-message", record.name, message=message))


@contextmanager
def refuse_logged_errors() -> Iterator[None]:
    """Raise Refused with all that is logged meanwhile as a warning or an error, besides what is refused anyway."""
    log = LogCollector()
    try:
        yield
    except StageLoadError:
        raise  # what was logged follows from it
    except Refused as refused:
        raise Refused([*log.errors, *refused.diagnostics]) from None
    if log.errors:
        raise Refused(log.errors)
