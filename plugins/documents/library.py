"""The documents of all content files, from the cache where none of their inputs has changed.

A document's key covers the file's path and bytes, the names that front matter may use, the code and settings that make
documents, and what is installed. While the stat of a file is unchanged, its bytes are not read again.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pelicanconf import WORDS_A_MINUTE
from plugins.cache import fingerprint
from plugins.cache.database import Cache, Entries, Entry
from plugins.cache.file_stat import STAT_SIZE, is_settled
from plugins.cache.parallel import parallel_map
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.documents.document import Document, DocumentMeta, make_document
from plugins.documents.scan import format_path
from plugins.documents.tokens import TextWords

Result = TypeVar("Result")
# The code that makes a document; a test checks that it imports nothing else of this project.
CODE = ("cache", "diagnostics", "documents", "schema")
WORTHWHILE = 60  # documents that make one more process worthwhile
RACY = bytes(STAT_SIZE)  # stands for the stat of a file that is racy: it may change again with the same stat


class DocumentRecord(NamedTuple):
    """What the cache holds of a document beside the document itself.

    `file_stat` is the stat of its file, `item_hash` the hash of what lists show of it.
    """

    file_stat: bytes
    meta: DocumentMeta
    item_hash: str


class MadeDocument(NamedTuple):
    """What was made of a content file: `meta` is None where nothing of it can be read. It may have `errors`.

    `pickled` is empty, and `words` None, where the document is in the cache.
    """

    key: bytes
    meta: DocumentMeta | None
    pickled: bytes = b""
    words: TextWords | None = None
    errors: Sequence[Diagnostic] = ()


class Library:
    """Documents and their metadata. `keys` has the fingerprint of the inputs of each loaded document, by path."""

    def __init__(self, content: Path, names: Mapping[str, Any], cache: Cache) -> None:
        self.content, self.names, self.cache = content, names, cache
        self.keys: dict[str, bytes] = {}
        self._item_hashes: dict[str, str] = {}
        self._words: dict[str, TextWords] = {}  # of documents made in this build
        self._base = fingerprint.hash_values(fingerprint.hash_code(*CODE), sorted(names.items()), WORDS_A_MINUTE)
        self._records: Entries[DocumentRecord] = cache.load_entries("metadata", self._base)

    def load_metadata(self, stats: Mapping[str, bytes]) -> tuple[list[DocumentMeta], list[Diagnostic]]:
        """Load or make the metadata of all content files, and find all errors in these.

        `stats` has the stat of each file, by its path relative to content/. The metadata is in the same order. A file
        with errors has the metadata of what can be read of it.
        """
        stale = [path for path, stat in stats.items() if self._get_stat(path) != stat]
        made = dict(zip(stale, parallel_map(self._make_document, stale, WORTHWHILE), strict=True))
        for path, document in made.items():
            self._record(path, stats[path], document)
        self._save_records(stale, gone=self._records.keys() - stats.keys())
        broken = {path: document for path, document in made.items() if document.errors}
        metas = {path: broken[path].meta if path in broken else self._records[path].result.meta for path in stats}
        found = [meta for meta in metas.values() if meta]
        self.keys = {
            meta.path: broken[meta.path].key if meta.path in broken else self._records[meta.path].inputs
            for meta in found
        }
        self._item_hashes = {path: _hash_item(document.meta) for path, document in broken.items() if document.meta}
        return found, self._locate_errors(made)

    def _record(self, path: str, stat: bytes, made: MadeDocument) -> None:
        """Record what was made of a file. A file with errors keeps the record of its last state without errors."""
        if made.meta and not made.errors:
            known_stat = stat if is_settled(stat) else RACY
            self._records[path] = Entry(made.key, DocumentRecord(known_stat, made.meta, _hash_item(made.meta)))
        if made.words:
            self._words[path] = made.words
        if made.pickled:
            self.cache.save("documents", [(path, made.key, made.pickled)])

    def _locate_errors(self, made: Mapping[str, MadeDocument]) -> list[Diagnostic]:
        """List the errors of these documents, each with its file."""
        files = {path: format_path(self.content, path) for path, document in made.items() if document.errors}
        return [error.locate(file) for path, file in files.items() for error in made[path].errors]

    def _save_records(self, changed: Iterable[str], gone: Collection[str]) -> None:
        """Save the changed records, and delete those of files that are gone.

        The cache is committed, as forked processes find only committed documents.
        """
        self._records = {path: record for path, record in self._records.items() if path not in gone}
        self.cache.save_entries("metadata", self._base, self._records, {*changed, *gone})
        self.cache.delete("documents", gone)
        self.cache.commit()

    def get_item_hash(self, path: str) -> str:
        """Return the hash of what lists show of the document."""
        return self._item_hashes.get(path) or self._records[path].result.item_hash

    def load_document(self, path: str) -> Document:
        """Load a document whose metadata was loaded before.

        It is made again where the cache has lost it. Raises Refused if its file has changed since then.
        """
        if cached := self.cache.load_object("documents", path, self.keys[path]):
            return cached  # type: ignore[no-any-return]
        document, _ = make_document(path, self.read_source(path), self.names)
        assert document  # as these bytes have metadata
        return document

    def load_words(self, path: str) -> TextWords:
        """Load the words of a document whose metadata was loaded before. Raises Refused as `load_document` does."""
        return self._words.get(path) or self.load_document(path).words

    def read_source(self, path: str) -> bytes:
        """Read a file whose metadata was loaded before. Raises Refused if the file has changed since then."""
        data = (self.content / path).read_bytes()
        if self._make_key(path, data) != self.keys[path]:
            raise Refused([diagnose("changed-meanwhile", format_path(self.content, path))])
        return data

    def memoize_each(
        self,
        kind: str,
        code: bytes,
        metas: Sequence[DocumentMeta],
        function: Callable[[list[DocumentMeta]], Iterable[Result]],
    ) -> dict[str, Result]:
        """Return a result of each document, by its path, made by `function` of those that have none in the cache."""
        by_path = {meta.path: meta for meta in metas}
        keys = {path: self.keys[path] for path in by_path}
        return self.cache.memoize_each(kind, code, keys, lambda stale: function([by_path[path] for path in stale]))

    def _get_stat(self, path: str) -> bytes:
        return self._records[path].result.file_stat if path in self._records else b""

    def _make_key(self, path: str, data: bytes) -> bytes:
        start = b"%b%b\0" % (self._base, path.encode("utf-8", "surrogateescape"))
        return blake2b(start + data, digest_size=16).digest()

    def _make_document(self, path: str) -> MadeDocument:
        """Make the document of one content file, or take its metadata from the cache where the inputs are the same."""
        data = (self.content / path).read_bytes()
        key = self._make_key(path, data)
        if path in self._records and self._records[path].inputs == key:
            return MadeDocument(key, self._records[path].result.meta)
        document, errors = make_document(path, data, self.names)
        if not document:
            return MadeDocument(key, None, errors=errors)
        return MadeDocument(key, document.meta, pickle.dumps(document, 5), document.words, errors)


def _hash_item(meta: DocumentMeta) -> str:
    """Hash what lists show of a document."""
    return fingerprint.hash_values(meta.make_list_item()).hex()
