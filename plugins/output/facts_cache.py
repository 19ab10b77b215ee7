"""What each file of the output says (FileFacts), from the cache where its bytes are those of the last valid site."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.output.output_dir import WORTHWHILE, OutputDir
from plugins.output.validate import FileFacts, inspect_file


class FactsCache:
    """The facts of a site's files. `base` is the fingerprint of what facts depend on besides the bytes of their file.

    `keys` has the key of each file: `base` and the digest of its bytes. `replaced` are the files of the last valid site
    that have other bytes by now, or are gone.
    """

    def __init__(self, output: OutputDir, site: str, cache: Cache, url: str, base: bytes) -> None:
        self._output, self._cache, self._url, self._kind = output, cache, url, f"facts of {site}"
        self._last_keys = cache.load_inputs(self._kind)
        self._inspected: dict[str, FileFacts] = {}
        self.keys = {file: base + digest for file, digest in sorted(output.list_digests().items())}
        self.replaced = [file for file, key in self._last_keys.items() if self.keys.get(file) != key]

    def inspect_unseen(self) -> dict[str, FileFacts]:
        """Inspect the files that the last valid site did not have with these bytes."""
        unseen = [file for file, key in self.keys.items() if self._last_keys.get(file) != key]
        self._inspected = dict(zip(unseen, parallel_map(self._inspect, unseen, WORTHWHILE), strict=True))
        return self._inspected

    def load_replaced(self) -> dict[str, FileFacts] | None:
        """Load what the replaced files said; None where the cache has lost any of it."""
        facts = {file: self._load(file, self._last_keys[file]) for file in self.replaced}
        found = {file: said for file, said in facts.items() if said}
        return found if len(found) == len(facts) else None

    def find(self, file: str) -> FileFacts:
        """Find what a file of the output says."""
        return self._inspected.get(file) or self._load(file, self.keys[file]) or self._inspect(file)

    def save(self) -> None:
        """Save what was inspected: the output is the last valid site from here on."""
        facts: Mapping[str, FileFacts] = self._inspected
        self._cache.save(self._kind, ((file, self.keys[file], pickle.dumps(said)) for file, said in facts.items()))
        self._cache.delete(self._kind, self._last_keys.keys() - self.keys.keys())

    def _load(self, file: str, key: bytes) -> FileFacts | None:
        cached = self._cache.load(self._kind, file, key)
        return pickle.loads(cached) if cached else None

    def _inspect(self, file: str) -> FileFacts:
        return inspect_file(file, (self._output.folder / file).read_bytes(), self._url)
