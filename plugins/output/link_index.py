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
    """Validate the site in this folder, which will stand at `url`. Return its errors, and the size of each heavy page.

    `base` is the fingerprint of what facts depend on besides their file. Facts without errors are cached for `site`.
    """
    kind, keys = f"facts of {site}", {file: base + digest for file, digest in sorted(output.list_digests().items())}

    def inspect(file: str) -> FileFacts:
        return inspect_file(file, (output.folder / file).read_bytes(), url)

    def load(file: str, key: bytes) -> FileFacts | None:
        cached = cache.load(kind, file, key)
        return pickle.loads(cached) if cached else None

    def find_facts(file: str) -> FileFacts:
        return facts.get(file) or load(file, keys[file]) or inspect(file)

    last_keys, index = cache.load_inputs(kind), cache.load("link index", site, base)
    unseen = [file for file, key in keys.items() if last_keys.get(file) != key]
    replaced = [file for file, key in last_keys.items() if keys.get(file) != key]  # those that are gone, too
    facts = dict(zip(unseen, parallel_map(inspect, unseen, WORTHWHILE), strict=True))
    # Without an index, other code made the last facts: they are not read.
    last_facts = {file: last for file in replaced if index and (last := load(file, last_keys[file]))}
    errors, uses, sizes = [], Counter[str](), {}
    if index and len(last_facts) == len(replaced):  # none is lost
        uses, sizes = pickle.loads(index)
        uses.update(count_uses(facts.values()))
        uses.subtract(count_uses(last_facts.values()))
    if not uses or not is_change_valid(last_facts, facts, keys, uses, find_facts, notices):
        facts = {file: find_facts(file) for file in keys}
        errors, uses, sizes = validate_site(facts, notices), count_uses(facts.values()), {}
    sizes = {file: size for file, size in sizes.items() if file in keys and file not in facts}
    sizes |= {file: found.size for file, found in facts.items() if found.size}
    if not errors and (unseen or replaced or not index):
        cache.save("link index", [(site, base, pickle.dumps((+uses, sizes)))])
        cache.save(kind, ((file, keys[file], pickle.dumps(facts[file])) for file in unseen))
        cache.delete(kind, last_keys.keys() - keys.keys())
    return errors, sizes
