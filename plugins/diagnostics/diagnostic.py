"""A mistake that an editor can correct, and how a list of them is printed."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.diagnostics.registry import RULES, Severity


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """What is wrong at a place, and what to do.

    `file` is a path from the project's folder, `line` and `column` count from 1, `words` are those of the text that it
    is about; 0 or "" where there is none to name.
    """

    file: str
    line: int
    field: str
    rule: str
    message: str
    hint: str
    severity: Severity = "error"
    column: int = 0
    words: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{place}{self.format_text()} [{self.rule}]"

    def format_text(self) -> str:
        """Format field, words, message and hint."""
        words = f"“{self.words}”" if self.words else ""
        return ": ".join(part for part in (self.field, words, f"{self.message}; {self.hint}") if part)

    def locate(self, file: str, line: int | None = None, field: str | None = None) -> Diagnostic:
        """Return this diagnostic at another place; a line or field that is not given stays."""
        return replace(
            self,
            file=file,
            line=self.line if line is None else line,
            field=self.field if field is None else field,
        )


def diagnose(rule: str, file: str = "", line: int = 0, field: str = "", /, **values: object) -> Diagnostic:
    """Make the diagnostic of a registered rule. `values` fill in its message and its hint."""
    found = RULES[rule]
    message, hint = found.message.format_map(values), found.hint.format_map(values)
    return Diagnostic(file, line, field, rule, message, hint, found.severity)


def set_severity(severity: Severity, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics with another severity than that of their rules."""
    return [replace(one, severity=severity) for one in diagnostics]


UNTOUCHED = "Nothing was written; the site is as it was."


class Refused(SystemExit):
    """The build stops. Python prints the whole list and exits with code 1. `outcome` says what became of the site."""

    def __init__(self, diagnostics: Iterable[Diagnostic], outcome: str = UNTOUCHED) -> None:
        self.diagnostics, self.outcome = sorted(set(diagnostics)), outcome
        super().__init__(format_errors(self.diagnostics, outcome))


def format_errors(errors: list[Diagnostic], outcome: str = UNTOUCHED) -> str:
    """Format errors as lines, with their count and the outcome at the end."""
    count = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
    return "\n".join([*map(str, errors), f"{count}. {outcome}"])


def format_notes(notes: Iterable[Diagnostic]) -> list[str]:
    """Format notes as lines, sorted and without duplicates."""
    return [f"Note: {note}" for note in sorted(set(notes))]


def find_error_location(error: BaseException, *places: Path) -> tuple[str, int]:
    """Find the innermost file and line of an error's traceback that is in one of `places`; "" and 0 where none is.

    The file is relative to the current folder. A SyntaxError counts as raised in the file that it is about.
    """
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno or 0))
    for file, line in reversed(frames):
        if any(Path(file).is_relative_to(place.absolute()) for place in places):
            return Path(file).relative_to(Path.cwd()).as_posix(), line
    return "", 0
