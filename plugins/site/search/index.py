"""The search index of one language: small files, of which a query fetches only those that its words lead to.

All are JSON, and named after a digest of their bytes, so that a browser's cache is never out of date:

manifest  {"total": documents, "ignored": words, "words": [[start, name], ...], "places": the same,
          "results": [name, ...], "block": documents in each file of results}
words     the words from this start to the next, in their order, with blanks between
places    {word: [document, weight, document, weight, ...]} of the words from this start to the next; a document is
          given as its distance from the one before
results   [[address, title, summary, topic], ...]

Words are as they are written: only theme/static/search.js knows which of them mean the same.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

from plugins.site.search.synonyms import SynonymTable
from plugins.site.search.tokens import tokenize

TITLE, TAG, HEADING, SUMMARY, TOPIC = 30, 16, 10, 10, 4
BLOCK = 10  # documents in one file of results
PART = 50 * BLOCK  # documents whose words are read together
LARGE = 6_000  # bytes of a file of words or places, more or less


class SearchEntry(NamedTuple):
    """What is searched of a document; `href`, title, summary and topic are shown in results."""

    href: str
    title: str
    summary: str
    topic: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


class WordSets(NamedTuple):
    """The words that are written in a text, and those of their synonyms, which may be written too."""

    written: frozenset[str]
    synonyms: frozenset[str]


class IndexPart(NamedTuple):
    """What `total` documents, numbered from 0, contribute to an index: the files of results, and the places of words.

    `places` has the list of each word as in the files of places: "document,weight,distance,weight,...".
    `last_documents` has the last document that a word is in. The parts of an index are of PART documents each, from the
    oldest on, so that a new document changes the last part only.
    """

    total: int
    results: list[bytes]
    places: dict[str, str]
    last_documents: dict[str, int]


@dataclass(slots=True)
class SearchIndex:
    """The files of an index, named without .json. A query begins with `manifest`."""

    manifest: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, data: bytes) -> str:
        """Add a file and return its name, a digest of its bytes that no other file has."""
        digest = hashlib.sha256(data).hexdigest()
        name = next(digest[:length] for length in range(8, 65) if self.files.get(digest[:length], data) == data)
        self.files[name] = data
        return name


def join_parts(parts: Sequence[IndexPart], ignored: Collection[str]) -> SearchIndex:
    """Join the parts of an index, those of the oldest documents first. `ignored` are words that a search leaves out."""
    index, places = SearchIndex(), _join_places(parts)
    manifest = {
        "total": sum(part.total for part in parts),
        "ignored": sorted(ignored),
        "words": _add_word_files(index, places),
        "places": _add_place_files(index, places),
        "results": [index.add(data) for part in parts for data in part.results],
        "block": BLOCK,
    }
    index.manifest = index.add(_dump_json(manifest))
    return index


def _join_places(parts: Iterable[IndexPart]) -> dict[str, str]:
    """Join the lists of places of each word. Its first document in a part gets its distance from that before."""
    lists: dict[str, list[str]] = defaultdict(list)
    last_documents: dict[str, int] = {}
    start = 0  # the number, in the whole index, of the first document of the part
    for part in parts:
        for word, places in part.places.items():
            first_document, _, rest = places.partition(",")
            distance = start + int(first_document) - last_documents.get(word, 0)
            lists[word] += str(distance), rest
            last_documents[word] = start + part.last_documents[word]
        start += part.total
    return {word: ",".join(pieces) for word, pieces in lists.items()}


def _add_word_files(index: SearchIndex, words: Iterable[str]) -> list[tuple[str, str]]:
    """Add the files of words to the index; return the start and the name of each."""
    runs = _split_into_runs({word: len(word) for word in words})
    return [(start, index.add(_dump_json(" ".join(run)))) for start, run in runs]


def _add_place_files(index: SearchIndex, places: Mapping[str, str]) -> list[tuple[str, str]]:
    """Add the files of places, which are numbers with commas, to the index; return the start and the name of each."""
    files = []
    for start, run in _split_into_runs({word: len(numbers) for word, numbers in places.items()}):
        lists = ",".join(f'"{word}":[{places[word]}]' for word in run)
        files.append((start, index.add(f"{{{lists}}}".encode())))
    return files


def make_part(entries: Sequence[SearchEntry], synonyms: SynonymTable, ignored: Collection[str]) -> IndexPart:
    """Make the part of an index that these documents contribute. `ignored` are the words that it leaves out."""
    expand = cache(partial(expand_words, synonyms))  # tags, topics and headings come again and again
    numbers: dict[str, list[int]] = defaultdict(list)  # by word: document, weight, distance, weight, ...
    last_documents: dict[str, int] = {}
    for document, entry in enumerate(entries):
        for word, weight in weigh_words(entry, expand).items():
            numbers[word] += document - last_documents.get(word, 0), weight
            last_documents[word] = document
    places = {word: ",".join(map(str, listed)) for word, listed in numbers.items() if word not in ignored}
    return IndexPart(len(entries), _make_result_files(entries), places, last_documents)


def _make_result_files(entries: Iterable[SearchEntry]) -> list[bytes]:
    """Make the files of results, of BLOCK documents each."""
    rows = [[entry.href, entry.title, entry.summary, entry.topic] for entry in entries]
    return [_dump_json(rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)]


def _dump_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def weigh_words(entry: SearchEntry, expand: Callable[[str], WordSets]) -> dict[str, int]:
    """Compute the weight of each word of a document: that of each field that has it, half where only a synonym does.

    `expand` finds the words and the synonyms of a text.
    """
    weights: dict[str, int] = defaultdict(int)
    for field_weight, texts in _list_weighted_fields(entry):
        words = _join_word_sets(map(expand, texts))
        for word in words.written:
            weights[word] += field_weight
        for word in words.synonyms - words.written:
            weights[word] += field_weight // 2
    return weights


def _list_weighted_fields(entry: SearchEntry) -> tuple[tuple[int, Iterable[str]], ...]:
    """List the weight and the texts of each field that is searched."""
    return (
        (TITLE, [entry.title]),
        (TAG, entry.tags),
        (HEADING, entry.headings),
        (SUMMARY, [entry.summary]),
        (TOPIC, [entry.topic]),
    )


def _join_word_sets(word_sets: Iterable[WordSets]) -> WordSets:
    """Join the words of several texts."""
    sets = list(word_sets)
    written = frozenset[str]().union(*(words.written for words in sets))
    return WordSets(written, frozenset[str]().union(*(words.synonyms for words in sets)))


def expand_words(synonyms: SynonymTable, text: str) -> WordSets:
    """Split a text into words, and find the words of their synonyms."""
    found = tokenize(text)
    return WordSets(frozenset(found), frozenset(synonyms.find_others(found)))


def _split_into_runs(sizes: Mapping[str, int]) -> Iterator[tuple[str, Sequence[str]]]:
    """Split words into runs of neighbors, each with a start: the shortest text that sorts after all before.

    Whether a word begins a run depends on that word and the size of its data alone, the likelier the larger. So one
    word more or less leaves the other runs, and their files in browsers' caches, as they are.
    """
    in_order = sorted(sizes)
    whole = sum(sizes.values()) <= LARGE
    begins = (not whole and crc32(word.encode()) < 2**32 * sizes[word] // LARGE for word in in_order)
    cuts = [at for at, it_does in enumerate(begins) if it_does or at == 0]
    for first, end in pairwise([*cuts, len(in_order)]):
        word, before = in_order[first], in_order[first - 1] if first else ""
        start = next((word[:length] for length in range(len(word)) if word[:length] > before), word)
        yield start, in_order[first:end]
