"""Photographs of people whose consent was taken back in the git history of the sources.

A commit takes a photograph back if its parent has a person's record of it and the commit has none, under this or
another name (the record or the file was removed, or the record says that nobody is on it), if its record says
`revoked`, or if content/withdrawn.txt lists it. A photograph is identified by the SHA-256 of its bytes and by that of
its points, so that neither another name nor other metadata hides it.
"""

from __future__ import annotations

import functools
import io
import os
import re
import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.inputs import CONTENT
from plugins.clinic.model import load_timezone
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import PLACEHOLDER
from plugins.media.consent import records, withdrawn
from plugins.media.consent.records import LONGEST
from plugins.media.consent.withdrawn import WithdrawnList
from plugins.media.images import lfs_pointer
from plugins.media.images.picture_uses import IMAGES_FOLDER
from plugins.schema.text_file import decode_text
from plugins.schema.types import lower_text
from plugins.schema.yaml_reader import ParsedYaml, parse_yaml

PHOTOS, LIST, IMAGES = (f"{CONTENT}/{name}" for name in (records.FILE, withdrawn.FILE, IMAGES_FOLDER))
NOBODY = re.compile(r"""[\s{,]["']?kind["']?\s*:\s+["']?(?:thing\b|✎)""", re.IGNORECASE)
REVOKED = re.compile(r"""[\s{,]["']?revoked["']?\s*:\s+\S""")
RECORD = re.compile(r"""^["']?([^\s#"'][^\n]*?)["']?\s*:(?=\s)(.*\n?(?:[ \t]+.*\n?|\n)*)""", re.MULTILINE)
COMMENT = re.compile(r"(?<!\S)#.*")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
COMMITTED = re.compile(rb"^committer .*> (\d+) [+-]\d{4}$", re.MULTILINE)

Digests = tuple[str, ...]
# Gives the id and the bytes of a git object; "" and nothing where there is none.
Read = Callable[[str], tuple[str, bytes]]
# Gives the digests of a photograph by its name and its blob.
LoadDigests = Callable[[str, str], Digests]
# All blobs that a photograph has had by now, by its name and by each of them.
PastBlobs = dict[str, set[str]]


class CommitRecords(NamedTuple):
    """What a commit says: its day, the photographs of people, with their blobs, that may be shown and those that were
    revoked ("" where the file is gone), its withdrawn list, and the numbers of consent forms, by name.
    """

    day: str
    people: Mapping[str, str]
    revoked: Mapping[str, str]
    lists: WithdrawnList
    forms: Mapping[str, str]


class History(NamedTuple):
    """`denied` has for each digest the last day on which it was taken back, `head` what HEAD says.

    `whole` is False in a shallow clone, where git has only a part of the history.
    """

    whole: bool
    denied: Mapping[str, str]
    head: CommitRecords


