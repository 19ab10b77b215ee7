"""Incremental validation of the output: only new bytes are read, and only what they say is checked.

The link index counts how many files of the last valid site link to the same file or place, or have the same title. If a
change does not fit it, all files are validated.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.output.facts_cache import FactsCache
from plugins.output.output_dir import OutputDir
from plugins.output.validate import FileFacts, count_uses, is_change_valid, validate_site


class LinkIndex(NamedTuple):
    """How many files use each file, place or title (see `count_uses`), and the size of each heavy page."""

    uses: Counter[str]
    heavy_sizes: dict[str, int]

    def change(self, last: Mapping[str, FileFacts], now: Mapping[str, FileFacts], files: Collection[str]) -> LinkIndex:
        """Return the index of the site of these `files`, in which facts `now` stand for the `last` ones."""
        uses = Counter(self.uses)
        uses.subtract(count_uses(last.values()))
        uses.update(count_uses(now.values()))
        sizes = {file: size for file, size in self.heavy_sizes.items() if file in files and file not in now}
        return LinkIndex(uses, sizes | {file: facts.size for file, facts in now.items() if facts.size})


def validate_output(
    output: OutputDir, site: str, cache: Cache, notices: Mapping[str, set[str]], url: str, base: bytes
) -> tuple[list[Diagnostic], dict[str, int]]:
    """Validate the site in this folder, which will stand at `url`. Return its errors, and the size of each heavy page.

    `base` is the fingerprint of what facts depend on besides their file. Facts without errors are cached for `site`.
    """
    cached = FactsCache(output, site, cache, url, base)
    now, files, errors = cached.inspect_unseen(), cached.keys, []
    value = cache.load("link index", site, base)
    last = cached.load_replaced() if value else None  # without an index, other code made those facts
    index = pickle.loads(value).change(last, now, files) if value and last is not None else None
    if not index or not is_change_valid(last or {}, now, files, index.uses, cached.find, notices):
        facts = {file: cached.find(file) for file in files}
        errors, index = validate_site(facts, notices), LinkIndex(Counter(), {}).change({}, facts, files)
    if not errors and (now or cached.replaced or not value):
        cache.save("link index", [(site, base, pickle.dumps(index._replace(uses=+index.uses)))])
        cached.save()
    return errors, index.heavy_sizes
