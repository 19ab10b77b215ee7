"""Incremental validation of the output: only new bytes are read, and only changed links are checked.

What each file says (FileFacts) is cached by the file's digest. What files say of each other is summed up in a link
index. If a change does not fit the index, everything is validated.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelicanconf import HEAVY_PAGE
from plugins.cache import fingerprint
from plugins.cache.inputs import CONTENT
from plugins.cache.parallel import parallel_map
from plugins.cache.store import Store
from plugins.clinic import model
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.output import validate
from plugins.output.output_dir import OutputDir
from plugins.output.validate import NEEDED, FileFacts, find_unlinked_notices, validate_site

HERE = Path(__file__).parent
WORTHWHILE = 100  # files to inspect for which one more process saves time


def validate_output(
    tree: OutputDir, name: str, store: Store, notices: Mapping[str, set[str]]
) -> tuple[list[Diagnostic], dict[str, int]]:
    """Validate the site in this folder. Return its errors, and the compressed sizes in bytes of its heavy pages.

    Facts are stored under `name` only when there is no error, so that they always describe the last good site.
    """
    clinic, _ = model.load_cached_clinic(CONTENT, store)
    url = clinic.url if clinic else ""
    placed = sorted((notice, sorted(files)) for notice, files in notices.items())
    code = fingerprint.hash_files(HERE, [HERE / "validate.py", HERE / "link_index.py"])
    inputs_key = fingerprint.hash_values(url, placed, code, fingerprint.list_installed(), HEAVY_PAGE)
    table = f"facts_{name}"
    keys = {file: inputs_key + digest for file, digest in sorted(tree.list_digests().items())}
    stored_keys = store.keys(table)
    new = [file for file, key in keys.items() if stored_keys.get(file) != key]

    def inspect(file: str) -> tuple[Any, ...]:
        return tuple(validate.inspect_file(file, (tree.folder / file).read_bytes(), url))

    def load_facts(file: str, key: bytes) -> FileFacts | None:
        value = store.value(table, file, key) if key.startswith(inputs_key) else None
        return FileFacts(*marshal.loads(value)) if value else None

    def facts_of(file: str) -> FileFacts:
        if file not in found:
            found[file] = load_facts(file, keys[file]) or FileFacts(*inspect(file))
        return found[file]

    store.save()
    found = {file: FileFacts(*facts) for file, facts in zip(new, parallel_map(inspect, new, WORTHWHILE), strict=True)}
    removed = stored_keys.keys() - keys.keys()
    last = {file: load_facts(file, stored_keys[file]) for file in (*(stored_keys.keys() & found.keys()), *removed)}
    before = {file: facts for file, facts in last.items() if facts and facts != found.get(file)}
    after = {file: facts for file, facts in found.items() if facts != last.get(file)}
    errors = []
    if before or after:
        index = LinkIndex.load(store.value("ties", name, inputs_key)) if len(after) < WORTHWHILE else LinkIndex()
        is_current = index.files == len(stored_keys) and None not in last.values()
        if not is_current or not index.apply_change(before, after, keys, facts_of, notices):
            rows = store.rows(table).items()
            found |= {file: FileFacts(*marshal.loads(value)) for file, (key, value) in rows if keys.get(file) == key}
            errors = validate_site({file: facts_of(file) for file in keys}, notices)
            index = LinkIndex.build(found)
        if not errors:
            store.put("ties", [(name, inputs_key, index.dump())])
    stored_sizes = store.value("heavy", name, inputs_key)
    sizes = marshal.loads(stored_sizes) if stored_sizes else {file: facts_of(file).size for file in keys}
    sizes |= {file: facts.size for file, facts in found.items()}
    sizes = {file: size for file, size in sizes.items() if size and file in keys}
    if not errors:
        store.put("heavy", [(name, inputs_key, marshal.dumps(sizes))])
        store.drop(table, removed)
        store.put(table, ((file, keys[file], marshal.dumps(tuple[Any, ...](found[file]))) for file in new))
    return errors, sizes


@dataclass(slots=True)
class LinkIndex:
    """What the files of a valid site say of each other, so that a change need not be checked against all of them.

    `links` and `places` count the files that link to a file, or to a place in it. `titles` and `descriptions` have the
    file that uses each text.
    """

    files: int = 0
    links: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls, site: Mapping[str, FileFacts]) -> LinkIndex:
        """Build the index of a whole site."""
        index = cls()
        for name, facts in site.items():
            index.add(name, facts)
        return index

    @classmethod
    def load(cls, data: bytes | None) -> LinkIndex:
        """Load an index from the bytes that `dump` gave; an empty one from None."""
        return cls(*marshal.loads(data)) if data else cls()

    def dump(self) -> bytes:
        return marshal.dumps((self.files, self.links, self.places, self.titles, self.descriptions))

    def add(self, name: str, facts: FileFacts, by: int = 1) -> None:
        """Count what one file says; with -1 for `by`, remove what was counted."""
        self.files += by
        for file in facts.files:
            self.links[file] = self.links.get(file, 0) + by
        for place in facts.places:
            self.places[place] = self.places.get(place, 0) + by
        for users, text in ((self.titles, facts.title), (self.descriptions, facts.description)):
            if by > 0 and text:
                users.setdefault(text, name)
            elif users.get(text) == name:
                del users[text]

    def apply_change(
        self,
        before: Mapping[str, FileFacts],
        after: Mapping[str, FileFacts],
        names: Collection[str],
        facts_of: Callable[[str], FileFacts],
        notices: Mapping[str, Collection[str]],
    ) -> bool:
        """Replace the facts `before` a change by those `after` it, and say whether the site is still valid.

        `names` are all files of the site, and `facts_of` gives the facts of one of them.
        """
        for name, facts in before.items():
            self.add(name, facts, -1)
        for name, facts in after.items():
            self.add(name, facts)
        lost_places = (
            (name, place) for name in before.keys() & after.keys() for place in {*before[name].ids} - {*after[name].ids}
        )
        return (
            not any(self.links.get(name) for name in before.keys() - after.keys())
            and not any(self.places.get(place) for place in lost_places)
            and all(name in names for name in NEEDED)
            and all(self._is_valid(name, facts, names, facts_of) for name, facts in after.items())
            and not any(find_unlinked_notices(after, names, notices))
        )

    def _is_valid(
        self, name: str, facts: FileFacts, names: Collection[str], facts_of: Callable[[str], FileFacts]
    ) -> bool:
        """Check one file: its own errors, its links, and that no other file has its title or description."""
        return (
            not facts.errors
            and all(file in names for file in facts.files)
            and all(place in facts_of(file).ids for file, place in facts.places)
            and self.titles.get(facts.title, name) == name
            and self.descriptions.get(facts.description, name) == name
        )
