"""The output files of each language's search index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256

from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.clinic.model import Clinic
from plugins.documents.document import Card
from plugins.output.output_dir import File
from plugins.schema.words import Words
from plugins.site.search import tokens
from plugins.site.search.index import PART, Entry, Index, Part, index, part
from plugins.site.search.synonyms import Names
from plugins.site.urls import Scheme


def search_files(
    shown: Sequence[Card],
    clinic: Clinic,
    scheme: Scheme,
    names: Mapping[str, Names],
    languages: Mapping[str, Words],
    store: Store,
) -> tuple[dict[str, str], list[File]]:
    """Make the search index: the URL of its first file by language, and all its files."""
    entries: dict[str, list[Entry]] = defaultdict(list, {scheme.default: []})
    for card in sorted(shown, key=lambda card: (card.date, card.path)):
        entries[card.lang].append(_entry(card, clinic, scheme))
    first, files = {}, []
    for lang, own in entries.items():
        ignored = sorted(set(tokens.words(languages[lang]["search"]["ignored"])))
        made = _made(f"search {lang}", own, names.get(lang, Names({})), ignored, store)
        folder = scheme.search(lang)
        first[lang] = f"{folder}{made.manifest}.json"
        for name, data in made.files.items():
            files.append(File(f"{folder}{name}.json", sha256(data).digest(), partial(bytes, data)))
    return first, files


def _made(name: str, entries: list[Entry], names: Names, ignored: list[str], store: Store) -> Index:
    """Make the index of one language. What PART documents contribute is cached while they are the same."""
    code = fingerprint.of(names, ignored, fingerprint.of_code())
    parts = [entries[start : start + PART] for start in range(0, len(entries), PART)]
    keys = [fingerprint.of(code, own) for own in parts]

    def make_parts() -> Iterator[Part]:
        for number, (key, own) in enumerate(zip(keys, parts, strict=True)):
            yield store.once(f"{name} {number}", key, partial(part, own, names, ignored))

    return store.once(name, fingerprint.of(code, keys), lambda: index(make_parts(), ignored))


def _entry(card: Card, clinic: Clinic, scheme: Scheme) -> Entry:
    topic = clinic.topics[card.topic].said(card.lang).name if card.topic else ""
    return Entry(clinic.base + scheme.document(card), card.title, card.summary, topic, card.tags, card.headings)
