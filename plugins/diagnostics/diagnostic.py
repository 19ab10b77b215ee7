"""A mistake that an editor can correct, and how a list of them is printed."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`file` is a path from the project's folder, `line` counts from 1; 0 or "" where there is none to name."""

    file: str
    line: int
    field: str
    what: str
    write: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, f"{self.what}; {self.write}") if part)


class Refused(SystemExit):
    """The build stops. Python prints the whole list and exits with code 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(format_problems(self.problems))


def format_problems(problems: list[Problem]) -> str:
    """Format problems as lines, with their count at the end."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, f"{count}. Nothing was written; the site is as it was."])


def format_notes(notes: Iterable[Problem]) -> list[str]:
    """Format notes as lines, sorted and without duplicates."""
    return [f"Note: {note}" for note in sorted(set(notes))]


def find_error_location(error: Exception, *places: Path) -> tuple[str, int]:
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
