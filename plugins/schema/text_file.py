"""Text files: opened only where they are regular readable files, and decoded to normalized text."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.yaml_reader import UNSEEN, format_code_point

# Of the theme's text files.
THEME_TEXT_SUFFIXES = {*(".css", ".html", ".js", ".svg", ".txt"), *(".webmanifest", ".xml", ".yaml", "")}
CONFLICT = re.compile(r"\n(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)( |$)", re.MULTILINE)


def diagnose_file(path: Path) -> Diagnostic | None:
    """Find why `path` must not be opened. Return None for a regular readable file."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return diagnose("file-missing")
    if stat.S_ISLNK(mode):
        return diagnose("file-link")
    if not stat.S_ISREG(mode):
        return diagnose("file-special")
    if not os.access(path, os.R_OK):
        return diagnose("file-unreadable")
    return None


def diagnose_folder(folder: Path) -> Iterator[Diagnostic]:
    """Yield the first diagnostic of each file below `folder` that must not be opened or is not clean text."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.as_posix().encode("utf-8", "backslashreplace").decode()
        if error := diagnose_file(path):
            yield error.locate(name)
        elif path.suffix in THEME_TEXT_SUFFIXES and path.name[0] != "." and (data := path.read_bytes().strip()):
            yield from (error.locate(name, 0) for error in decode_text(data)[1][:1])


class Entry(NamedTuple):
    """An entry of a list that is a text file, and its line."""

    line: int
    text: str


def read_entries(path: Path) -> tuple[list[Entry] | None, list[Diagnostic]]:
    """Read a list with one entry a line, and find what is wrong with its file. Comments (#) are left out.

    Return None in place of the entries where the file is missing or must not be opened.
    """
    file = f"{path.parent.name}/{path.name}"
    if not (path.exists() or path.is_symlink()):
        return None, []
    if error := diagnose_file(path):
        return None, [error.locate(file)]
    data = path.read_bytes()
    text, errors = decode_text(data) if data.strip() else ("", [])
    lines = enumerate(map(str.strip, text.split("\n")), 1)
    entries = [Entry(number, line) for number, line in lines if line and not line.startswith("#")]
    return entries, [error.locate(file) for error in errors]


def decode_text(data: bytes) -> tuple[str, list[Diagnostic]]:
    """Decode UTF-8 to text with Unix line ends, composed letters (NFC) and no byte order mark; find all errors in it.

    The text is "" where the bytes are not UTF-8 or hold nothing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [diagnose("file-encoding", "", data.count(b"\n", 0, error.start) + 1)]
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        return "", [diagnose("file-empty", "", 1)]
    lines = enumerate(text.split("\n"), 1) if UNSEEN.search(text) or CONFLICT.search(f"\n{text}") else ()
    return text, [error for number, line in lines for error in _find_line_errors(number, line)]


def _find_line_errors(number: int, line: str) -> Iterator[Diagnostic]:
    if unseen := UNSEEN.search(line):
        before = line[: unseen.start()][-20:]
        place = f"after {before!r}" if before.strip() else "at the start of the line"
        yield diagnose("file-unseen", "", number, code=format_code_point(unseen[0]), place=place)
    if CONFLICT.match(f"\n{line}"):
        yield diagnose("file-conflict", "", number)