class UnreadableHistory(Exception):
    """There is a history, and git does not give it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Head(NamedTuple):
    """The commit of HEAD, "" where there is none yet, and where the history of a shallow clone begins, else ""."""

    commit: str
    boundary: str


def read_head() -> Head | None:
    """Read HEAD; None where there is no git folder, as in an unpacked archive. Raises UnreadableHistory."""
    folders = (Path.cwd(), *Path.cwd().parents)
    if "GIT_DIR" not in os.environ and not any((folder / ".git").exists() for folder in folders):
        return None
    try:
        said = _run_git("rev-parse", "--is-shallow-repository", "--git-path", "shallow", "--verify", "HEAD^{commit}")
    except OSError as error:
        raise UnreadableHistory(diagnose("history-without-git", error=error)) from None
    except subprocess.CalledProcessError as error:
        if error.stdout:  # the folder can be read, and has no commit
            return Head("", "")
        raise UnreadableHistory(_diagnose_git_failure(error.stderr)) from None
    is_shallow, boundary_file, commit = said.splitlines()
    return Head(commit, Path(boundary_file).read_text("ascii") if is_shallow == "true" else "")


def _diagnose_git_failure(said: str) -> Diagnostic:
    """Explain what git said on stderr: a folder of another user that it does not trust, or anything else."""
    why = said.partition("\n")[0]
    if trust := re.search(r"git config --global --add safe\.directory .+", said):
        return diagnose("history-untrusted", why=why, command=trust[0])
    return diagnose("history-unreadable", why=why)


def load_history(cache: Cache) -> History | None:
    """Load what the git history says of photographs up to HEAD; None where there is no git folder.

    It is read once for each commit and day, and cached. Raises UnreadableHistory.
    """
    head = read_head()
    if not head:
        return None
    if not head.commit:
        nothing = CommitRecords(day="", people={}, revoked={}, lists=WithdrawnList({}, {}, ()), forms={})
        return History(whole=True, denied={}, head=nothing)
    is_whole = not head.boundary
    inputs = *head, load_timezone(CONTENT), str(withdrawn.find_clinic_day())
    key = fingerprint.hash_values(*inputs, fingerprint.hash_code())
    return cache.memoize("history", key, lambda: _read_history(is_whole))


def _read_history(is_whole: bool) -> History:
    """Read the commits up to HEAD, and HEAD itself. Raises UnreadableHistory."""
    with open_objects() as objects:
        return History(is_whole, find_denials(objects, "HEAD"), read_commit(objects, "HEAD"))


def find_unrecorded_photos(history: History, people: Collection[str]) -> Iterator[tuple[str, Digests]]:
    """Find the photographs of people at HEAD whose names are not among those of `people`."""
    lost = {name: blob for name, blob in history.head.people.items() if name not in people}
    if lost:
        with open_objects() as objects:
            for name, blob in lost.items():
                yield name, compute_digests(objects, blob, name)


def find_denials(objects: Read, *span: str, pairs: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Find the photographs that commits took back: for each of their digests, the last day on which one did.

    `span` are the commits, as git log takes them. `pairs` are more commits, each with one to compare it with as with a
    parent.
    """
    last_days: dict[str, str] = {}
    for digest, day in _find_dated_denials(objects, [*_list_commits(span), *pairs]):
        last_days[digest] = max(day, last_days.get(digest, ""))
    return last_days


def _list_commits(span: Iterable[str]) -> list[list[str]]:
    """List the commits of a span that may change what is said of photographs, oldest first, each with its parents."""
    order = ("--topo-order", "--reverse", "--full-history")
    lines = _run_git("log", "--no-show-signature", *order, "--format=%H %P", *span, "--", PHOTOS, LIST, IMAGES)
    return [line.split() for line in lines.splitlines()]


