"""The output files of each language's search index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256

from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta
from plugins.output.output_dir import File
from plugins.schema.interface_words import Words
from plugins.site.search import tokens
from plugins.site.search.index import PART, IndexPart, SearchEntry, SearchIndex, join_parts, make_part
from plugins.site.search.synonyms import SynonymTable
from plugins.site.urls import UrlScheme


def make_search_files(
    shown: Sequence[DocumentMeta],
    clinic: Clinic,
    scheme: UrlScheme,
    names: Mapping[str, SynonymTable],
    languages: Mapping[str, Words],
    store: Store,
) -> tuple[dict[str, str], list[File]]:
    """Make the search index: the URL of its first file by language, and all its files."""
    entries: dict[str, list[SearchEntry]] = defaultdict(list, {scheme.default: []})
    for card in sorted(shown, key=lambda card: (card.date, card.path)):
        entries[card.lang].append(_make_entry(card, clinic, scheme))
    first, files = {}, []
    for lang, own in entries.items():
        ignored = sorted(set(tokens.tokenize(languages[lang]["search"]["ignored"])))
        made = _make_index(f"search {lang}", own, names.get(lang, SynonymTable({})), ignored, store)
        folder = scheme.make_search_url(lang)
        first[lang] = f"{folder}{made.manifest}.json"
        for name, data in made.files.items():
            files.append(File(f"{folder}{name}.json", sha256(data).digest(), partial(bytes, data)))
    return first, files


def _make_index(
    name: str, entries: list[SearchEntry], names: SynonymTable, ignored: list[str], store: Store
) -> SearchIndex:
    """Make the index of one language. What PART documents contribute is cached while they are the same."""
    code = fingerprint.hash_values(names, ignored, fingerprint.hash_code())
    parts = [entries[start : start + PART] for start in range(0, len(entries), PART)]
    keys = [fingerprint.hash_values(code, own) for own in parts]

    def make_parts() -> Iterator[IndexPart]:
        for number, (key, own) in enumerate(zip(keys, parts, strict=True)):
            yield store.memoize(f"{name} {number}", key, partial(make_part, own, names, ignored))

    return store.memoize(name, fingerprint.hash_values(code, keys), lambda: join_parts(make_parts(), ignored))


def _make_entry(card: DocumentMeta, clinic: Clinic, scheme: UrlScheme) -> SearchEntry:
    topic = clinic.topics[card.topic].translate(card.lang).name if card.topic else ""
    return SearchEntry(
        clinic.base + scheme.make_document_url(card), card.title, card.summary, topic, card.tags, card.headings
    )
