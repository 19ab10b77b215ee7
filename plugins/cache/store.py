"""What earlier builds made, kept in one file (SQLite): a table for each kind of thing, a row for each thing.

A row says what it was made of (`key`) and holds what was made (`value`). It carries a digest of itself: a row that is
damaged is not there. A file that cannot be used is begun anew, so that the worst loss is a build's time.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
Row = tuple[str, bytes, bytes]  # name, key, value
WAIT = 60  # seconds, for another build that is writing
FEW = 100  # entries of a shelf that have rows of their own


class Store:
    def __init__(self, path: Path) -> None:
        self.path, self._owner = path, os.getpid()
        self._shelves: dict[str, tuple[bytes, Shelf[Any]]] = {}
        self._ready()

    def names(self, table: str) -> list[str]:
        """Of which things there is a row."""
        return [name for (name,) in self._do(f"SELECT name FROM {table}", table)]

    def keys(self, table: str) -> dict[str, bytes]:
        """Of each thing what its row says that it was made of."""
        return dict(self._do(f"SELECT name, key FROM {table}", table))

    def value(self, table: str, name: str, key: bytes) -> bytes | None:
        """What was made of `key`, if it is here and whole."""
        question = f"SELECT name, key, value, proof FROM {table} WHERE name = ?"
        for *row, proof in self._do(question, table, (name,)):
            if row[1] == key and proof == _proof(table, row):
                return bytes(row[2])
        return None

    def rows(self, table: str) -> dict[str, tuple[bytes, bytes]]:
        """Of each thing what it was made of, and what was made; of those that are whole."""
        rows = self._do(f"SELECT name, key, value, proof FROM {table}", table)
        return {row[0]: (row[1], row[2]) for *row, proof in rows if proof == _proof(table, row)}

    def memoize(self, name: str, key: bytes, make: Callable[[], Result]) -> Result:
        """What `make` gives, made once for each `key`: the last one is kept."""
        if value := self.value("steps", name, key):
            return pickle.loads(value)  # type: ignore[no-any-return]
        made = make()
        self.put("steps", [(name, key, pickle.dumps(made, 5))])
        return made

    def shelf(self, table: str, key: bytes) -> Shelf[Any]:
        """Read once for each `key`."""
        if table not in self._shelves or self._shelves[table][0] != key:
            self._shelves[table] = key, Shelf(self, table, key)
        return self._shelves[table][1]

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, in place of those of the same name; a copy of the process that opened the store adds nothing."""
        if os.getpid() != self._owner:
            return
        proven = ((*row, _proof(table, row)) for row in rows)
        self._do(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", table, many=proven)

    def drop(self, table: str, names: Iterable[str]) -> None:
        """Take rows out."""
        self._do(f"DELETE FROM {table} WHERE name = ?", table, many=[(name,) for name in names])

    def drop_others(self, table: str, known: Collection[str]) -> None:
        """Take out all rows but the known ones."""
        self.drop(table, [name for name in self.names(table) if name not in known])

    def save(self) -> None:
        """Keep what was changed since the last time: all of it or nothing."""
        self._tried(self._db.commit)

    def close(self) -> None:
        self._db.close()

    def _do(self, words: str, table: str = "", given: tuple[str, ...] = (), many: Iterable[Any] | None = None) -> Any:
        if os.getpid() != self._pid:  # in a copy of the process that opened it, a connection must not be used
            self._inherited = self._db
            self._ready()

        def ask() -> list[Any]:
            if table and table not in self._tables:
                if many is None:
                    return []
                columns = "name TEXT PRIMARY KEY, key BLOB, value BLOB, proof BLOB"
                self._db.execute(f"CREATE TABLE {table} ({columns})")
                self._tables.add(table)
            return list(self._db.execute(words, given) if many is None else self._db.executemany(words, many))

        return self._tried(ask)

    def _tried(self, ask: Callable[[], Any]) -> Any:
        """What `ask` answers; nothing, and an empty store, where that cannot be told."""
        try:
            return ask()
        except (sqlite3.Error, UnicodeDecodeError):
            if os.getpid() == self._owner:
                self._db.close()
                _remove(self.path)
                self._ready()
            return []

    def _ready(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._pid = os.getpid()
        try:
            self._db, self._tables = self._connected()
        except sqlite3.Error:
            if self._pid == self._owner:
                _remove(self.path)
            try:
                self._db, self._tables = self._connected()
            except sqlite3.Error as error:
                raise OSError(0, str(error), str(self.path)) from None

    def _connected(self) -> tuple[sqlite3.Connection, set[str]]:
        """A connection, and the names of the tables that there are."""
        db = sqlite3.connect(self.path, WAIT)
        try:
            db.execute("PRAGMA synchronous = OFF")  # should the machine itself fail, the proofs tell
            return db, {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.Error:
            db.close()
            raise


class Shelf(dict[str, Result]):
    """What is kept under one `key` of many things: a row holds them all, others those that were changed since.

    Where rows are gone or damaged, it holds fewer things.
    """

    def __init__(self, store: Store, table: str, key: bytes) -> None:
        self._store, self._table, self._key = store, table, key
        whole = store.value(table, "", key)
        super().__init__(pickle.loads(whole) if whole else {})
        self._own = set(store.names(table)) - {""}  # things with a row of their own
        for name in self._own:
            if value := store.value(table, name, key):
                self[name] = pickle.loads(value)
        self._before = set(self) if whole else None

    def keep(self, changed: Collection[str]) -> None:
        """Have the store hold it as it is; `changed` are the names of the things that are not as they were."""
        if self._before is None or self._before - self.keys() or len(self._own | set(changed)) > FEW:
            self._store.drop_others(self._table, {""})
            self._store.put(self._table, [("", self._key, pickle.dumps(dict(self), 5))])
        elif changed:
            self._store.put(self._table, [(name, self._key, pickle.dumps(self[name], 5)) for name in changed])


def _remove(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}-journal")):
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink(missing_ok=True)


def _proof(table: str, row: Iterable[Any]) -> bytes:
    name, key, value = row
    said = f"{table} {len(key)} {len(value)} {name}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(b"".join((said, b"\0", key, value)), digest_size=16).digest()
