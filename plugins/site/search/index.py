"""The search index of one language: small files, of which a query fetches only those that its words lead to.

All are JSON, and named after their own bytes, so that what a browser keeps is never out of date:

manifest  {"total": documents, "ignored": words, "words": [[start, name], ...], "places": the same,
          "results": [name, ...], "block": documents in each of these}
words     the words from this start to the next, in their order, with blanks between
places    {word: [document, weight, document, weight, ...]} of the words from this start to the next; a document is
          said as its distance from the one before
results   [[address, title, summary, topic], ...]

Words are as they are written: theme/static/search.js alone knows which of them mean the same.
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

from plugins.site.search.synonyms import Names
from plugins.site.search.tokens import words

TITLE, TAG, HEADING, SUMMARY, TOPIC = 30, 16, 10, 10, 4
BLOCK = 10  # documents in one file of results
PART = 50 * BLOCK  # documents whose words are read together
LARGE = 6_000  # bytes of a file of words or places, more or less


class Entry(NamedTuple):
    """What is searched of a document; `href`, title, summary and topic are shown."""

    href: str
    title: str
    summary: str
    topic: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


class Part(NamedTuple):
    """What is known of `total` documents by themselves, the first of them 0: files of results, and where words stand.

    `places` has for each word its first and its last document, and what follows the first in its list.
    """

    total: int
    results: list[bytes]
    places: dict[str, tuple[int, int, str]]


@dataclass(slots=True)
class Index:
    """`files` are named without .json; `manifest` is the one to begin with."""

    manifest: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, data: bytes) -> str:
        """Keep a file; its name."""
        digest = hashlib.sha256(data).hexdigest()
        name = next(digest[:length] for length in range(8, 65) if self.files.get(digest[:length], data) == data)
        self.files[name] = data
        return name


def index(parts: Iterable[Part], ignored: Collection[str]) -> Index:
    """The index of all documents in parts of PART, oldest first, so that a new one changes few files."""
    made, results, total = Index(), [], 0
    places: dict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for part in parts:
        for word, (first, end, more) in part.places.items():
            places[word] += str(total + first - last.get(word, 0)), more
            last[word] = total + end
        results += [made.add(data) for data in part.results]
        total += part.total
    written = {word: ",".join(numbers) for word, numbers in places.items()}
    by_words = _runs({word: len(word) for word in written})
    by_places = _runs({word: len(numbers) for word, numbers in written.items()})
    manifest = {
        "total": total,
        "ignored": sorted(ignored),
        "words": [[start, made.add(_json(" ".join(run)))] for start, run in by_words],
        "places": [
            [start, made.add("{{{}}}".format(",".join(f'"{word}":[{written[word]}]' for word in run)).encode())]
            for start, run in by_places
        ],
        "results": results,
        "block": BLOCK,
    }
    made.manifest = made.add(_json(manifest))
    return made


def part(entries: Sequence[Entry], names: Names, ignored: Collection[str]) -> Part:
    places: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    skipped = frozenset(ignored)
    read = cache(partial(said, names))  # tags, topics and headings come again and again
    for number, entry in enumerate(entries):
        for word, weight in weights(entry, read).items():
            if word not in skipped:
                places[word] += (number - last.get(word, 0), weight)
                last[word] = number
    rows = [[one.href, one.title, one.summary, one.topic] for one in entries]
    return Part(
        len(entries),
        [_json(rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)],
        {word: (numbers[0], last[word], ",".join(map(str, numbers[1:]))) for word, numbers in places.items()},
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


Said = tuple[frozenset[str], frozenset[str]]  # the words that are written, and those that are meant


def weights(entry: Entry, read: Callable[[str], Said]) -> dict[str, int]:
    """How much each word says of a document: once for each field that it is written in, half where it is only meant."""
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


def said(names: Names, text: str) -> Said:
    found = words(text)
    return frozenset(found), frozenset(names.others(found))


def _runs(sizes: Mapping[str, int]) -> Iterator[tuple[str, Sequence[str]]]:
    """Words in runs of neighbours, each with a start: the shortest that tells it from what stands before it.

    Whether a word begins a run is its own affair, the likelier the more bytes it has: one word more or less leaves
    the other runs as they are, and so what browsers keep of them.
    """
    in_order = sorted(sizes)
    whole = sum(sizes.values()) <= LARGE
    begins = (not whole and crc32(word.encode()) < 2**32 * sizes[word] // LARGE for word in in_order)
    cuts = [at for at, it_does in enumerate(begins) if it_does or at == 0]
    for first, end in pairwise([*cuts, len(in_order)]):
        word, before = in_order[first], in_order[first - 1] if first else ""
        start = next((word[:length] for length in range(len(word)) if word[:length] > before), word)
        yield start, in_order[first:end]
