"""Say what to type after a rollback, so that the next publication does not bring back what was rolled back.

It names the files that changed what the site shows between the two publications: texts that either of them shows, the
pictures and facts in those, and the code where pages differ for no other reason. A command is printed only where it
removes nothing but what was on the site. Drafts, future texts, the lists of addresses and of withdrawn photographs, and
later changes all stay. A file that holds both kinds of changes is named, to be edited by hand.
"""

from __future__ import annotations

import os
import posixpath
import re
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pelicanconf
from plugins.cache.inputs import CONTENT
from plugins.clinic import clock
from plugins.clinic.model import FILE as CLINIC
from plugins.clinic.model import load_timezone
from plugins.documents.scan import find_slug
from plugins.documents.source import split_front_matter
from plugins.media.consent.records import FILE as PHOTOS
from plugins.media.consent.records import LONGEST
from plugins.media.images.picture_uses import IMAGES_FOLDER
from plugins.schema.yaml_reader import parse_yaml
from plugins.site.permalinks import FILE as ADDRESSES
from plugins.site.search.synonyms import FILE as SYNONYMS
from plugins.site.urls import UrlScheme, normalize_url
from tools.publish.repository import Refused, has_commit, is_ancestor, list_tree, read_trailer, run_git

TEXT_FOLDERS = (f"{CONTENT}/articles/", f"{CONTENT}/pages/", f"{CONTENT}/people/")
CODE = ("theme/", "plugins/", "pelicanconf.py", "publishconf.py")  # what makes the site, besides its content
NAMED = {"topics": "category", "authors": "author"}  # facts that are shown where a header names them
# What is to be done with a file that differs between two publications, and why.
Reason = str
NOT_SHOWN = ""  # nothing, as the site shows nothing of it
SHOWN = "shown"  # git may restore or remove it, as the site shows all that differs
# Any other reason says why the file is to be changed by hand.
SINCE = "was changed after it was published"
ALONGSIDE = "was changed as well as the clinic's facts, and the site may show it"
UNSEEN = "holds words that were not on the site"
DUE = "appeared because its day had come: write status: draft in it, or a later date"
PATTERN = re.compile(r"[*?\[\\]|^:")  # what git takes for more than a name


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A text that a publication shows: its address, its whole text, and its header."""

    address: str
    words: str
    header: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """What a site was made of: the entry of each file in git, and the texts that the site shows."""

    commit: str
    entries: Mapping[str, str]
    texts: Mapping[str, PublishedText]
    site: Mapping[str, str]

    def has_picture(self, path: str) -> bool:
        """Say whether a text that is shown names this picture."""
        return any(posixpath.basename(path) in unquote(text.words) for text in self.texts.values())

    def read_yaml(self, name: str) -> dict[str, Any]:
        """Read a file of facts; nothing where there is none."""
        path = f"{CONTENT}/{name}"
        found = read_blobs(self.entries, [path]) if path in self.entries else {}
        return parse_yaml(found[path].decode("utf-8", "replace"), longest=LONGEST).values if found else {}


@dataclass(slots=True)
class Advice:
    """Files to restore and to remove, and why others are to be changed by hand, by file."""

    restore: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    by_hand: dict[str, str] = field(default_factory=dict)


def advise(restored: str, undone: str, source: str, newest: str) -> str:
    """Say what to type after a rollback; `source` is the branch of the sources, at the commit `newest`."""
    made_of, last = (read_trailer(commit, "Source-Commit") for commit in (restored, undone))
    if not last:
        return "What was rolled back was not put there by make publish."
    if unknown := [commit[:12] for commit in (made_of, last) if not has_commit(commit)]:
        return f"What to take out of the sources cannot be told here, where commit {', '.join(unknown)} is not."
    old, new = load_publication(made_of, restored), load_publication(last, undone)
    advice = classify_changes(old, new, list_tree(newest or "HEAD"), find_own_changes(newest or "HEAD", source))
    said = list(format_advice(advice, old, new, source, newest))
    if not said:
        return "No file that the site shows was changed in between, so there is nothing to take out of the sources."
    why = "The next make publish brings back what was rolled back, unless you take it out of the sources."
    return "\n".join([why, *said])


def load_publication(commit: str, site: str) -> Publication:
    """Load the files of a publication's sources, and find the texts that its site shows."""
    entries, published = list_tree(commit), list_tree(site)
    scheme, texts = UrlScheme.parse(vars(pelicanconf)), {}
    for path, data in read_blobs(entries, (path for path in entries if is_text(path))).items():
        header = read_header(data)
        slug, lang = find_slug(path.removeprefix(f"{CONTENT}/")), str(header.get("lang", scheme.default))
        address = scheme.make_text_url(slug, lang)
        if not is_draft(header) and f"{address}index.html" in published:
            texts[path] = PublishedText(address, data.decode("utf-8", "replace"), header)
    return Publication(commit, entries, texts, published)


