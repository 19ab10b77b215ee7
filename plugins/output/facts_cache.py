"""What each file of the output says (FileFacts), from the cache where its bytes are those of the last valid site.

The link index of that site is kept beside it.
"""

from __future__ import annotations

import pickle
from typing import Any

from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.output.output_dir import WORTHWHILE, OutputDir
from plugins.output.validate import FileFacts, inspect_file


class FactsCache:
    """The facts of the files of a site, which is at `output` and will stand at `url`. `site` is its name in the cache.

    `base` is the fingerprint of what facts depend on besides the bytes of their file.
    `keys` has the key of each file: `base` and the digest of its bytes. `inspected` has what `inspect_unseen` found.
    """

    def __init__(self, output: OutputDir, site: str, cache: Cache, url: str, base: bytes) -> None:
        self._output, self._site, self._cache, self._url, self._base = output, site, cache, url, base
        self._kind = f"facts of {site}"
        self._last_keys = cache.load_inputs(self._kind)
        self.keys = {file: base + digest for file, digest in sorted(output.list_digests().items())}
        self.inspected: dict[str, FileFacts] = {}

    def inspect_unseen(self) -> None:
        """Inspect the files that the last valid site did not have with these bytes."""
        unseen = [file for file, key in self.keys.items() if self._last_keys.get(file) != key]
        self.inspected = dict(zip(unseen, parallel_map(self._inspect, unseen, WORTHWHILE), strict=True))

    def load_replaced(self) -> dict[str, FileFacts] | None:
        """Load what files of the last valid site said that are gone or have other bytes; None where that is lost."""
        replaced = [file for file, key in self._last_keys.items() if self.keys.get(file) != key]
        facts = {file: self._load(file, self._last_keys[file]) for file in replaced}
        found = {file: said for file, said in facts.items() if said}
        return found if len(found) == len(facts) else None

    def find(self, file: str) -> FileFacts:
        """Find what a file of the output says."""
        return self.inspected.get(file) or self._load(file, self.keys[file]) or self._inspect(file)

    def load_index(self) -> Any:
        """Load the link index of the last valid site; None where there is none, or where other code made it."""
        cached = self._cache.load("link index", self._site, self._base)
        return pickle.loads(cached) if cached else None

    def save(self, index: Any) -> None:
        """Save what was inspected, and the link index: the output is the last valid site from here on."""
        rows = ((file, self.keys[file], pickle.dumps(facts)) for file, facts in self.inspected.items())
        self._cache.save(self._kind, rows)
        self._cache.delete(self._kind, self._last_keys.keys() - self.keys.keys())
        self._cache.save("link index", [(self._site, self._base, pickle.dumps(index))])

    def _load(self, file: str, key: bytes) -> FileFacts | None:
        cached = self._cache.load(self._kind, file, key)
        return pickle.loads(cached) if cached else None

    def _inspect(self, file: str) -> FileFacts:
        return inspect_file(file, (self._output.folder / file).read_bytes(), self._url)
