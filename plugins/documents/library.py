"""Documents, made of their files, or fetched where nothing that they are made of has changed.

A document's key covers the file's path and bytes, the names that its header may use, the code that makes it and what
is installed. While a file's state on disk is as it was, its bytes are not read again.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from plugins.cache import fingerprint
from plugins.cache.file_stat import SIZE, settled
from plugins.cache.parallel import spread
from plugins.cache.store import Shelf, Store
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.documents.document import Card, Document, make
from plugins.documents.scan import shown
from plugins.schema.yaml_reader import Fault

Result = TypeVar("Result")
# What makes a document; a test holds that it imports nothing else of ours.
CODE = (
    "cache/*.py",
    "diagnostics/*.py",
    "documents/*.py",
    "schema/*.py",
)
WORTHWHILE = 60  # documents for which one more process saves time
UNKNOWN = bytes(SIZE)  # the state of a file that may change again without telling


class Kept(NamedTuple):
    """What is kept of a document beside itself. `key` is what it was made of, `state` that of its file.

    Two cards with one `mark` are the same, and two with one `face` are in lists.
    """

    key: bytes
    state: bytes
    card: Card
    mark: bytes
    face: bytes


class Library:
    def __init__(self, content: Path, names: Mapping[str, Any], store: Store) -> None:
        self.content, self.names, self.store = content, names, store
        self.keys: dict[str, bytes] = {}
        self._states: dict[str, bytes] = {}
        self._changed: set[str] = set()
        code = fingerprint.of_files(
            fingerprint.PLUGINS, (path for pattern in CODE for path in fingerprint.PLUGINS.glob(pattern))
        )
        self._base = fingerprint.of(code, sorted(names.items()), fingerprint.installed())
        self._kept: Shelf[Kept] = store.shelf("cards", self._base)

    def cards(self, states: Mapping[str, bytes]) -> tuple[list[Card], list[Problem]]:
        """The cards of the files at these paths, from content/, and what is wrong with the others."""
        cards: dict[str, Card] = {}
        new = []
        for path, state in states.items():
            kept = self._kept.get(path)
            if kept and kept.state == state:
                self.keys[path], cards[path] = kept.key, kept.card
            else:
                new.append(path)
        self._states |= states
        problems = []
        for path, made in zip(new, spread(self._made, new, WORTHWHILE), strict=True):
            key, card, marks, document, faults = made
            where = shown(self.content, path)
            problems += [Problem(where, fault.line, fault.field, fault.what, fault.write) for fault in faults]
            if card:
                self.keys[path], cards[path] = key, card
                self._kept[path] = Kept(key, states[path] if settled(states[path]) else UNKNOWN, card, *marks)
                self._changed.add(path)
                if document:
                    self.store.put("documents", [(path, key, document)])
        return [cards[path] for path in states if path in cards], problems

    def forget_others(self) -> None:
        """Drop what was kept of files that are gone; after this, copies of the process find all documents."""
        gone = [path for path in self._kept if path not in self._states]
        for path in gone:
            del self._kept[path]
        self._kept.keep(self._changed)
        self.store.drop("documents", gone)
        self.store.save()

    def marks(self) -> dict[str, tuple[bytes, bytes]]:
        """Of each document the key, and a mark that tells its card from any other."""
        return {path: (key, self._kept[path].mark) for path, key in self.keys.items()}

    def face(self, path: str) -> bytes:
        """Another whenever lists show something else of the document."""
        return self._kept[path].face

    def document(self, path: str) -> Document:
        """The document that was made for `cards`. Raises Refused if its file has changed since."""
        value = self.store.value("documents", path, self.keys[path])
        if value:
            return pickle.loads(value)  # type: ignore[no-any-return]
        document, _ = make(path, self.source(path), self.names)
        assert document  # as these bytes have a card
        return document

    def source(self, path: str) -> bytes:
        """The bytes that a card was made of. Raises Refused if the file has changed since."""
        data = (self.content / path).read_bytes()
        if self._key(path, data) != self.keys[path]:
            what = "was changed while the site was made"
            raise Refused([Problem(shown(self.content, path), 0, "", what, "build again")])
        return data

    def each(
        self, name: str, code: bytes, cards: Sequence[Card], make: Callable[[list[Card]], Iterable[Result]]
    ) -> dict[str, Result]:
        """What `make` gives for each card, by its path; kept as `name` while its document and `code` are the same."""
        kept: Shelf[tuple[bytes, Result]] = self.store.shelf(name, code)
        new = [card for card in cards if kept.get(card.path, (b"",))[0] != self.keys[card.path]]
        for path in kept.keys() - {card.path for card in cards}:
            del kept[path]
        if new:
            kept |= {card.path: (self.keys[card.path], made) for card, made in zip(new, make(new), strict=True)}
        kept.keep([card.path for card in new])
        return {path: one for path, (_, one) in kept.items()}

    def _key(self, path: str, data: bytes) -> bytes:
        return blake2b(
            b"%b%b\0%b" % (self._base, path.encode("utf-8", "surrogateescape"), data), digest_size=16
        ).digest()

    def _made(self, path: str) -> tuple[bytes, Card | None, tuple[bytes, ...], bytes, list[Fault]]:
        """Key, card, the marks of it and its face, and the pickled document, none where the kept one is the same."""
        data = (self.content / path).read_bytes()
        key, kept = self._key(path, data), self._kept.get(path)
        if kept and kept.key == key:
            return key, kept.card, (kept.mark, kept.face), b"", []
        document, faults = make(path, data, self.names)
        if not document:
            return key, None, (), b"", faults
        card = document.card
        marks = fingerprint.of(card._replace(ids=frozenset()), sorted(card.ids)), fingerprint.of(card.face())
        return key, card, marks, pickle.dumps(document, 5), faults
