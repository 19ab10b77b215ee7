"""Check that no publication holds a file that was withdrawn, such as a photograph whose consent was taken back.

An original counts as withdrawn if content/withdrawn.txt lists it, if its record says `revoked`, or if its record was
removed. Then nothing that is made from it may be published, in any size, also within other pictures. A file that is
published as it is can be listed, too.

The trailers of each publication's commit say which pictures it shows and what was taken back by then, so that a clone
with only a part of the history knows it, too:

    Pictures: 1 1             how many lines of each kind follow
    Picture: SHA-256 SHA-256  of an original's bytes, and of its points
    Denied: SHA-256 DAY       what was taken back, and the last day of it

Here, a digest is *listed* by a line of content/withdrawn.txt, *denied* up to the last day on which a commit took its
photograph back, *kept* up to the day of its line `keep`, and *revoked* or *expired* by a record of today.
What was taken back since is read from the history of the sources (plugins/media/consent/history.py).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from plugins.cache.database import CACHE_FILE, Cache
from plugins.cache.inputs import CONTENT
from plugins.diagnostics.registry import RULES
from plugins.media.consent import history, withdrawn
from plugins.media.consent.history import IMAGES, LIST, PHOTOS, Digests
from plugins.media.consent.withdrawn import WithdrawnList
from plugins.media.images import lfs_pointer
from plugins.media.images.cache import PictureCache
from plugins.media.images.picture_uses import find_originals
from tools.publish.repository import Refused, has_commit, list_tree, read_digests, read_trailer, run_git

PUBLISHED = re.compile(r"images/([0-9a-f]{12})-\d+\.\w+")
TRAILERS = re.compile(r"Pictures: (\d+) (\d+)\n((?:Picture: .*\n)*)((?:Denied: .*\n)*)")
EXPIRED = "is a person's whose consent has ended, as its record says"
DO = {"publish": "take it out of the sources, git commit and git push, then make publish"}
DO["rollback"] = "mend the sources, then make publish"


class PictureTrailers(NamedTuple):
    """The trailers of a publication's commit.

    They hold the digests of each picture that it shows, and the last day of each that was taken back.
    """

    pictures: Collection[Digests]
    denied: Mapping[str, str]


def make_checked_trailers(site: Mapping[str, str], head: str, live: str) -> str:
    """Make the trailers of a publication. Raises Refused where it shows what was taken back.

    `site` has the SHA-256 of each file, `head` is the commit of its sources, `live` the tip of the site's branch.
    """
    lists = _parse_list(withdrawn.read_withdrawn(CONTENT))
    pictures, denied = set(_find_pictures(site)), _find_denied(live, head)
    shown = _ShownFiles(pictures, site, head, "publish")
    _check_listed(shown, lists, read_digests(head, IMAGES) if lists.listed else {})
    _check_denied(shown, denied, lists.kept, _find_revoked(head))
    return _write_trailers(pictures, denied)


def make_checked_rollback_trailers(restored: str, made_of: str, live: str, newest: str) -> str:
    """Make the trailers of a rollback. Raises Refused where its site shows what was taken back, or has expired since.

    All four are commits: `restored` is the publication whose site it shows, `made_of` the sources of that, `live` the
    tip of the site's branch, `newest` that of the sources. The files here count, too, also those not committed yet.
    """
    pictures = _find_restored_pictures(restored, made_of)
    denied = _find_denied(live, newest, made_of)
    shown = _ShownFiles(pictures, read_digests(restored), made_of, "rollback")
    newest_list = _parse_list(run_git("show", f"{newest}:./{LIST}", fails=""))
    _check_listed(shown, _parse_list(withdrawn.read_withdrawn(CONTENT)))
    _check_listed(shown, newest_list)
    revoked = _find_revoked("HEAD", made_of)
    _check_denied(shown, denied, newest_list.kept, revoked)
    _refuse_digests(shown, revoked, RULES["consent-removed"].message)  # no line `keep` counts against a record
    _refuse_digests(shown, _find_expired(newest, "HEAD", newest, made_of), EXPIRED)
    return _write_trailers(pictures, denied)


def _refuse_digests(shown: _ShownFiles, refused: set[str], why: str) -> None:
    """Refuse a site that shows a picture or file with a digest that is `refused`, and say why."""
    for name, digests in shown.list_shown_digests():
        if refused.intersection(digests):
            raise Refused(f"{name or shown.find_name(digests)} {why}.", DO["rollback"])


class _ShownFiles(NamedTuple):
    """The pictures and files of a site that was made from the commit `made_of`.

    `files` has the SHA-256 of each file: one may be an original. `command` is publish or rollback.
    """

    pictures: Collection[Digests]
    files: Mapping[str, str]
    made_of: str
    command: str

    def list_shown_digests(self) -> Iterator[tuple[str, Digests]]:
        """Yield the name and the digests of each picture and file; a picture has no name yet."""
        yield from (("", one) for one in self.pictures)
        yield from ((name, (digest,)) for name, digest in self.files.items())

    def find_name(self, picture: Digests) -> str:
        """Find the file name of a picture in the sources."""
        names = read_digests(self.made_of, IMAGES) if has_commit(self.made_of) else {}
        return next((name for name, one in names.items() if one == picture[0]), f"the picture {picture[0][:12]}")


def _check_listed(shown: _ShownFiles, lists: WithdrawnList, more: Mapping[str, str] | None = None) -> None:
    """Refuse what content/withdrawn.txt lists, in the site and in `more` files of the sources."""
    for name, digests in (*shown.list_shown_digests(), *((name, (digest,)) for name, digest in (more or {}).items())):
        if found := lists.listed.get(digests[0]):  # that of its bytes
            why = f"{name or shown.find_name(digests)} was withdrawn. {LIST}:{found.line}: {found.said}"
            raise Refused(why, DO[shown.command])


def _check_denied(
    shown: _ShownFiles, denied: Mapping[str, str] | None, kept: Mapping[str, str], revoked: set[str]
) -> None:
    """Refuse a site that shows a photograph that a commit took back, unless a line `keep` of a later day allows it.

    `denied` and `kept` have the last day of each digest. `denied` is {} where nothing was taken back, and None where
    the history that would say so is not here. `revoked` digests are refused as the others, with other advice.
    """
    if denied is None:
        _check_without_history(shown)
        return
    for name, digests in shown.list_shown_digests():
        if denied_day := withdrawn.find_denied_day(digests, denied, kept):
            why = f"{name or shown.find_name(digests)} {RULES['consent-removed'].message}."
            raise Refused(why, _advise_on_denied(digests, denied_day, revoked, shown.command))


def _check_without_history(shown: _ShownFiles) -> None:
    """Refuse a site with pictures, any of which may be denied."""
    if shown.pictures:
        why = "what was taken back of the photographs is not known, as only a part of the history is here."
        raise Refused(why, f"git fetch --unshallow, then make {shown.command}")


def _advise_on_denied(picture: Digests, denied_day: str, revoked: set[str], command: str) -> str:
    """Say what to do where `command`, publish or rollback, would show a picture that was taken back up to a day."""
    keep = _advise_keeping(picture, denied_day, revoked)
    return f"{DO[command]}; or, if its consent stands, {keep}, git commit and git push, then make {command}"


def _advise_keeping(picture: Digests, denied_day: str, revoked: set[str]) -> str:
    """Say what to change in the sources so that a picture may be shown that was taken back up to a day.

    No line of content/withdrawn.txt keeps one of the `revoked` digests, as a record here says so.
    """
    if any(digest in revoked for digest in picture):
        return f"take revoked out of its record in {PHOTOS}"
    kept_until = max(denied_day, withdrawn.find_clinic_day().isoformat())
    return f"add to {LIST} the line keep {picture[0]} {kept_until} and why"


def _parse_list(text: str) -> WithdrawnList:
    """Parse a list of withdrawn files. Raises Refused at its first mistake."""
    found = withdrawn.parse_withdrawn(text)
    for error in found.errors:
        raise Refused(f"{LIST}:{error.line}: {error.message}.", error.hint)
    return found


def _find_pictures(site: Collection[str]) -> Iterator[Digests]:
    """Find the digests of the originals that the validated site shows; of all in content/, if one is unknown."""
    wanted = {match[1] if (match := PUBLISHED.fullmatch(name)) else name for name in site if name.startswith("images/")}
    paths = find_originals(CONTENT).values() if wanted else ()
    with contextlib.closing(Cache(CACHE_FILE)) as cache:
        pictures = PictureCache(cache)
        made = [picture for path in paths if (picture := pictures.load(path)) and picture.name in wanted]
    if wanted == {picture.name for picture in made}:
        yield from (picture.list_digests() for picture in made)
    else:
        yield from ((lfs_pointer.compute_digest(path.read_bytes()),) for path in paths)


def _find_restored_pictures(commit: str, made_of: str) -> Collection[Digests]:
    """Find the digests of a publication's pictures; of all in its sources, if its commit does not list them."""
    if ledger := _read_trailers(commit):
        return ledger.pictures
    if not any(name.startswith("images/") for name in list_tree(commit)):
        return ()
    if not has_commit(made_of):
        why = f"the site was made of commit {made_of[:12]}, which is not here, so what it shows cannot be looked up."
        raise Refused(why, "ask who published it to push that commit; in a shallow clone git fetch --unshallow")
    return [(one,) for one in read_digests(made_of, IMAGES).values()]


