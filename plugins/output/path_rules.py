"""The rules for paths of the site's files: they must be safe on every machine and host."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.output.output_dir import find_folders

PLAIN = re.compile(r"(?:[\w-][\w.-]{0,99}/)*[\w-][\w.-]{0,99}", re.ASCII)
LONGEST = 255  # bytes between two slashes


def find_path_errors(names: Collection[str]) -> Iterator[Diagnostic]:
    """Find the paths, from the site's root, that are hidden, lead out of it, or equal another on some machines."""
    if not all(map(PLAIN.fullmatch, names)):
        yield from (diagnose(rule, ascii(name)) for name in names if (rule := _find_broken_rule(name)))
    folders = {name[:-1] for name in find_folders(names) if name}
    for name in folders.intersection(names):
        yield diagnose("path-folder", name)
    seen: dict[str, str] = {}
    for name in (*names, *folders):
        twin = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if twin != name:
            yield diagnose("path-twin", name, twin=twin)


def _find_broken_rule(name: str) -> str:
    """Find the rule that one path breaks, "" where it breaks none."""
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return "path-nowhere"
        if part.startswith("."):
            return "path-hidden"
        if not part.isprintable() or "\\" in part:
            return "path-sign"
        if len(part.encode("utf-8", "surrogatepass")) > LONGEST:
            return "path-long"
    return ""
