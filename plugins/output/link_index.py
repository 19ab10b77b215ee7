"""Incremental validation of the output: only new bytes are read, and only what they say is checked.

What each file says (FileFacts) is cached by the file's digest. The link index counts how many files of the last valid
site link to the same file or place, or have the same title. If a change does not fit it, all files are validated.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping

from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.output.output_dir import WORTHWHILE, OutputDir
from plugins.output.validate import FileFacts, count_uses, inspect_file, is_change_valid, validate_site


def validate_output(
    output: OutputDir, site: str, cache: Cache, notices: Mapping[str, set[str]], url: str, base: bytes
) -> tuple[list[Diagnostic], dict[str, int]]:
    """Validate the site in this folder, which will stand at `url`. Return its errors, and the sizes of heavy pages.

    `base` is the fingerprint of what facts depend on besides their file. Facts without errors are cached for `site`.
    """
    kind, keys = f"facts of {site}", {file: base + digest for file, digest in sorted(output.list_digests().items())}

    def inspect(file: str) -> FileFacts:
        return inspect_file(file, (output.folder / file).read_bytes(), url)

    def load(file: str, key: bytes) -> FileFacts | None:
        cached = cache.load(kind, file, key)
        return pickle.loads(cached) if cached else None

    def find_facts(file: str) -> FileFacts:
        return new.get(file) or load(file, keys[file]) or inspect(file)

    last_keys, index = cache.load_inputs(kind), cache.load("link index", site, base)
    stale = [file for file, key in keys.items() if last_keys.get(file) != key]
    new = dict(zip(stale, parallel_map(inspect, stale, WORTHWHILE), strict=True))
    changed = [file for file in last_keys if file in new or file not in keys]
    # Without an index of this `base`, other code made the last facts: they are not read.
    old = {file: facts for file in changed if index and (facts := load(file, last_keys[file]))}
    counts, sizes = pickle.loads(index) if index and len(old) == len(changed) else ({}, {})
    uses = Counter(counts)
    uses.update(count_uses(new.values()))
    uses.subtract(count_uses(old.values()))
    errors = []
    if not counts or not is_change_valid(old, new, keys, uses, find_facts, notices):
        new = {file: find_facts(file) for file in keys}
        errors, uses, sizes = validate_site(new, notices), count_uses(new.values()), {}
    sizes = {file: size for file, size in sizes.items() if file in keys and file not in new}
    sizes |= {file: facts.size for file, facts in new.items() if facts.size}
    if not errors and (stale or changed or not index):
        cache.save("link index", [(site, base, pickle.dumps((dict(+uses), sizes)))])
        cache.save(kind, ((file, keys[file], pickle.dumps(new[file])) for file in stale))
        cache.delete(kind, last_keys.keys() - keys.keys())
    return errors, sizes