def _find_denied(live: str, newest: str, *made_of: str) -> Mapping[str, str] | None:
    """Find what was taken back up to the sources at `newest`, also since `made_of`: the last day of each digest.

    `live` is the tip of the site's branch, "" where there is none. None where a part of the history that would say so
    is not in this clone.
    """
    since, known = _read_known_denials(live)
    revisions = _select_revisions(since, newest)
    if not revisions:
        return None
    earlier = {commit for commit in (since, *made_of) if commit and has_commit(commit)}
    with _open_objects() as objects:
        found = history.find_denials(objects, *revisions, pairs=[(newest, commit) for commit in earlier])
    return {digest: max(known.get(digest, ""), found.get(digest, "")) for digest in known.keys() | found.keys()}


def _read_known_denials(live: str) -> tuple[str, Mapping[str, str]]:
    """Read what the last publication whose trailers say so knew as taken back, and the commit of its sources.

    `live` is the tip of the site's branch, "" where there is none. Both are empty where no publication says so.
    """
    listing = ("log", "--no-show-signature", "--first-parent", "-1", "--format=%H", "--grep=^Pictures: ")
    publication = run_git(*listing, live) if live else ""
    if not publication:
        return "", {}
    trailers = _read_trailers(publication)
    return read_trailer(publication, "Source-Commit"), trailers.denied if trailers else {}


