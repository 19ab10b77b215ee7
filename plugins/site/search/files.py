"""The output files of each language's search index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta
from plugins.output.output_dir import File
from plugins.site.search import tokens
from plugins.site.search.index import PART, IndexPart, SearchEntry, SearchIndex, join_parts, make_part
from plugins.site.search.synonyms import SynonymTable
from plugins.site.urls import UrlScheme


class SearchWords(NamedTuple):
    """What a search in one language knows of words: synonyms, and as one text the words that it leaves out."""

    synonyms: SynonymTable
    ignored: str


def make_search_files(
    shown: Sequence[DocumentMeta], clinic: Clinic, scheme: UrlScheme, words: Mapping[str, SearchWords], cache: Cache
) -> tuple[dict[str, str], list[File]]:
    """Make a search index for each language. Return the URL of its manifest, by language, and the files of all.

    The manifest is the first file that a search fetches. `words` are by language.
    """
    manifest_urls, files = {}, []
    for lang, entries in _list_entries(shown, clinic, scheme).items():
        index = _make_index(f"search {lang}", entries, words[lang], cache)
        folder = scheme.make_search_url(lang)
        manifest_urls[lang] = f"{folder}{index.manifest}.json"
        files += [_make_file(f"{folder}{name}.json", data) for name, data in index.files.items()]
    return manifest_urls, files


def _list_entries(shown: Iterable[DocumentMeta], clinic: Clinic, scheme: UrlScheme) -> dict[str, list[SearchEntry]]:
    """List what is searched, by language, the oldest document first."""
    entries: dict[str, list[SearchEntry]] = {scheme.default: []}  # there is a search even before the first text
    for meta in sorted(shown, key=lambda meta: (meta.date, meta.path)):
        entries.setdefault(meta.lang, []).append(_make_entry(meta, clinic, scheme))
    return entries


def _make_file(name: str, data: bytes) -> File:
    """Make an output file from bytes that are there already."""
    return File(name, key=sha256(data).digest(), make=partial(bytes, data))


def _make_index(name: str, entries: list[SearchEntry], words: SearchWords, cache: Cache) -> SearchIndex:
    """Make the index of one language. What PART documents contribute is cached while they are the same."""
    ignored = sorted(set(tokens.tokenize(words.ignored)))
    code = fingerprint.hash_values(words.synonyms, ignored, fingerprint.hash_code())
    batches = [entries[start : start + PART] for start in range(0, len(entries), PART)]
    keys = [fingerprint.hash_values(code, batch) for batch in batches]

    def make_parts() -> list[IndexPart]:
        return [
            cache.memoize(f"{name} {number}", key, partial(make_part, batch, words.synonyms, ignored))
            for number, (key, batch) in enumerate(zip(keys, batches, strict=True))
        ]

    return cache.memoize(name, fingerprint.hash_values(code, keys), lambda: join_parts(make_parts(), ignored))


def _make_entry(meta: DocumentMeta, clinic: Clinic, scheme: UrlScheme) -> SearchEntry:
    topic = clinic.topics[meta.topic].translate(meta.lang).name if meta.topic else ""
    return SearchEntry(
        clinic.base + scheme.make_document_url(meta), meta.title, meta.summary, topic, meta.tags, meta.headings
    )
