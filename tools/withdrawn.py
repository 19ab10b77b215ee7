"""That no publication holds a file that was withdrawn, such as a photograph whose consent was revoked.

An original that content/withdrawn.txt lists stands for all that is made of it, in whatever size, also within other
pictures; a file that is published as it is can be listed too. A rollback heeds origin's list too: ours may be older.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugins.photos import withdrawn
from tools.repository import Refused, digests, git, known
from tools.sources import CONTENT

LIST = f"{CONTENT}/{withdrawn.FILE}"
ORIGINALS = f"{CONTENT}/images"


def check_withdrawn(site: Mapping[str, str], made_of: str, newest: str, do: str) -> None:
    """No file of a site, given the SHA-256 of each, and no original that it was made of, is listed.

    Lists are the one here and that of the commit `newest`.
    """
    listed = read(git("show", f"{newest}:./{LIST}", fails="")) | read(withdrawn.here(CONTENT))
    if not listed:
        return
    if not known(made_of):
        why = f"the site was made of commit {made_of[:12]}, which is not here, so what it shows cannot be looked up."
        raise Refused(why, "ask who published it to push that commit; in a shallow clone git fetch --unshallow")
    for name, digest in {**digests(made_of, ORIGINALS), **site}.items():
        if found := listed.get(digest):
            raise Refused(f"{name} was withdrawn. {LIST}:{found.line}: {found.said}", do)


def read(text: str) -> dict[str, withdrawn.Listed]:
    """The list in this text, which has no mistake."""
    listed, wrong = withdrawn.read(text)
    for number in wrong:
        what, write = withdrawn.MISTAKE
        raise Refused(f"{LIST}:{number}: {what}.", write)
    return listed
