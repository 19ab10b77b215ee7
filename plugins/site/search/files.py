"""The output files of each language's search index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256

from plugins.cache import fingerprint
from plugins.cache.database import Cache
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
    synonyms: Mapping[str, SynonymTable],
    languages: Mapping[str, Words],
    cache: Cache,
) -> tuple[dict[str, str], list[File]]:
    """Make a search index for each language: the URL of its first file by language, and all files.

    `synonyms` and `languages`, which has the words of the interface, are by language.
    """
    entries: dict[str, list[SearchEntry]] = defaultdict(list, {scheme.default: []})
    for meta in sorted(shown, key=lambda meta: (meta.date, meta.path)):
        entries[meta.lang].append(_make_entry(meta, clinic, scheme))
    manifest_urls, files = {}, []
    for lang, lang_entries in entries.items():
        ignored = sorted(set(tokens.tokenize(languages[lang]["search"]["ignored"])))
        index = _make_index(f"search {lang}", lang_entries, synonyms.get(lang, SynonymTable({})), ignored, cache)
        folder = scheme.make_search_url(lang)
        manifest_urls[lang] = f"{folder}{index.manifest}.json"
        for name, data in index.files.items():
            files.append(File(f"{folder}{name}.json", sha256(data).digest(), partial(bytes, data)))
    return manifest_urls, files


def _make_index(
    name: str, entries: list[SearchEntry], synonyms: SynonymTable, ignored: list[str], cache: Cache
) -> SearchIndex:
    """Make the index of one language. What PART documents contribute is cached while they are the same."""
    code = fingerprint.hash_values(synonyms, ignored, fingerprint.hash_code())
    batches = [entries[start : start + PART] for start in range(0, len(entries), PART)]
    keys = [fingerprint.hash_values(code, batch) for batch in batches]

    def make_parts() -> Iterator[IndexPart]:
        for number, (key, batch) in enumerate(zip(keys, batches, strict=True)):
            yield cache.memoize(f"{name} {number}", key, partial(make_part, batch, synonyms, ignored))

    return cache.memoize(name, fingerprint.hash_values(code, keys), lambda: join_parts(make_parts(), ignored))


def _make_entry(meta: DocumentMeta, clinic: Clinic, scheme: UrlScheme) -> SearchEntry:
    topic = clinic.topics[meta.topic].translate(meta.lang).name if meta.topic else ""
    return SearchEntry(
        clinic.base + scheme.make_document_url(meta), meta.title, meta.summary, topic, meta.tags, meta.headings
    )
