"""Documents, made of their files, or fetched where nothing that they are made of has changed.

A document's key covers the file's path and bytes, the names that its header may use, the code that makes it and what
is installed. While a file's state on disk is as it was, its bytes are not read again.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins import digest
from plugins.documents.document import Card, Document, make
from plugins.documents.scan import shown
from plugins.parallel import spread
from plugins.problem import Problem, Refused
from plugins.state import SIZE, settled
from plugins.store import Row, Store
from plugins.yaml_text import Fault

# What makes a document; a test holds that it imports nothing else of ours.
CODE = (
    "documents/*.py",
    "digest.py",
    "parallel.py",
    "problem.py",
    "state.py",
    "store.py",
    "textfile.py",
    "typed.py",
    "yaml_text.py",
)
HEAD = 16 + SIZE  # bytes of the base and of the state in a row, before the card
WORTHWHILE = 60  # documents for which one more process saves time
UNKNOWN = bytes(SIZE)  # the state of a file that may change again without telling


class Library:
    def __init__(self, content: Path, names: Mapping[str, Any], store: Store) -> None:
        self.content, self.names, self.store = content, names, store
        self.keys: dict[str, bytes] = {}
        self._states: dict[str, bytes] = {}
        code = digest.of_files(digest.PLUGINS, (path for pattern in CODE for path in digest.PLUGINS.glob(pattern)))
        self._base = digest.of(code, sorted(names.items()), digest.installed())
        self._kept = {name: (key, value) for name, key, value in store.rows("cards")}

    def cards(self, states: Mapping[str, bytes]) -> tuple[list[Card], list[Problem]]:
        """The cards of the files at these paths, from content/, and what is wrong with the others."""
        cards: dict[str, Card] = {}
        new = []
        for path, state in states.items():
            key, value = self._kept.get(path, (b"", b""))
            if value.startswith(self._base + state):
                self.keys[path] = key
                cards[path] = pickle.loads(value[HEAD:])
            else:
                new.append(path)
        self._states |= states
        problems = []
        rows: tuple[list[Row], list[Row]] = [], []
        for path, made in zip(new, spread(self._made, new, WORTHWHILE), strict=True):
            key, card, document, faults = made
            where = shown(self.content, path)
            problems += [Problem(where, fault.line, fault.field, fault.what, fault.write) for fault in faults]
            if card:
                self.keys[path] = key
                cards[path] = pickle.loads(card)
                state = states[path] if settled(states[path]) else UNKNOWN
                rows[0].append((path, key, self._base + state + card))
                if document:
                    rows[1].append((path, key, document))
        self.store.put("cards", rows[0])
        self.store.put("documents", rows[1])
        return [cards[path] for path in states if path in cards], problems

    def forget_others(self) -> None:
        """Drop what was kept of files that are gone; after this, copies of the process find all documents."""
        gone = [name for name in self._kept if name not in self._states]
        self.store.drop("cards", gone)
        self.store.drop("documents", gone)
        self.store.save()
        self._kept.clear()

    def document(self, path: str) -> Document:
        """The document that was made for `cards`. Raises Refused if its file has changed since."""
        value = self.store.value("documents", path, self.keys[path])
        if value:
            return pickle.loads(value)  # type: ignore[no-any-return]
        data = (self.content / path).read_bytes()
        document, _ = make(path, data, self.names)
        if not document or self._key(path, data) != self.keys[path]:
            what = "was changed while the site was made"
            raise Refused([Problem(shown(self.content, path), 0, "", what, "build again")])
        return document

    def _key(self, path: str, data: bytes) -> bytes:
        return digest.of(self._base, path, data)

    def _made(self, path: str) -> tuple[bytes, bytes, bytes, list[Fault]]:
        """Key, card and document, the last two pickled; no document where the one that is kept is the same."""
        data = (self.content / path).read_bytes()
        key = self._key(path, data)
        before, value = self._kept.get(path, (b"", b""))
        if before == key:
            return key, value[HEAD:], b"", []
        document, faults = make(path, data, self.names)
        if not document:
            return key, b"", b"", faults
        return key, pickle.dumps(document.card, 5), pickle.dumps(document, 5), []
