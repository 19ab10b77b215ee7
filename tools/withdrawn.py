"""Files that were published and must not be again, such as a photograph whose consent was revoked.

content/withdrawn.txt lists them: on each line the SHA-256 of a published file's bytes, then why, for people. What
`sha256sum output/images/smile-*` prints are such lines. A rollback heeds origin's list too: ours may be older.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tools.repository import Refused, git

LIST = "content/withdrawn.txt"
LINE = re.compile(r"(?P<digest>[0-9a-fA-F]{64})(\s.*)?")


def check_withdrawn(digests: Mapping[str, str], source: str, do: str) -> None:
    """No file of this site, given the SHA-256 of each, is listed here or in the commit `source`."""
    listed = read(git("show", f"{source}:./{LIST}", fails="")) | read(here())
    for name, digest in sorted(digests.items()):
        if digest in listed:
            number, line = listed[digest]
            raise Refused(f"{name} was withdrawn. {LIST}:{number}: {line}", do)


def here() -> str:
    path = Path(LIST)
    return path.read_text("utf-8", "surrogateescape") if path.is_file() else ""


def read(text: str) -> dict[str, tuple[int, str]]:
    """The digests in a list, each with the number of its line and what it says."""
    listed = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not (found := LINE.fullmatch(line.strip())):
            why = f"{LIST}:{number}: a line begins with a SHA-256: 64 digits and letters from a to f."
            raise Refused(why, "mend that line; sha256sum FILE prints one")
        listed[found["digest"].lower()] = number, line.strip()
    return listed