def classify_changes(old: Publication, new: Publication, current: Mapping[str, str], own: set[str]) -> Advice:
    """Classify each file that differs: to restore, to remove, or to change by hand.

    `current` are the entries of today's files in git; `own` are the files that only this clone has changed.
    """
    advice = Advice()
    code_reason = compare_code(old, new)
    for path in sorted(old.entries.keys() | new.entries.keys()):
        reason = find_reason_today(path, old, new, code_reason, current.get(path), path in own)
        add_to_advice(advice, path, reason, is_added=path not in old.entries)
    return advice


def find_reason_today(
    path: str, old: Publication, new: Publication, code_reason: Reason, today: str | None, is_own: bool
) -> Reason:
    """Find why a file is to be changed, as `find_reason` does, by its entry in git of `today`, if it has one."""
    before, after = old.entries.get(path), new.entries.get(path)
    if before == after:
        return DUE if path in new.texts and path not in old.texts else NOT_SHOWN
    if today == before:  # somebody has put it back already
        return NOT_SHOWN
    reason = find_reason(path, old, new, code_reason)
    is_changed_since = today != after or is_own
    return SINCE if reason != NOT_SHOWN and is_changed_since else reason


def add_to_advice(advice: Advice, path: str, reason: Reason, is_added: bool) -> None:
    """Add a file to the advice, unless the site shows nothing of it: by hand for any other reason than SHOWN."""
    if reason == NOT_SHOWN:
        return
    if reason != SHOWN:
        advice.by_hand[path] = reason
    elif not path.isprintable():  # no command with it can be typed
        advice.by_hand[path] = UNSEEN
    elif is_added:
        advice.remove.append(path)
    else:
        advice.restore.append(path)


def find_reason(path: str, old: Publication, new: Publication, code_reason: Reason) -> Reason:
    """Find the reason of a file that differs: NOT_SHOWN, SHOWN, or a text for one to be changed by hand.

    All files of the code have the same, `code_reason`, as `compare_code` finds it.
    """
    if is_text(path):
        return compare_texts(path, old, new)
    if path.startswith(f"{CONTENT}/{IMAGES_FOLDER}/"):
        return compare_pictures(path, old, new)
    if path.startswith(CODE):
        return code_reason
    return compare_facts(path, old, new)


def compare_pictures(path: str, old: Publication, new: Publication) -> Reason:
    """Find whether a picture that the site shows differs, as `find_reason` does."""
    if path not in old.entries or not old.has_picture(path):
        return NOT_SHOWN  # what no text shows is not published
    return SHOWN if path not in new.entries or new.has_picture(path) else UNSEEN


def compare_facts(path: str, old: Publication, new: Publication) -> Reason:
    """Find whether what the site shows of a file of facts differs, as `find_reason` does; no other file is shown."""
    if path == f"{CONTENT}/{CLINIC}":
        return compare_clinics(old, new)
    if path == f"{CONTENT}/{PHOTOS}":
        return compare_photo_records(old, new)
    return UNSEEN if path == f"{CONTENT}/{SYNONYMS}" else NOT_SHOWN


def compare_photo_records(old: Publication, new: Publication) -> Reason:
    """Find whether the record of a photograph that the old site shows differs, as `find_reason` does."""
    before, after = old.read_yaml(PHOTOS), new.read_yaml(PHOTOS)
    shown = [name for name in before.keys() | after.keys() if old.has_picture(name)]
    return UNSEEN if any(before.get(name) != after.get(name) for name in shown) else NOT_SHOWN


