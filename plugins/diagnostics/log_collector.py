"""Collect what is logged during a build as diagnostics."""

from __future__ import annotations

import logging

from plugins.diagnostics.diagnostic import Diagnostic, diagnose


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
