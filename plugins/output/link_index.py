"""Incremental validation of the output: only new bytes are read, and only what they say is checked.

What each file says (FileFacts) is cached by the file's digest. The link index counts how many files of the last valid
site link to the same file or place, or have the same title. If a change does not fit it, all files are validated.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Mapping
from typing import Any

from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.output.output_dir import OutputDir
from plugins.output.validate import FileFacts, count_uses, inspect_file, is_change_valid, validate_site

WORTHWHILE = 100  # files to inspect for which one more process saves time


def validate_output(
    output: OutputDir, site: str, cache: Cache, notices: Mapping[str, set[str]], url: str, base: bytes
) -> tuple[list[Diagnostic], dict[str, int]]:
    """Validate the site in this folder, which will stand at `url`. Return its errors, and the sizes of heavy pages.

    `base` is the fingerprint of what facts depend on besides their file. Facts are cached under the name `site` when
    there is no error: they describe the last valid site.
    """
    kind, keys = f"facts of {site}", {file: base + digest for file, digest in sorted(output.list_digests().items())}

    def inspect(file: str) -> tuple[Any, ...]:
        return tuple(inspect_file(file, (output.folder / file).read_bytes(), url))

    def load_facts(file: str, key: bytes) -> FileFacts | None:
        cached = cache.load(kind, file, key)
        return FileFacts(*marshal.loads(cached)) if cached else None

    def find_facts(file: str) -> FileFacts:
        return new.get(file) or load_facts(file, keys[file]) or FileFacts(*inspect(file))

    cache.commit()  # for forked processes
    last_keys, index = cache.load_inputs(kind), cache.load("link index", site, base)
    stale = [file for file, key in keys.items() if last_keys.get(file) != key]
    new = {file: FileFacts(*facts) for file, facts in zip(stale, parallel_map(inspect, stale, WORTHWHILE), strict=True)}
    changed = [file for file in last_keys if file in new or file not in keys]
    old = {file: facts for file in changed if (facts := load_facts(file, last_keys[file]))}
    errors, sizes = [], {}
    uses: Counter[str] = Counter()
    if index and len(old) == len(changed):
        counts, sizes = marshal.loads(index)
        uses = Counter(counts)
        uses.update(count_uses(new.values()))
        uses.subtract(count_uses(old.values()))
    if not uses or not is_change_valid(old, new, keys, uses, find_facts, notices):
        rows = cache.load_all(kind).items()
        new = {file: FileFacts(*marshal.loads(facts)) for file, (key, facts) in rows if keys.get(file) == key} | new
        errors = validate_site(new := {file: find_facts(file) for file in keys}, notices)
        uses, sizes = count_uses(new.values()), {}
    sizes |= {file: facts.size for file, facts in new.items()}
    sizes = {file: size for file, size in sizes.items() if size and file in keys}
    if (stale or changed) and not errors:
        cache.save("link index", [(site, base, marshal.dumps((dict(+uses), sizes)))])
        cache.save(kind, ((file, keys[file], marshal.dumps(tuple[Any, ...](new[file]))) for file in stale))
        cache.delete(kind, last_keys.keys() - keys.keys())
    return errors, sizes
