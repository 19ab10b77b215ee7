"""Find content files by the names that people type, and edit their headers line by line.

All other lines stay as they are, byte for byte.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.documents.source import FENCE

CONTENT = Path("content")
LEAST_LIKENESS = 0.6  # of a name to what was typed, from 0 to 1, to be proposed in its place
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def resolve_path(paths: Iterable[str], variable: str, said: str) -> str:
    """Find which of the paths from content/ somebody means by `said`, a name or a path, with .md or without.

    `variable` is where it was typed, as in FILE=. Raises Refused where it is none of them, or the name of several.
    """
    typed, wanted = f"{variable}={said}", normalize_name(said)
    paths_by_name = _group_by_name(paths)
    meant = paths_by_name.get(wanted, [])
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise Refused([diagnose("file-ambiguous", typed, paths=" or ".join(meant))])
    holding = sorted((name for name in paths_by_name if wanted and wanted in name), key=len)
    near = holding or get_close_matches(wanted, paths_by_name, n=1, cutoff=LEAST_LIKENESS)
    raise Refused([diagnose("file-misspelled", typed, near=near[0]) if near else diagnose("file-unknown", typed)])


def _group_by_name(paths: Iterable[str]) -> dict[str, list[str]]:
    """Group paths by what each may be called: the path and the name of its file, both without .md."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        plain_path = path.removesuffix(".md")
        for name in {plain_path, posixpath.basename(plain_path)}:
            groups.setdefault(name, []).append(path)
    return groups


def normalize_name(name: str) -> str:
    """Remove content/, .md, and slashes and spaces at both ends from a name or a path that somebody typed."""
    return posixpath.normpath(name.strip("/ ")).removeprefix(f"{CONTENT}/").removesuffix(".md")


def split_lines(whole: str) -> list[str]:
    """Split a text into lines as the YAML reader counts them, each with its line ending."""
    return LINE.findall(whole)


def find_line_ending(lines: list[str]) -> str:
    """Find the line ending that a file uses, from its first line."""
    return lines[0][len(lines[0].rstrip("\r\n")) :]


def add_header_lines(whole: str, line: str) -> str:
    """Add one or more lines at the end of the header, and return the whole text."""
    lines = split_lines(whole)
    close = next(n for n, one in enumerate(lines[1:], 1) if one.rstrip() == FENCE)
    lines[close:close] = [f"{one}{find_line_ending(lines)}" for one in line.split("\n")]
    return "".join(lines)


def replace_file(path: Path, whole: str) -> None:
    """Replace a file's text, whole or not at all. Raises Refused."""
    if not os.access(path, os.W_OK):
        raise Refused([diagnose("file-read-only", str(path))])
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(whole.encode())
        shutil.copymode(path, partial)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Refused([diagnose("file-unwritten", str(path), error=error.strerror or error)]) from None
