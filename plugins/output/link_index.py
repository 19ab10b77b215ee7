"""The site looked at again, where a change may have made it worse.

What a file says is kept with its digest, so that only new bytes are read. What files say of each other is held against
a sum of it; where that does not hold, everything is compared.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.cache import fingerprint
from plugins.cache.inputs import CONTENT
from plugins.cache.parallel import spread
from plugins.cache.store import Store
from plugins.clinic import model
from plugins.diagnostics.diagnostic import Problem
from plugins.output import validate
from plugins.output.output_dir import Tree
from plugins.output.validate import NEEDED, Facts, check_site, unseen

HERE = Path(__file__).parent
WORTHWHILE = 100  # files to look at for which one more process saves time


def looked_at(
    tree: Tree, name: str, store: Store, notices: Mapping[str, set[str]]
) -> tuple[list[Problem], dict[str, int]]:
    """What is wrong with the site in this folder, and the sizes of its heavy pages.

    Bytes that were looked at before are not looked at again.
    """
    clinic, _ = model.known(CONTENT, store)
    url = clinic.url if clinic else ""
    said = sorted((notice, sorted(files)) for notice, files in notices.items())
    code = fingerprint.of_files(HERE, [HERE / "validate.py", HERE / "link_index.py"])
    how = fingerprint.of(url, said, code, fingerprint.installed())
    table = f"facts_{name}"  # of the last good site
    keys = {file: how + found for file, found in sorted(tree.digests().items())}
    kept = store.keys(table)
    new = [file for file, key in keys.items() if kept.get(file) != key]

    def look(file: str) -> tuple[Any, ...]:
        return tuple(validate.look(file, (tree.folder / file).read_bytes(), url))

    def kept_facts(file: str, key: bytes) -> Facts | None:
        value = store.value(table, file, key) if key.startswith(how) else None
        return Facts(*marshal.loads(value)) if value else None

    def facts_of(file: str) -> Facts:
        if file not in found:
            found[file] = kept_facts(file, keys[file]) or Facts(*look(file))
        return found[file]

    store.save()
    found = {file: Facts(*facts) for file, facts in zip(new, spread(look, new, WORTHWHILE), strict=True)}
    gone = kept.keys() - keys.keys()
    before = {file: kept_facts(file, kept[file]) for file in (*(kept.keys() & found.keys()), *gone)}
    was = {file: facts for file, facts in before.items() if facts and facts != found.get(file)}
    now = {file: facts for file, facts in found.items() if facts != before.get(file)}
    problems = []
    if was or now:
        ties = Ties.read(store.value("ties", name, how)) if len(now) < WORTHWHILE else Ties()
        is_known = ties.files == len(kept) and None not in before.values()
        if not is_known or not ties.hold(was, now, keys, facts_of, notices):
            rows = store.rows(table).items()
            found |= {file: Facts(*marshal.loads(value)) for file, (key, value) in rows if keys.get(file) == key}
            problems = check_site({file: facts_of(file) for file in keys}, notices)
            ties = Ties.of(found)
        if not problems:
            store.put("ties", [(name, how, ties.written())])
    heavy = store.value("heavy", name, how)
    sizes = marshal.loads(heavy) if heavy else {file: facts_of(file).size for file in keys}
    sizes |= {file: facts.size for file, facts in found.items()}
    sizes = {file: size for file, size in sizes.items() if size and file in keys}
    if not problems:
        store.put("heavy", [(name, how, marshal.dumps(sizes))])
        store.drop(table, gone)
        store.put(table, ((file, keys[file], marshal.dumps(tuple(found[file]))) for file in new))
    return problems, sizes


@dataclass(slots=True)
class Ties:
    """What the files of a good site say of each other, summed up, so that a change need not be held against them all.

    `links` and `places` count the files that lead to a file, or to a place in it; of each title and description it is
    known whose it is.
    """

    files: int = 0
    links: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Mapping[str, Facts]) -> Ties:
        ties = cls()
        for name, facts in site.items():
            ties.add(name, facts)
        return ties

    @classmethod
    def read(cls, data: bytes | None) -> Ties:
        return cls(*marshal.loads(data)) if data else cls()

    def written(self) -> bytes:
        return marshal.dumps((self.files, self.links, self.places, self.titles, self.descriptions))

    def add(self, name: str, facts: Facts, by: int = 1) -> None:
        """With -1 for `by`, take out what was added."""
        self.files += by
        for file in facts.files:
            self.links[file] = self.links.get(file, 0) + by
        for place in facts.places:
            self.places[place] = self.places.get(place, 0) + by
        for known, text in ((self.titles, facts.title), (self.descriptions, facts.description)):
            if by > 0 and text:
                known.setdefault(text, name)
            elif known.get(text) == name:
                del known[text]

    def hold(
        self,
        before: Mapping[str, Facts],
        after: Mapping[str, Facts],
        names: Collection[str],
        facts_of: Callable[[str], Facts],
        notices: Mapping[str, Collection[str]],
    ) -> bool:
        """Whether the site is as good with the facts `after` a change in place of those `before` it.

        `names` are those of all its files, of which `facts_of` tells the facts.
        """
        for name, facts in before.items():
            self.add(name, facts, -1)
        for name, facts in after.items():
            self.add(name, facts)
        lost = (
            (name, one) for name in before.keys() & after.keys() for one in {*before[name].ids} - {*after[name].ids}
        )
        return (
            not any(self.links.get(name) for name in before.keys() - after.keys())
            and not any(self.places.get(place) for place in lost)
            and all(name in names for name in NEEDED)
            and all(self._is_held(name, facts, names, facts_of) for name, facts in after.items())
            and not any(unseen(after, names, notices))
        )

    def _is_held(self, name: str, facts: Facts, names: Collection[str], facts_of: Callable[[str], Facts]) -> bool:
        return (
            not facts.faults
            and all(file in names for file in facts.files)
            and all(place in facts_of(file).ids for file, place in facts.places)
            and self.titles.get(facts.title, name) == name
            and self.descriptions.get(facts.description, name) == name
        )
