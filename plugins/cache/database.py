"""The cache: what earlier builds made, in one SQLite file.

Every cached result is a row: its kind and name say what it is, `inputs` is the fingerprint of all that it was made of.
A row is used while its inputs are the same. It carries a digest of itself: a damaged row counts as missing. A file that
cannot be used is begun anew, so that the worst loss is a build's time, never a wrong site.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

Result = TypeVar("Result")
Row = tuple[str, bytes, bytes]  # name, inputs, result
Entries = dict[str, tuple[bytes, Result]]  # by name, the inputs of a result and the result
CACHE_FILE = Path(".build/cache.db")
LOCK_SECONDS = 60  # to wait for another build that is writing
GROUPS = 64  # rows that hold the results of `memoize_each`; an edit writes the rows of what it changed
COLUMNS = "kind TEXT, name TEXT, inputs BLOB, result BLOB, digest BLOB, PRIMARY KEY (kind, name)"


class Cache:
    """The rows of one file. A forked copy of the process that opened it reads rows, and writes none."""

    def __init__(self, path: Path) -> None:
        self.path, self._owner = path, os.getpid()
        self._open()

    def memoize(self, name: str, inputs: bytes, function: Callable[[], Result]) -> Result:
        """Return what `function` returns; it is not called if its result for the same `inputs` is cached."""
        if cached := self.load("memoized", name, inputs):
            return pickle.loads(cached)  # type: ignore[no-any-return]
        result = function()
        self.save("memoized", [(name, inputs, pickle.dumps(result, 5))])
        return result

    def memoize_each(
        self, kind: str, code: bytes, inputs: Mapping[str, bytes], function: Callable[[list[str]], Iterable[Result]]
    ) -> dict[str, Result]:
        """Return the result for each name in `inputs`, the fingerprints of what it is made of besides `code`.

        `function` is called with all names that have no cached result, and yields their results in that order. Results
        of names that are gone are deleted.
        """
        cached: Entries[Result] = self.load_entries(kind, code)
        stale = [name for name, own in inputs.items() if cached.get(name, (None,))[0] != own]
        made = dict(zip(stale, function(stale), strict=True)) if stale else {}
        entries = {name: (own, made[name] if name in made else cached[name][1]) for name, own in inputs.items()}
        self.save_entries(kind, code, entries, made.keys() | (cached.keys() - inputs.keys()))
        return {name: result for name, (_, result) in entries.items()}

    def load_entries(self, kind: str, code: bytes) -> Entries[Any]:
        """Load all results of this kind that the code with this fingerprint made."""
        groups = (pickle.loads(result) for inputs, result in self.load_all(kind).values() if inputs == code)
        return {name: entry for group in groups for name, entry in group.items()}

    def save_entries(self, kind: str, code: bytes, entries: Entries[Any], changed: Collection[str]) -> None:
        """Save all results of this kind, of which those of the `changed` names differ from what was loaded."""
        groups: dict[str, Entries[Any]] = {_find_group(name): {} for name in changed}
        for name, entry in entries.items() if groups else ():
            if (group := _find_group(name)) in groups:
                groups[group][name] = entry
        self.save(kind, ((group, code, pickle.dumps(own, 5)) for group, own in groups.items()))

    def load(self, kind: str, name: str, inputs: bytes) -> bytes | None:
        """Load one result, None where there is none for these inputs."""
        return self._select(kind, "AND name = ? AND inputs = ?", name, inputs).get(name, (b"", None))[1]

    def load_all(self, kind: str) -> dict[str, tuple[bytes, bytes]]:
        """Load the inputs and the result of every row of this kind, by name."""
        return self._select(kind)

    def load_inputs(self, kind: str) -> dict[str, bytes]:
        """Load the inputs of every row of this kind, by name, without the results."""
        return dict(self._execute("SELECT name, inputs FROM results WHERE kind = ?", (kind,)))

    def save(self, kind: str, rows: Iterable[Row]) -> None:
        """Save rows, in place of those with the same names."""
        if os.getpid() == self._owner:
            complete = ((kind, *row, _digest_row(kind, *row)) for row in rows)
            self._try(lambda: self._db.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", complete))

    def delete(self, kind: str, names: Iterable[str]) -> None:
        """Delete rows."""
        given = [(kind, name) for name in names]
        self._try(lambda: self._db.executemany("DELETE FROM results WHERE kind = ? AND name = ?", given))

    def commit(self) -> None:
        """Make what was saved and deleted last: all of it or nothing. Forked processes see it from here on."""
        self._try(self._db.commit)

    def close(self) -> None:
        """Close the file. What was not committed is lost."""
        self._db.close()

    def _select(self, kind: str, condition: str = "", *given: str | bytes) -> dict[str, tuple[bytes, bytes]]:
        """Select whole rows: their inputs and results, by name."""
        are_bytes = "typeof(inputs) = 'blob' AND typeof(result) = 'blob'"  # also in a row that somebody changed
        query = f"SELECT name, inputs, result, digest FROM results WHERE kind = ? AND {are_bytes} {condition}"
        rows = self._execute(query, (kind, *given))
        return {
            name: (inputs, result)
            for name, inputs, result, digest in rows
            if digest == _digest_row(kind, name, inputs, result)
        }

    def _execute(self, query: str, given: tuple[str | bytes, ...]) -> list[Any]:
        if os.getpid() != self._pid:  # a forked copy must not use the connection of its parent
            self._inherited = self._db
            self._open()
        found = self._try(lambda: list(self._db.execute(query, given)))
        return found or []

    def _try(self, act: Callable[[], Any]) -> Any:
        """Return what `act` returns; None, with an empty cache, where the file is damaged."""
        try:
            return act()
        except (sqlite3.Error, UnicodeDecodeError):
            if os.getpid() == self._owner:
                self._db.close()
                _remove(self.path)
                self._open()
            return None

    def _open(self) -> None:
        """Open the file, or begin it anew. Raises OSError where neither is possible."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._pid = os.getpid()
        try:
            self._db = _connect(self.path)
        except sqlite3.Error:
            if self._pid == self._owner:
                _remove(self.path)
            try:
                self._db = _connect(self.path)
            except sqlite3.Error as error:
                raise OSError(0, str(error), str(self.path)) from None


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, LOCK_SECONDS)
    try:
        db.execute("PRAGMA synchronous = OFF")  # should the machine itself fail, the digests tell
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'results'").fetchone():
            db.execute(f"CREATE TABLE results ({COLUMNS})")
        return db
    except sqlite3.Error:
        db.close()
        raise


def _remove(path: Path) -> None:
    """Remove the file, or a folder in its place, and its journal."""
    for one in (path, path.with_name(f"{path.name}-journal")):
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink(missing_ok=True)


def _digest_row(kind: str, name: str, inputs: bytes, result: bytes) -> bytes:
    start = f"{kind} {len(inputs)} {len(result)} {name}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(b"".join((start, b"\0", inputs, result)), digest_size=16).digest()


def _find_group(name: str) -> str:
    return str(crc32(name.encode("utf-8", "surrogatepass")) % GROUPS)
