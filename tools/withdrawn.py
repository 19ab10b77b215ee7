"""Files that were published and must not be again, such as a photograph whose consent was revoked.

content/withdrawn.txt lists them: on each line the SHA-256 of a file's bytes, then why, for people. What
`sha256sum content/images/smile.jpg` prints is such a line. An original stands for all that is made of it, in whatever
size, also within other pictures; a file that is published as it is can be listed too. A rollback heeds origin's list
besides: ours may be older.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tools.repository import Refused, digests, git, known

LIST = "content/withdrawn.txt"
ORIGINALS = "content/images"
LINE = re.compile(r"(?P<digest>[0-9a-fA-F]{64})(\s.*)?")


def check_withdrawn(site: Mapping[str, str], made_of: str, newest: str, do: str) -> None:
    """No file of a site, given the SHA-256 of each, and no original that it was made of, is listed.

    Lists are the one here and that of the commit `newest`.
    """
    listed = read(git("show", f"{newest}:./{LIST}", fails="")) | read(here())
    if not listed:
        return
    if not known(made_of):
        why = f"the site was made of commit {made_of[:12]}, which is not here, so what it shows cannot be looked up."
        raise Refused(why, "ask who published it to push that commit; in a shallow clone git fetch --unshallow")
    for name, digest in {**digests(made_of, ORIGINALS), **site}.items():
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