def compare_texts(path: str, old: Publication, new: Publication) -> Reason:
    """Find whether what the site shows of a text differs, as `find_reason` does."""
    if path in new.texts:
        if path not in old.entries or path in old.texts:
            return SHOWN
        header = read_header(read_blobs(old.entries, [path])[path])
        today = clock.find_today(os.environ, load_timezone(CONTENT)).isoformat()
        return SHOWN if is_draft(header) or str(header.get("date")) > today else DUE
    if path not in old.texts:
        return NOT_SHOWN
    if path not in new.entries:
        return SHOWN
    lines = read_blobs(new.entries, [path])[path].decode("utf-8", "replace").splitlines()
    more = {line for line in lines if not line.startswith(("status:", "date:"))} - {*old.texts[path].words.splitlines()}
    return UNSEEN if more else SHOWN


def compare_clinics(old: Publication, new: Publication) -> Reason:
    """Find whether facts of the clinic that the site shows differ, as `find_reason` does.

    A topic or an author that no shown text names is not shown.
    """
    named = find_named_facts([*old.texts.values(), *new.texts.values()])
    before, after = (dict(find_leaves(publication.read_yaml(CLINIC))) for publication in (old, new))
    changed = [place for place in before.keys() | after.keys() if before.get(place) != after.get(place)]
    shown = [place for place in changed if place[0] not in (*NAMED, "sellers") or place[1] in named]
    if not shown:
        return NOT_SHOWN
    has_only_shown = len(shown) == len(changed) and find_comments(new) <= find_comments(old)
    return SHOWN if has_only_shown else UNSEEN


def find_named_facts(texts: Iterable[PublishedText]) -> set[str]:
    """Find the topics and authors that the headers of these texts name."""
    return {str(text.header.get(field)) for text in texts for field in NAMED.values()}


def find_comments(publication: Publication) -> set[bytes]:
    """Find the lines with comments in the clinic's facts."""
    path = f"{CONTENT}/{CLINIC}"
    return {line for line in read_blobs(publication.entries, [path])[path].splitlines() if b"#" in line}


