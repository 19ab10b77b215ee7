"""What the search page looks things up in.

Reads:  card and url of all that is shown, context["clinic"], content/synonyms.yaml, theme/words, STORE
Writes: context["search"], by language the address of the index's first file; context["files"]: the index
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.clinic.model import Clinic
from plugins.diagnostics.diagnostic import tell
from plugins.output.output_dir import File, add
from plugins.pipeline import all_contents
from plugins.schema import words
from plugins.site.search import tokens
from plugins.site.search.index import PART, Entry, Index, Part, index, part
from plugins.site.search.synonyms import Names, known


def attach(generators: list[Any]) -> None:
    context, default = generators[0].context, generators[0].settings["DEFAULT_LANG"]
    store = generators[0].settings["STORE"]
    languages = words.load(Path(generators[0].theme))
    names, problems = known(Path(generators[0].path), languages, store)
    tell(context, problems)
    context["search"] = {}
    if not (clinic := context["clinic"]):
        return
    entries: dict[str, list[Entry]] = defaultdict(list, {default: []})
    for content in sorted(all_contents(generators), key=lambda one: (one.card.date, one.card.path)):
        entries[content.lang].append(_entry(content, clinic))
    for lang, own in entries.items():
        ignored = sorted(set(tokens.words(languages[lang]["search"]["ignored"])))
        made = _made(f"search {lang}", own, names.get(lang, Names({})), ignored, store)
        folder = context["scheme"].search(lang)
        context["search"][lang] = f"{folder}{made.manifest}.json"
        files = ((f"{folder}{name}.json", data) for name, data in made.files.items())
        add(context, (File(name, sha256(data).digest(), partial(bytes, data)) for name, data in files))


def _made(name: str, entries: list[Entry], names: Names, ignored: list[str], store: Store) -> Index:
    """The index; what is known of some documents by themselves is kept while these are the same."""
    code = fingerprint.of(names, ignored, fingerprint.of_code())
    parts = [entries[start : start + PART] for start in range(0, len(entries), PART)]
    keys = [fingerprint.of(code, own) for own in parts]

    def each() -> Iterator[Part]:
        for number, (key, own) in enumerate(zip(keys, parts, strict=True)):
            yield store.once(f"{name} {number}", key, partial(part, own, names, ignored))

    return store.once(name, fingerprint.of(code, keys), lambda: index(each(), ignored))


def _entry(content: Any, clinic: Clinic) -> Entry:
    card = content.card
    topic = clinic.topics[card.topic].said(card.lang).name if card.topic else ""
    return Entry(clinic.base + content.url, card.title, card.summary, topic, card.tags, card.headings)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
