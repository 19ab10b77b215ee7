"""The documents of all content files, from the cache where none of their inputs has changed.

A document's key covers the file's path and bytes, the names that front matter may use, the code and settings that make
documents, and what is installed. While the stat of a file is unchanged, its bytes are not read again.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pelicanconf import WORDS_A_MINUTE
from plugins.cache import fingerprint
from plugins.cache.file_stat import STAT_SIZE, is_settled
from plugins.cache.parallel import parallel_map
from plugins.cache.store import Shelf, Store
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.documents.document import Document, DocumentMeta, make_document
from plugins.documents.scan import format_path

Result = TypeVar("Result")
# The code that makes a document; a test checks that it imports nothing else of this project.
CODE = (
    "cache/*.py",
    "diagnostics/*.py",
    "documents/*.py",
    "schema/*.py",
)
WORTHWHILE = 60  # documents that make one more process worthwhile
RACY = bytes(STAT_SIZE)  # stands for the stat of a file that is racy: it may change again with the same stat


class CacheEntry(NamedTuple):
    """What the cache holds of a document beside the document itself.

    `key` is the hash of its inputs, `state` the stat of its file, `mark` the hash of all its metadata, and `face` the
    hash of what lists show of it.
    """

    key: bytes
    state: bytes
    meta: DocumentMeta
    mark: bytes
    face: bytes


class Library:
    def __init__(self, content: Path, names: Mapping[str, Any], store: Store) -> None:
        self.content, self.names, self.store = content, names, store
        self.keys: dict[str, bytes] = {}
        self._states: dict[str, bytes] = {}
        self._changed: set[str] = set()
        code = fingerprint.hash_files(
            fingerprint.PLUGINS, (path for pattern in CODE for path in fingerprint.PLUGINS.glob(pattern))
        )
        self._base = fingerprint.hash_values(code, sorted(names.items()), fingerprint.list_installed(), WORDS_A_MINUTE)
        self._kept: Shelf[CacheEntry] = store.shelf("cards", self._base)

    def load_metadata(self, states: Mapping[str, bytes]) -> tuple[list[DocumentMeta], list[Diagnostic]]:
        """Load or make the metadata of the files in `states`, and find what is wrong with the other files.

        `states` has the stat of each file, by its path relative to content/. The metadata is in the same order.
        """
        metas: dict[str, DocumentMeta] = {}
        new = []
        for path, state in states.items():
            kept = self._kept.get(path)
            if kept and kept.state == state:
                self.keys[path], metas[path] = kept.key, kept.meta
            else:
                new.append(path)
        self._states |= states
        errors = []
        for path, made in zip(new, parallel_map(self._make_document, new, WORTHWHILE), strict=True):
            key, meta, marks, document, found = made
            errors += [error.locate(format_path(self.content, path)) for error in found]
            if meta:
                self.keys[path], metas[path] = key, meta
                self._kept[path] = CacheEntry(key, states[path] if is_settled(states[path]) else RACY, meta, *marks)
                self._changed.add(path)
                if document:
                    self.store.put("documents", [(path, key, document)])
        return [metas[path] for path in states if path in metas], errors

    def forget_deleted(self) -> None:
        """Remove files that are gone from the cache, and save it. Forked processes find only saved documents."""
        gone = [path for path in self._kept if path not in self._states]
        for path in gone:
            del self._kept[path]
        self._kept.keep(self._changed)
        self.store.drop("documents", gone)
        self.store.save()

    def collect_hashes(self) -> dict[str, tuple[bytes, bytes]]:
        """Return the cache key of each document and the hash of its metadata, by path."""
        return {path: (key, self._kept[path].mark) for path, key in self.keys.items()}

    def get_item_hash(self, path: str) -> bytes:
        """Return the hash of what lists show of the document."""
        return self._kept[path].face

    def load_document(self, path: str) -> Document:
        """Load a document whose metadata was loaded before.

        It is made again where the cache has lost it. Raises Refused if its file has changed since then.
        """
        value = self.store.value("documents", path, self.keys[path])
        if value:
            return pickle.loads(value)  # type: ignore[no-any-return]
        document, _ = make_document(path, self.read_source(path), self.names)
        assert document  # as these bytes have metadata
        return document

    def read_source(self, path: str) -> bytes:
        """Read a file whose metadata was loaded before. Raises Refused if the file has changed since then."""
        data = (self.content / path).read_bytes()
        if self._make_key(path, data) != self.keys[path]:
            raise Refused([diagnose("changed-meanwhile", format_path(self.content, path))])
        return data

    def memoize_each(
        self,
        name: str,
        code: bytes,
        metas: Sequence[DocumentMeta],
        make: Callable[[list[DocumentMeta]], Iterable[Result]],
    ) -> dict[str, Result]:
        """Return a result for each document, by its path, made by `make` where the cache has none.

        Results are cached as `name` while the document and `code`, the hash of the code of `make`, are unchanged.
        `make` is called once, with all documents that have no cached result, and yields the results in their order.
        """
        kept: Shelf[tuple[bytes, Result]] = self.store.shelf(name, code)
        new = [meta for meta in metas if kept.get(meta.path, (b"",))[0] != self.keys[meta.path]]
        for path in kept.keys() - {meta.path for meta in metas}:
            del kept[path]
        if new:
            kept |= {meta.path: (self.keys[meta.path], made) for meta, made in zip(new, make(new), strict=True)}
        kept.keep([meta.path for meta in new])
        return {path: one for path, (_, one) in kept.items()}

    def _make_key(self, path: str, data: bytes) -> bytes:
        return blake2b(
            b"%b%b\0%b" % (self._base, path.encode("utf-8", "surrogateescape"), data), digest_size=16
        ).digest()

    def _make_document(
        self, path: str
    ) -> tuple[bytes, DocumentMeta | None, tuple[bytes, ...], bytes, list[Diagnostic]]:
        """Make key, metadata, hashes of metadata and list item, pickled document, and errors of one content file.

        Where the key is unchanged, the rest comes from the cache and the pickled document is empty.
        """
        data = (self.content / path).read_bytes()
        key, kept = self._make_key(path, data), self._kept.get(path)
        if kept and kept.key == key:
            return key, kept.meta, (kept.mark, kept.face), b"", []
        document, errors = make_document(path, data, self.names)
        if not document:
            return key, None, (), b"", errors
        meta = document.meta
        marks = (
            fingerprint.hash_values(meta._replace(ids=frozenset()), sorted(meta.ids)),
            fingerprint.hash_values(meta.make_list_item()),
        )
        return key, meta, marks, pickle.dumps(document, 5), errors
