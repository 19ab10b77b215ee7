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
    """The words that are written in a text, and the words of their synonyms."""

    written: frozenset[str]
    meant: frozenset[str]


class IndexPart(NamedTuple):
    """What `total` documents contribute to an index, numbered from 0: files of results, and the places of words.

    `places` has for each word its first and its last document, and what follows the first in its list.
    """

    total: int
    results: list[bytes]
    places: dict[str, tuple[int, int, str]]


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


def join_parts(parts: Iterable[IndexPart], ignored: Collection[str]) -> SearchIndex:
    """Join parts of PART documents each to one index, oldest first, so that a new document changes few files.

    `ignored` are the words that a search leaves out.
    """
    index, total = SearchIndex(), 0
    result_files: list[str] = []
    numbers: dict[str, list[str]] = defaultdict(list)  # each word's list of places, in pieces of text
    last_document: dict[str, int] = {}  # that has a word
    for part in parts:
        for word, (first, last, rest) in part.places.items():
            distance = total + first - last_document.get(word, 0)
            numbers[word] += str(distance), rest
            last_document[word] = total + last
        result_files += [index.add(data) for data in part.results]
        total += part.total
    places = {word: ",".join(pieces) for word, pieces in numbers.items()}
    manifest = {
        "total": total,
        "ignored": sorted(ignored),
        "words": _add_word_files(index, places),
        "places": _add_place_files(index, places),
        "results": result_files,
        "block": BLOCK,
    }
    index.manifest = index.add(_dump_json(manifest))
    return index


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
    numbers: dict[str, list[int]] = defaultdict(list)  # by word: distance, weight, distance, weight, ...
    last_document: dict[str, int] = {}  # that has a word
    skipped = frozenset(ignored)
    expand = cache(partial(expand_words, synonyms))  # tags, topics and headings come again and again
    for document, entry in enumerate(entries):
        for word, weight in weigh_words(entry, expand).items():
            if word not in skipped:
                numbers[word] += (document - last_document.get(word, 0), weight)
                last_document[word] = document
    rows = [[entry.href, entry.title, entry.summary, entry.topic] for entry in entries]
    return IndexPart(
        total=len(entries),
        results=[_dump_json(rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)],
        places={
            word: (first, last_document[word], ",".join(map(str, rest))) for word, (first, *rest) in numbers.items()
        },
    )


def _dump_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def weigh_words(entry: SearchEntry, expand: Callable[[str], WordSets]) -> dict[str, int]:
    """Compute the weight of each word of a document: that of each field that has it, half where only a synonym does.

    `expand` finds the words and the synonyms of a text.
    """
    weights: dict[str, int] = defaultdict(int)
    fields = (
        (TITLE, [entry.title]),
        (TAG, entry.tags),
        (HEADING, entry.headings),
        (SUMMARY, [entry.summary]),
        (TOPIC, [entry.topic]),
    )
    for field_weight, texts in fields:
        word_sets = [expand(text) for text in texts]
        written = frozenset().union(*(words.written for words in word_sets))
        meant = frozenset().union(*(words.meant for words in word_sets))
        for word in written:
            weights[word] += field_weight
        for word in meant - written:
            weights[word] += field_weight // 2
    return weights


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
