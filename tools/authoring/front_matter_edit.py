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
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def resolve_path(paths: Iterable[str], variable: str, said: str) -> str:
    """Find which of the paths from content/ somebody means by `said`, a name or a path, with .md or without.

    Raises Refused where it is none of them, or the name of several.
    """
    names: dict[str, list[str]] = {}
    for path in paths:
        for name in {path.removesuffix(".md"), posixpath.basename(path).removesuffix(".md")}:
            names.setdefault(name, []).append(path)
    found = names.get(normalize_name(said), [])
    if not found:
        near = get_close_matches(normalize_name(said), names, 1, 0.3)
        rule = "file-misspelled" if near else "file-unknown"
        raise Refused([diagnose(rule, f"{variable}={said}", near="".join(near))])
    if len(found) > 1:
        raise Refused([diagnose("file-ambiguous", f"{variable}={said}", paths=" or ".join(found))])
    return found[0]


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
