"""Files that were published and must not be again: `content/withdrawn.txt`, a line for each.

A line begins with the SHA-256 of a file's bytes; then it says why, for people. What
`sha256sum content/images/smile.jpg` prints is such a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from plugins.problem import Problem

FILE = "withdrawn.txt"
LINE = re.compile(r"(?P<digest>[0-9a-fA-F]{64})(\s.*)?")
MISTAKE = "a line begins with a SHA-256: 64 digits and letters from a to f", "mend that line; sha256sum FILE prints one"


class Listed(NamedTuple):
    """Where a file stands in the list, and what its line says."""

    line: int
    said: str


def read(text: str) -> tuple[dict[str, Listed], list[int]]:
    """What a list holds, by digest, and its lines that say none."""
    listed, wrong = {}, []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if found := LINE.fullmatch(line.strip()):
            listed[found["digest"].lower()] = Listed(number, line.strip())
        else:
            wrong.append(number)
    return listed, wrong


def here(content: Path) -> str:
    path = content / FILE
    return path.read_text("utf-8", "surrogateescape") if path.is_file() else ""


def shown(content: Path, originals: Mapping[str, Path]) -> Iterator[Problem]:
    """Those of the pictures that texts show, by name, that are in the list; and what is wrong with the list."""
    listed, wrong = read(here(content))
    yield from (Problem(f"{content.name}/{FILE}", number, "", *MISTAKE) for number in wrong)
    for name, path in originals.items() if listed else ():
        if found := listed.get(hashlib.sha256(path.read_bytes()).hexdigest()):
            what = f"was withdrawn, as line {found.line} of {content.name}/{FILE} says"
            yield Problem(f"{content.name}/images/{name}", 0, "", what, "delete it, and take it out of what shows it")
