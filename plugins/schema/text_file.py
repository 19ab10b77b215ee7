"""Text files: opened only where they are regular readable files, and decoded to normalized text."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from plugins.schema.yaml_reader import UNSEEN, Fault

THEME_TEXT_SUFFIXES = {
    ".css",
    ".html",
    ".js",
    ".svg",
    ".txt",
    ".webmanifest",
    ".xml",
    ".yaml",
    "",
}  # of the theme's text files
CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)( |$)", re.MULTILINE)


def find_file_fault(path: Path) -> tuple[str, str] | None:
    """Find why `path` must not be opened, and what to do instead. Return None for a regular readable file."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return "there is no such file", "check the name"
    if stat.S_ISLNK(mode):
        return "is a link to another file", "put the file itself here"
    if not stat.S_ISREG(mode):
        return "is not a plain file", "remove it"
    if not os.access(path, os.R_OK):
        return "may not be read", "give yourself permission to read it"
    return None


def find_faults_below(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each file below `folder` that must not be opened or is not clean text: path, what is wrong, what to do."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        if fault := find_file_fault(path):
            yield path, *fault
        elif path.suffix in THEME_TEXT_SUFFIXES and path.name[0] != "." and (data := path.read_bytes().strip()):
            yield from ((path, fault.what, fault.write) for fault in decode_text(data)[1][:1])


def decode_text(data: bytes) -> tuple[str, list[Fault]]:
    """Decode UTF-8 to text with Unix line ends, composed letters (NFC) and no byte order mark; find all faults in it.

    The text is "" where the bytes are not UTF-8 or hold nothing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [Fault(data.count(b"\n", 0, error.start) + 1, "", "is not UTF-8 text", "save the file as UTF-8")]
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        return "", [
            Fault(1, "", "the file is empty", "put back what stood there, or copy the example in content/README.md")
        ]
    lines = enumerate(text.split("\n"), 1) if UNSEEN.search(text) or CONFLICT.search(text) else ()
    return text, [fault for number, line in lines for fault in _find_line_faults(number, line)]


def _find_line_faults(number: int, line: str) -> list[Fault]:
    faults = []
    if unseen := UNSEEN.search(line):
        what = f"there is an unseen character (U+{ord(unseen[0]):04X}) after {line[: unseen.start()][-20:]!r}"
        faults.append(Fault(number, "", what, "delete it and type the text again"))
    if CONFLICT.match(line):
        faults.append(Fault(number, "", "git left a conflict here", "keep one version and delete the marks"))
    return faults
