"""Incremental validation of the output: only new bytes are read, and only what they say is checked.

The link index counts how many files of the last valid site link to the same file or place, or have the same title. If a
change does not fit it, all files are validated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.output.facts_cache import FactsCache
from plugins.output.validate import ChangedSite, FileFacts, count_uses, is_change_valid, validate_site


class LinkIndex(NamedTuple):
    """How many files use each file, place or title (see `count_uses`), and the size of each heavy page."""

    uses: Counter[str]
    heavy_sizes: dict[str, int]

    def change(self, last: Mapping[str, FileFacts], now: Mapping[str, FileFacts]) -> LinkIndex:
        """Return the index of the site in which facts `now` stand for the `last` ones of the same or deleted files."""
        uses = Counter(self.uses)
        uses.subtract(count_uses(last.values()))
        uses.update(count_uses(now.values()))
        sizes = {file: size for file, size in self.heavy_sizes.items() if file not in last and file not in now}
        return LinkIndex(+uses, sizes | {file: facts.size for file, facts in now.items() if facts.size})


def validate_output(facts: FactsCache, notices: Mapping[str, set[str]]) -> tuple[list[Diagnostic], dict[str, int]]:
    """Validate a site by what its files say. Return its errors; if there are none, the size of each heavy page.

    `notices` has the files that hold each notice. A valid site is saved as the last valid one.
    """
    facts.inspect_unseen()
    index = _validate_change(facts, notices)
    if not index:
        site_facts = {file: facts.find(file) for file in facts.keys}
        if errors := validate_site(site_facts, notices):
            return errors, {}
        index = LinkIndex(Counter(), {}).change({}, site_facts)
    facts.save(index)
    return [], index.heavy_sizes


def _validate_change(facts: FactsCache, notices: Mapping[str, set[str]]) -> LinkIndex | None:
    """Return the index of the changed site where the change is valid; None where all files have to be validated."""
    last: LinkIndex | None = facts.load_index()
    replaced = facts.load_replaced() if last else None
    if not last or replaced is None:
        return None
    index = last.change(replaced, facts.inspected)
    site = ChangedSite(facts.keys, index.uses, facts.find, notices)
    return index if is_change_valid(replaced, facts.inspected, site) else None
