"""Format diagnostics as annotations of a pull request's lines, in GitHub's workflow commands.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Diagnostic

LEVELS = {"error": "error", "warning": "warning", "note": "notice"}  # by severity


class Annotation(NamedTuple):
    """`file` is a path from the project's folder, or "" where a message is about none.

    `line` and `column` count from 1; 0 where there is no column to name.
    """

    level: str
    message: str
    file: str = ""
    line: int = 1
    column: int = 0
    title: str = ""


def format_annotations(annotations: Iterable[Annotation]) -> list[str]:
    """Format each annotation once, in a line of its own, errors first: GitHub shows ten of each level for a step."""
    ordered = sorted(
        set(annotations), key=lambda one: (list(LEVELS.values()).index(one.level), one.file, one.line, one)
    )
    return [_format(one) for one in ordered]


def annotate(found: Diagnostic) -> Annotation:
    """Make the annotation of a diagnostic. What names no file of the project is named in the message."""
    level = LEVELS[found.severity]
    if not Path(found.file).is_file():
        return Annotation(level, str(found))
    return Annotation(level, found.format_text(), found.file, found.line or 1, found.column, found.rule)


def _format(one: Annotation) -> str:
    properties = {"file": one.file, "line": one.line, "col": one.column, "title": one.title} if one.file else {}
    said = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in properties.items() if value)
    return f"::{one.level}{' ' if said else ''}{said}::{_escape(one.message)}"


def _escape(text: str, more: str = "") -> str:
    """Write as %XX what would end the line or, with `more`, a property.

    % comes first, because the others are written with it.
    """
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
