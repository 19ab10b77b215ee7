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
    """Join parts of PART documents each to one index, oldest first, so that a new document changes few files."""
    made, results, total = SearchIndex(), [], 0
    places: dict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for part in parts:
        for word, (first, end, more) in part.places.items():
            places[word] += str(total + first - last.get(word, 0)), more
            last[word] = total + end
        results += [made.add(data) for data in part.results]
        total += part.total
    written = {word: ",".join(numbers) for word, numbers in places.items()}
    by_words = _split_into_runs({word: len(word) for word in written})
    by_places = _split_into_runs({word: len(numbers) for word, numbers in written.items()})
    manifest = {
        "total": total,
        "ignored": sorted(ignored),
        "words": [[start, made.add(_dump_json(" ".join(run)))] for start, run in by_words],
        "places": [
            [start, made.add("{{{}}}".format(",".join(f'"{word}":[{written[word]}]' for word in run)).encode())]
            for start, run in by_places
        ],
        "results": results,
        "block": BLOCK,
    }
    made.manifest = made.add(_dump_json(manifest))
    return made


def make_part(entries: Sequence[SearchEntry], names: SynonymTable, ignored: Collection[str]) -> IndexPart:
    """Make the part of an index that these documents contribute."""
    places: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    skipped = frozenset(ignored)
    read = cache(partial(expand_words, names))  # tags, topics and headings come again and again
    for number, entry in enumerate(entries):
        for word, weight in weigh_words(entry, read).items():
            if word not in skipped:
                places[word] += (number - last.get(word, 0), weight)
                last[word] = number
    rows = [[one.href, one.title, one.summary, one.topic] for one in entries]
    return IndexPart(
        len(entries),
        [_dump_json(rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)],
        {word: (numbers[0], last[word], ",".join(map(str, numbers[1:]))) for word, numbers in places.items()},
    )


def _dump_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


WordSets = tuple[frozenset[str], frozenset[str]]  # the words that are written, and those that are meant


def weigh_words(entry: SearchEntry, read: Callable[[str], WordSets]) -> dict[str, int]:
    """Compute the weight of each word of a document: that of each field that has it, half where only a synonym does."""
    total: dict[str, int] = defaultdict(int)
    fields = (
        (TITLE, [entry.title]),
        (TAG, entry.tags),
        (HEADING, entry.headings),
        (SUMMARY, [entry.summary]),
        (TOPIC, [entry.topic]),
    )
    for weight, texts in fields:
        found = [read(text) for text in texts]
        written = frozenset().union(*(own for own, _ in found))
        for word in written:
            total[word] += weight
        for word in frozenset().union(*(others for _, others in found)) - written:
            total[word] += weight // 2
    return total


def expand_words(names: SynonymTable, text: str) -> WordSets:
    """Split a text into words, and find the words of their synonyms."""
    found = tokenize(text)
    return frozenset(found), frozenset(names.find_others(found))


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
