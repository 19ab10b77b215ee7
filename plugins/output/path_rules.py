"""The rules for paths of the site's files: they must be safe on every machine and host."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from plugins.diagnostics.diagnostic import Problem
from plugins.output.output_dir import find_folders

PLAIN = re.compile(r"(?:[\w-][\w.-]{0,99}/)*[\w-][\w.-]{0,99}", re.ASCII)
LONGEST = 255  # bytes between two slashes
RENAME = "rename what makes it"


def find_path_faults(names: Collection[str]) -> Iterator[Problem]:
    """Find the paths, from the site's root, that are hidden, lead out of it, or equal another on some machines."""
    if not all(map(PLAIN.fullmatch, names)):
        yield from (Problem(ascii(name), 0, "", what, RENAME) for name in names if (what := _find_path_fault(name)))
    folders = find_folders(names) - {""}
    for name in folders.intersection(names):
        yield Problem(name, 0, "", "is the name of a folder too", RENAME)
    seen: dict[str, str] = {}
    for name in (*names, *folders):
        twin = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if twin != name:
            yield Problem(name, 0, "", f"is the same as {twin} where case or accents are not told apart", RENAME)


def _find_path_fault(name: str) -> str:
    """Find what is wrong with one path, "" where nothing is."""
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return "leads out of the site, or nowhere"
        if part.startswith("."):
            return "is hidden, and hosts do not publish that"
        if not part.isprintable() or "\\" in part:
            return "has a sign that is no letter"
        if len(part.encode("utf-8", "surrogatepass")) > LONGEST:
            return "is too long"
    return ""