def find_leaves(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield each text of nested values, with its place."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from find_leaves(one, (*place, name))
    if not isinstance(value, dict | list):
        yield place, str(value)


def compare_code(old: Publication, new: Publication) -> Reason:
    """Find whether what the site shows of the code differs, as `find_reason` does.

    Any page may show a fact: where facts differ, pages do not tell what the code changed.
    """
    if compare_clinics(old, new) != NOT_SHOWN:
        return ALONGSIDE
    return SHOWN if has_other_pages(old, new) else NOT_SHOWN


def has_other_pages(old: Publication, new: Publication) -> bool:
    """Say whether the code changed a page: one that is no changed text and leads to none. No facts differ."""
    paths = old.texts.keys() | new.texts.keys()
    shown = [{path: one.entries[path] for path in one.texts} for one in (old, new)]
    changed = {path for path in paths if shown[0].get(path) != shown[1].get(path)}
    addresses = {one.texts[path].address for one in (old, new) for path in changed if path in one.texts}
    names = [name for name in old.site.keys() | new.site.keys() if old.site.get(name) != new.site.get(name)]
    if any(name.startswith("theme/") for name in names):
        return True
    pages = [name for name in names if name.endswith(".html") and name.removesuffix("index.html") not in addresses]
    said = [read_blobs(one.site, (name for name in pages if name in one.site)) for one in (old, new)]
    leads = [f"/{address}".encode() for address in addresses]
    return any(not any(lead in one.get(name, b"") for one in said for lead in leads) for name in pages)


def format_advice(advice: Advice, old: Publication, new: Publication, source: str, newest: str) -> Iterator[str]:
    """Write the commands to type, then what is to be done by hand.

    `source` is the branch of the sources, at the commit `newest` of origin, "" where origin does not have it.
    """
    if advice.restore or advice.remove:
        yield from format_commands(advice, old, new, source, newest)
    yield from find_lost_addresses(advice.remove, new, newest or "HEAD")
    for path, why in advice.by_hand.items():
        yield format_by_hand(path, why, old, new)


def format_by_hand(path: str, why: str, old: Publication, new: Publication) -> str:
    """Write why a file is to be changed by hand, and the command that shows how it differs."""
    name = path if path.isprintable() else ascii(path)
    if why == DUE:  # nothing was changed in a text whose day had come
        return f"By hand: {name} {why}."
    diff = f"git diff {new.commit[:12]} {old.commit[:12]} -- {shlex.quote(name)}"
    return f"By hand: {name} {why}; {diff} shows what was."


def format_commands(advice: Advice, old: Publication, new: Publication, source: str, newest: str) -> Iterator[str]:
    """Write the commands of git that restore and remove files, and push that to the branch `source`."""
    yield from format_branch_commands(source, newest)
    paths = [*advice.restore, *advice.remove]
    git = "git --literal-pathspecs" if any(PATTERN.search(path) for path in paths) else "git"
    if advice.restore:
        yield f"{git} checkout {old.commit[:12]} -- {shlex.join(advice.restore)}"
    if advice.remove:
        yield f"{git} rm --quiet -- {shlex.join(advice.remove)}"
    subject = f"Put back the site of {old.commit[:12]}"
    yield f"{git} commit --quiet -m {shlex.quote(subject)} -- {shlex.join(paths)}"
    yield f"git push origin {source}"
    if commits := find_whole_commits(old.commit, new.commit, {*paths}):
        yield f"Or, in place of checkout, rm and commit: git revert --no-edit {' '.join(commits)}"


def format_branch_commands(source: str, newest: str) -> Iterator[str]:
    """Write the commands of git that lead from the current branch to `source`, at the commit `newest` or later."""
    if run_git("symbolic-ref", "--quiet", "--short", "HEAD", fails="") != source:
        yield f"git switch {source}"
    if newest and not is_ancestor(newest, find_branch(source)):
        yield f"git pull --rebase origin {source}"


def find_lost_addresses(removed: Iterable[str], new: Publication, newest: str) -> Iterator[str]:
    """Name the line of content/addresses.txt that goes with each text that is to be removed."""
    listed = {
        normalize_url(line): line
        for line in run_git("show", f"{newest}:./{CONTENT}/{ADDRESSES}", fails="").splitlines()
    }
    for path in removed:
        if path in new.texts and (line := listed.get(normalize_url(new.texts[path].address))):
            yield f"By hand: {CONTENT}/{ADDRESSES} lists {line}, which goes with {path}: delete that line."


def find_whole_commits(made_of: str, last: str, paths: set[str]) -> list[str]:
    """List the commits, newest first, that changed these files; none if one of them is a merge or changed others."""
    if not is_ancestor(made_of, last):
        return []
    found = []
    for commit in run_git("rev-list", "--topo-order", f"{made_of}..{last}").split():
        names = run_git(
            "diff-tree", "--root", "-r", "-c", "--no-renames", "--no-commit-id", "--name-only", "-z", commit
        )
        changed = {name for name in names.split("\0") if name}
        if changed & paths:
            if changed - paths or len(run_git("rev-list", "--parents", "-1", commit).split()) > 2:
                return []
            found.append(commit[:12])
    return found


def find_branch(source: str) -> str:
    """Return the reference of the branch that git switch goes to: the local one, or origin's where there is none."""
    local = f"refs/heads/{source}"
    return local if has_commit(local) else f"refs/remotes/origin/{source}"


def find_own_changes(newest: str, source: str) -> set[str]:
    """Find the files with changes that are not committed here, or committed and not on origin.

    That is in HEAD, and in the branch `source`, on which the commands are typed.
    """
    status = run_git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all").split("\0")
    found = {line[3:] for line in status if line}
    for branch in ("HEAD", find_branch(source)):
        ahead = run_git("diff", "--name-only", "-z", "--no-renames", f"{newest}...{branch}", fails="")
        found.update(ahead.split("\0"))
    return found


def read_blobs(entries: Mapping[str, str], paths: Iterable[str]) -> dict[str, bytes]:
    """Read the bytes of these files of a commit."""
    wanted = list(paths)
    asked = "".join(f"{entries[path].split()[-1]}\n" for path in wanted).encode()
    done = subprocess.run(["git", "cat-file", "--batch"], input=asked, capture_output=True)
    if done.returncode:
        raise Refused(done.stderr.decode("utf-8", "replace").strip(), "git fsck, which tells more")
    said, at, found = done.stdout, 0, {}
    for path in wanted:
        start = said.index(b"\n", at) + 1
        size = int(said[at:start].split()[-1])
        found[path], at = said[start : start + size], start + size + 1
    return found


def read_header(data: bytes) -> dict[str, Any]:
    source, _ = split_front_matter(data)
    return parse_yaml(source.header).values if source else {}


def is_text(path: str) -> bool:
    return path.startswith(TEXT_FOLDERS) and path.endswith(".md")


def is_draft(header: Mapping[str, Any]) -> bool:
    return str(header.get("status", "")).lower() != "published"