def _find_dated_denials(objects: Read, commits: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Find the digests of the photographs that each commit took back, with the day up to which it did.

    Each of `commits` is followed by its parents.
    """
    load_commit = functools.cache(lambda commit: read_commit(objects, commit))
    load_digests = functools.cache(lambda name, blob: compute_digests(objects, blob, name))
    past_blobs: PastBlobs = {}
    for commit, *parents in commits:
        after, befores = load_commit(commit), [load_commit(parent) for parent in parents]
        for sources in (after, *befores):
            _add_past_blobs(past_blobs, sources)
        for digests, sources in _find_commit_denials(after, befores, past_blobs, load_digests):
            day = _find_denial_day(digests, sources)
            yield from ((digest, day) for digest in digests)


def _add_past_blobs(past_blobs: PastBlobs, sources: CommitRecords) -> None:
    """Add the blobs that photographs of people have in a commit to `past_blobs`.

    What a blob had before is added under the name, too: the photograph may have had another name then.
    """
    for name, blob in {**sources.people, **sources.revoked}.items():
        blobs = past_blobs.setdefault(name, set())
        if blob and blob not in blobs:
            blobs |= {blob, *past_blobs.get(blob, ())}
            past_blobs[blob] = blobs


def _find_commit_denials(
    after: CommitRecords, befores: Iterable[CommitRecords], past_blobs: PastBlobs, load_digests: LoadDigests
) -> Iterator[tuple[Digests, CommitRecords]]:
    """Find the digests of each photograph that a commit (`after`) takes back, with the commit that gives the day of it.

    That is a parent (one of `befores`) where the commit only lacks the record that the parent has.
    """
    for listed in after.lists.listed:
        yield (listed,), after
    for name in after.revoked:
        yield from ((load_digests(name, blob), after) for blob in past_blobs[name])
    for before in befores:
        for name in _find_unrecorded_after(before, after, load_digests):
            lost_blobs = past_blobs[name].difference(after.people.values())
            yield from ((load_digests(name, blob), before) for blob in lost_blobs)


def _find_denial_day(digests: Digests, sources: CommitRecords) -> str:
    """Find the day up to which a commit denies digests: its own, or a later one that its `keep` lines do not reach."""
    kept = sources.lists.kept
    return max([sources.day, *(_add_day(kept[digest]) for digest in digests if digest in kept)])


def _find_unrecorded_after(before: CommitRecords, after: CommitRecords, load_digests: LoadDigests) -> Iterator[str]:
    """Find the names of photographs of people that have a record in the commit `before`, and none in `after`.

    One with the same points still has a record: it was only renamed, or encoded otherwise.
    """
    missing = _list_missing_names(before, after)
    if not missing:
        return
    digests_after = _compute_digests_after(missing, before, after, load_digests)
    for name in missing:
        if digests_after.isdisjoint(load_digests(name, before.people[name])):
            yield name


def _list_missing_names(before: CommitRecords, after: CommitRecords) -> list[str]:
    """List the names of photographs whose bytes have no record in `after`, nor their name with the same form.

    The name and the form stay where only the cut is another.
    """
    blobs_after = set(after.people.values())
    kept_names = {name for name in after.people if after.forms.get(name) == before.forms.get(name)}
    return [name for name, blob in before.people.items() if blob not in blobs_after and name not in kept_names]


def _compute_digests_after(
    missing: Iterable[str], before: CommitRecords, after: CommitRecords, load_digests: LoadDigests
) -> set[str]:
    """Compute the digests of those photographs of `after` that may be a missing one under another name.

    These are the ones with other bytes than any before, and copies: they have the form of the missing one.
    """
    blobs_before = set(before.people.values())
    forms = {before.forms.get(name) for name in missing}
    candidates = {
        name: blob for name, blob in after.people.items() if blob not in blobs_before or after.forms.get(name) in forms
    }
    return {digest for name, blob in candidates.items() for digest in load_digests(name, blob)}


def read_commit(objects: Read, commit: str) -> CommitRecords:
    """Read what a commit of the sources says of photographs."""
    _, text = objects(f"{commit}:./{PHOTOS}")
    people, revoked = find_people(text) if text else (set[str](), set[str]())
    files = list_blobs(objects, f"{commit}:./{IMAGES}") if people | revoked else {}
    lists = withdrawn.parse_withdrawn(objects(f"{commit}:./{LIST}")[1].decode("utf-8", "surrogateescape"))
    return CommitRecords(
        _parse_commit_day(objects(f"{commit}^{{commit}}")[1]),
        {name: files[name] for name in people if name in files},
        {name: files.get(name, "") for name in revoked},
        lists,
        _find_forms(text),
    )


def find_people(data: bytes) -> tuple[set[str], set[str]]:
    """Find in a file of records the names of the photographs of people: those that may be shown, those revoked.

    A record that is not understood counts as a person's. In a long history some YAML is not valid: what the parser
    refuses there is read line by line, too.
    """
    text, reading = _parse_records(data)
    people = {name for name, record in reading.values.items() if not _is_nobody(record)}
    revoked = {name for name in people if _is_revoked(reading.values[name])}
    if reading.errors:
        by_name = RECORD.findall(COMMENT.sub("", text))
        people |= {name for name, lines in by_name if not NOBODY.search(lines)}
        revoked |= {name for name, lines in by_name if name in people and REVOKED.search(lines)}
    return people - revoked, revoked


def find_expired(data: bytes, today: date) -> set[str]:
    """Find in a file of records the names of the photographs whose consent has ended by `today`."""
    values = _parse_records(data)[1].values
    days = {name: record.get("expires") for name, record in values.items() if isinstance(record, dict)}
    return {name for name, day in days.items() if isinstance(day, str) and DAY.fullmatch(day) and day <= str(today)}


def _find_forms(data: bytes) -> dict[str, str]:
    """Find the numbers of the consent forms in a file of records."""
    values = _parse_records(data)[1].values
    return {name: str(record.get("consent")) for name, record in values.items() if isinstance(record, dict)}


@functools.lru_cache(maxsize=2)
def _parse_records(data: bytes) -> tuple[str, ParsedYaml]:
    """Decode and parse a file of records, which may have errors."""
    text = decode_text(data)[0] or data.decode("utf-8-sig", "replace")
    return text, parse_yaml(text, longest=LONGEST)


def _is_nobody(record: Any) -> bool:
    """Check that a record says that nobody is on the picture, or does not say yet who is."""
    kind = record.get("kind") if isinstance(record, dict) else None
    return isinstance(kind, str) and (lower_text(kind) == "thing" or PLACEHOLDER in kind)


def _is_revoked(record: Any) -> bool:
    return isinstance(record, dict) and bool(record.get("revoked"))


def list_blobs(objects: Read, tree: str) -> dict[str, str]:
    """List the ids of the blobs below a git tree, by their paths from there."""
    blobs, position = dict[str, str](), 0
    tree_id, data = objects(tree)
    while position < len(data):  # an entry is "mode name", a zero byte, and an id
        mode, name = data[position : data.index(b"\0", position)].split(b" ", 1)
        id_start = position + len(mode) + len(name) + 2
        position = id_start + len(tree_id) // 2
        child, path = data[id_start:position].hex(), os.fsdecode(name)
        if mode == b"40000":  # a folder
            blobs |= {f"{path}/{below}": blob for below, blob in list_blobs(objects, child).items()}
        else:
            blobs[path] = child
    return blobs


def compute_digests(objects: Read, blob: str, name: str) -> Digests:
    """Compute the digests that identify a photograph: of its bytes and of its points.

    A pointer of Git LFS stands for its picture.
    """
    _, data = objects(blob)
    bytes_ = lfs_pointer.compute_digest(data)
    if lfs_pointer.is_pointer(data):
        fetched = Path(_run_git("rev-parse", "--git-path", f"lfs/objects/{bytes_[:2]}/{bytes_[2:4]}/{bytes_}"))
        data = fetched.read_bytes() if fetched.is_file() else b""
    from plugins.media.images.encode import digest_points  # Pillow is large, and seldom needed here

    points = digest_points(io.BytesIO(data), name.rpartition(".")[2].lower())
    return (bytes_, points) if points else (bytes_,)


@contextmanager
def open_objects() -> Iterator[Read]:
    """Open one git process, and yield the function that reads objects through it, or raises UnreadableHistory."""
    command = ["git", "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as batch:
        yield functools.partial(_read_object, batch)


def _read_object(batch: subprocess.Popen[bytes], name: str) -> tuple[str, bytes]:
    """Ask a running `git cat-file --batch` for an object: its id and its bytes, both empty where there is none."""
    if "\n" in name:  # git would read two names
        return "", b""
    assert batch.stdin and batch.stdout
    batch.stdin.write(name.encode() + b"\n")
    batch.stdin.flush()
    if not (answer := batch.stdout.readline().split()):
        raise UnreadableHistory(diagnose("history-incomplete"))  # git has ended
    object_id, *_, size = answer  # id, type and size, or name and “missing”
    if not size.isdigit():
        return "", b""
    data = batch.stdout.read(int(size))
    batch.stdout.read(1)  # the line feed after it
    return object_id.decode(), data


def _parse_commit_day(commit: bytes) -> str:
    """Parse the day of a commit, at the clinic; at most today, as the clock of the commit may have been ahead."""
    found = COMMITTED.search(commit)
    if not found:
        return ""
    day = datetime.fromtimestamp(int(found[1]), ZoneInfo(load_timezone(CONTENT))).date()
    return min(day, withdrawn.find_clinic_day()).isoformat()


def _add_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _run_git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()