def _select_revisions(since: str, newest: str) -> list[str]:
    """Select the history to read, as git's words for it: all up to `newest`; in a shallow clone, what is after `since`.

    Nothing where a part of it is not in this clone.
    """
    if since and not has_commit(since):
        return []
    if run_git("rev-parse", "--is-shallow-repository") != "true":
        return [newest]
    if not since:
        return []
    revisions = [newest, f"^{since}"]
    cut_commits = Path(run_git("rev-parse", "--git-path", "shallow")).read_text("ascii").split()
    read_commits = run_git("rev-list", *revisions).split()
    return [] if set(cut_commits).intersection(read_commits) else revisions


def _find_revoked(*commits: str) -> set[str]:
    """Find the digests of the photographs whose record here says `revoked`.

    They are looked up by their names in these commits, in each of which the file of a name may be another.
    """
    path = Path(PHOTOS)
    revoked_names = history.find_people(path.read_bytes())[1] if path.is_file() else set[str]()
    return set(_find_digests(revoked_names, *commits))


def _find_expired(newest: str, *commits: str) -> set[str]:
    """Find the digests, in these commits, of photographs whose consent has ended by a record here or at `newest`."""
    return set(_find_digests(_find_expired_names(newest), *commits))


def _find_expired_names(newest: str) -> Iterator[str]:
    """Find the names of the photographs whose consent has ended by a record here or in the sources at `newest`."""
    path, today = Path(PHOTOS), withdrawn.find_clinic_day()
    yield from history.find_expired(path.read_bytes(), today) if path.is_file() else ()
    with _open_objects() as objects:
        yield from history.find_expired(objects(f"{newest}:./{PHOTOS}")[1], today)


def _find_digests(names: Iterable[str], *commits: str) -> Iterator[str]:
    """Find the digests that photographs of these names have in these commits."""
    wanted = [f"{IMAGES}/{name}" for name in names]
    with _open_objects() as objects:
        for name, commit in ((name, commit) for name in wanted for commit in commits):
            blob, _ = objects(f"{commit}:./{name}")
            yield from history.compute_digests(objects, blob, name) if blob else ()


@contextmanager
def _open_objects() -> Iterator[history.Read]:
    """Open the objects of git. Raises Refused where they cannot be read."""
    try:
        with history.open_objects() as objects:
            yield objects
    except history.UnreadableHistory as error:
        raise Refused(f"{error.diagnostic.message}.", error.diagnostic.hint) from None


def _read_trailers(commit: str) -> PictureTrailers | None:
    """Read the picture trailers of a publication's commit; None where it has none. Raises Refused."""
    said = run_git("log", "--no-show-signature", "-1", "--format=%(trailers:only,unfold)", commit)
    if "Pictures: " not in said:
        return None
    found = TRAILERS.search(f"{said.rstrip()}\n")
    pictures, denied = ([line.split()[1:] for line in found[part].splitlines()] if found else [] for part in (3, 4))
    if not found or (found[1], found[2]) != (str(len(pictures)), str(len(denied))):
        why = f"the list of what was taken back cannot be read in the message of commit {commit[:12]}."
        raise Refused(why, f"put its branch back to the commit before: git push --force origin {commit[:12]}^:BRANCH")
    return PictureTrailers([tuple(one) for one in pictures], dict(denied))


def _write_trailers(pictures: Collection[Digests], denied: Mapping[str, str] | None) -> str:
    """Write the trailers that later publications read; "" where there is nothing to say, or it is unknown."""
    if not (pictures or denied) or denied is None:
        return ""
    lines = [f"Pictures: {len(pictures)} {len(denied)}", *(f"Picture: {' '.join(one)}" for one in sorted(pictures))]
    return "\n".join([*lines, *(f"Denied: {one} {day}" for one, day in sorted(denied.items()))]) + "\n"
