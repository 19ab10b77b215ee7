"""The files of words and stems of one index, of which an edit changes those whose words it changes.

Each is cached. Where pages have changed, the records that they had are compared with those that they have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from plugins.cache.database import Cache
from plugins.site.search import index
from plugins.site.search.index import Changes, Records

STATES, PAGES, FILES = "search states", "search pages", "search files"  # kinds of rows in the cache


class IndexState(NamedTuple):
    """An index as it was made: the key of each page by its path, and the digest of each file that has any words."""

    pages: Mapping[str, bytes] = {}
    digests: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class WordFiles:
    """The files of words and stems in `lang`.

    `pages` has a key of each page, by its path; `make_records` makes the records of a page; `code` is the fingerprint
    of all else that records depend on.
    """

    lang: str
    code: bytes
    digits: int
    word_files: int
    stem_files: int
    pages: Mapping[str, bytes]
    make_records: Callable[[str], Records]
    cache: Cache

    def update(self) -> dict[str, bytes]:
        """Update the files where pages have changed, and return the digest of each file by its name."""
        state = self.cache.load_object(STATES, self.lang, self.code) or IndexState()
        if state.pages != self.pages:
            try:
                state = self._change(state)
            except LookupError:  # the cache has lost what is to be changed
                state = self._change(IndexState())
            self.cache.save_objects(STATES, [(self.lang, self.code, state)])
        return {name: state.digests.get(name, b"") for name in index.list_names(self.word_files, self.stem_files)}

    def format_file(self, name: str, digest: bytes) -> bytes:
        """Format a file as a query fetches it."""
        try:
            records = self._load(name, digest)
        except LookupError:
            pages: Iterator[tuple[Records, Records]] = (({}, self.make_records(path)) for path in self.pages)
            records = self._change_files({}, index.find_changes(pages))[name]
        return index.dump_json(index.shorten_records(records, self.digits))

    def _change(self, state: IndexState) -> IndexState:
        """Change the files from this state to that of the pages. Raises LookupError where what it needs is lost."""
        gone = {path: self._load_page(path, key) for path, key in state.pages.items() if self.pages.get(path) != key}
        come = {path: self.make_records(path) for path, key in self.pages.items() if state.pages.get(path) != key}
        changes = index.find_changes((gone.get(path, {}), come.get(path, {})) for path in gone.keys() | come.keys())
        digests = self._save(self._change_files(state.digests, changes))
        self.cache.delete(PAGES, (f"{self.lang} {path}" for path in gone))
        rows = ((f"{self.lang} {path}", self.code + self.pages[path], records) for path, records in come.items())
        self.cache.save_objects(PAGES, rows)
        return IndexState(self.pages, {**state.digests, **digests})

    def _change_files(self, digests: Mapping[str, bytes], changes: Changes) -> dict[str, Records]:
        """Make the files that change, by name. `digests` has those of the files as they are."""
        files: dict[str, Records] = {}
        turned: dict[str, set[str]] = defaultdict(set)  # stems that come or go, by the name of their file
        for name, own in self._group_changes(changes).items():
            before = self._load(name, digests.get(name, b""))
            files[name] = index.change_records(before, own, self.digits)
            for stem in before.keys() ^ files[name].keys():
                turned[index.name_stem_file(stem, self.stem_files)].add(stem)
        for name, stems in turned.items():
            files[name] = dict.fromkeys(sorted(self._load(name, digests.get(name, b"")).keys() ^ stems), "")
        return files

    def _group_changes(self, changes: Changes) -> dict[str, Changes]:
        """Group the changes by the name of their file."""
        groups: dict[str, Changes] = defaultdict(dict)
        for stem, change in changes.items():
            groups[index.name_word_file(stem, self.word_files)][stem] = change
        return groups

    def _load_page(self, path: str, key: bytes) -> Records:
        """Load the records that a page with this key had. Raises LookupError where they are lost."""
        records: Records | None = self.cache.load_object(PAGES, f"{self.lang} {path}", self.code + key)
        if records is None:
            raise LookupError(path)
        return records

    def _load(self, name: str, digest: bytes) -> Records:
        """Load a file from the cache. One without digest is empty. Raises LookupError where it is lost."""
        if not digest:
            return {}
        data = self.cache.load(FILES, f"{self.lang} {name}", digest)
        if data is None:
            raise LookupError(name)
        records: Records = json.loads(data)
        return records

    def _save(self, files: Mapping[str, Records]) -> dict[str, bytes]:
        """Save files in the cache, and return their digests."""
        rows = {name: index.dump_json(records) for name, records in files.items()}
        digests = {name: blake2b(data, digest_size=16).digest() for name, data in rows.items()}
        self.cache.save(FILES, ((f"{self.lang} {name}", digests[name], data) for name, data in rows.items()))
        return digests
