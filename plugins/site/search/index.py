"""The search index of one language: small files, of which a query fetches only those that its words lead to.

All are JSON, and named after a digest of their bytes, so that a browser's cache is never out of date:

manifest  {"total": pages, "ignored": words, "endings": [[pattern, ending], ...], "slots": count, "places": names,
          "words": [[start, name], ...], "lists": [name, ...], "listed": pages in a list, "block": passages in a text}
places    [[stem, pages, urgent, place, weight, place, weight, ...], ...] of the stems in one slot. A place is a page's
          number times PASSAGES and the number of a passage on it, given as the distance from the place before
words     the words from this start to the next, in their order, with blanks between
lists     [[name, ...], ...] of the texts of each page
texts     [address, title, topic, [[fragment, heading, sentences], ...]] of some passages of a page

A stem stands for all forms of a word. theme/static/search.js finds it by the same endings, and its slot as `find_slot`
does. Passage 0 of a page is the page itself, with its title and its summary. The manifest has the names of places in
the order of their slots, without their number and with nothing between.
"""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from heapq import nlargest
from itertools import pairwise
from math import log2, sqrt
from typing import Any, NamedTuple
from zlib import crc32

from plugins.site.search.passages import Passage
from plugins.site.search.synonyms import SynonymTable
from plugins.site.search.tokens import tokenize

TITLE, TAG, HEADING, SUMMARY, TOPIC = 10, 6, 5, 4, 2  # weights of a word, beside that of a passage's text
PASSAGES = 64  # of a page at most; the last one has what would be more
BLOCK = 8  # passages in one file of texts
LISTED = 20  # pages in one file of lists
LARGE = 6_000  # bytes of a file of words, more or less
MOST_PAGES = 200  # in which a word is looked for: where it weighs most
NAME = 12  # hexadecimal digits of a file's name; of one with a number
SLOT_NAME = 8
URGENT_SHARE = 0.15  # of the passages that have a word: as many urgent ones make it an urgent word


class SearchPage(NamedTuple):
    """What is searched of a page; `href`, title, summary, topic and passages are shown in results."""

    href: str
    title: str
    summary: str
    topic: str = ""
    tags: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """What the words of a language are compared by.

    `ignored` are the words that say too little: they are found in titles and headings alone, where a query has no
    others. `endings` are pairs of a pattern, whose group is what stays of a word, and what is put after that.
    """

    ignored: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()
    synonyms: SynonymTable = field(default_factory=lambda: SynonymTable({}))

    def make_stemmer(self) -> Callable[[str], str]:
        """Make a function that finds the stem of a word."""
        endings = [(re.compile(pattern), ending) for pattern, ending in self.endings]

        @cache
        def find_stem(word: str) -> str:
            for pattern, ending in endings:
                if match := pattern.match(word):
                    word = match[1] + ending
            return word

        return find_stem


def parse_endings(text: str) -> tuple[tuple[str, str], ...]:
    """Parse the endings of a language: on each line a pattern, and what is put after what stays, if anything."""
    lines = (line.partition(" ") for line in text.splitlines())
    return tuple((pattern, ending) for pattern, _, ending in lines)


class PageWords(NamedTuple):
    """The words of a page, in groups: a line of `text` for each stem, as `join_words` reads them.

    `ends` has the end in `text` of each group.
    """

    text: bytes
    ends: array[int]

    def get_group(self, number: int) -> bytes:
        return self.text[self.ends[number - 1] if number else 0 : self.ends[number]]


class JoinedWords(NamedTuple):
    """The words of one group in all pages: the files of places by their slot, and all forms of the words."""

    places: dict[int, bytes]
    forms: set[str]


def make_texts(page: SearchPage) -> list[bytes]:
    """Make the files of a page's texts."""
    rows = [("", "", page.summary), *((one.url.partition("#")[2], one.heading, one.text) for one in list_shown(page))]
    head = (page.href, page.title, page.topic)
    return [dump_json((*head, rows[start : start + BLOCK])) for start in range(0, len(rows), BLOCK)]


def list_shown(page: SearchPage) -> list[Passage]:
    """List the passages of a page that have a number, from 1. The last one has the text of all that would follow."""
    shown, others = list(page.passages[: PASSAGES - 1]), page.passages[PASSAGES - 1 :]
    if others:
        text = "\n".join(f"{one.heading}\n{one.text}".strip() for one in others)
        shown[-1] = shown[-1]._replace(text=f"{shown[-1].text}\n{text}")
    return shown


def make_words(page: SearchPage, language: Language, find_stem: Callable[[str], str], groups: int) -> PageWords:
    """Weigh the words of a page. Each stem has its page itself and the two passages in which it weighs most."""
    weights, forms = _weigh_words(page, language, find_stem)
    passages = list_shown(page)
    by_group: list[list[str]] = [[] for _ in range(groups)]
    for stem, by_passage in sorted(weights.items()):
        below = [number for number in by_passage if number > 0]
        best = [number for _, number in sorted((-by_passage[number], number) for number in below)[:2]]
        urgent = sum(passages[number - 1].urgent for number in below)
        kept = sorted([*best, 0] if 0 in by_passage else best)
        numbers = " ".join(f"{number} {by_passage[number]}" for number in kept)
        known = ",".join(sorted(forms[stem]))
        by_group[find_slot(stem, groups)].append(f"{stem} {len(by_passage)} {urgent} {known} {numbers}\n")
    ends = array("I")
    pieces = ["".join(lines).encode() for lines in by_group]
    for piece in pieces:
        ends.append(len(piece) + (ends[-1] if ends else 0))
    return PageWords(b"".join(pieces), ends)


def _weigh_words(
    page: SearchPage, language: Language, find_stem: Callable[[str], str]
) -> tuple[dict[str, dict[int, int]], dict[str, set[str]]]:
    """Compute what each stem weighs in each passage of a page: a third where only a synonym has it. List its words."""
    weights: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    meant: dict[str, dict[int, int]] = defaultdict(dict)
    forms: dict[str, set[str]] = defaultdict(set)

    def add(number: int, text: str, weight: int, ignored: Collection[str] = language.ignored) -> None:
        words = tokenize(text)
        counts: Counter[str] = Counter()
        for word, count in Counter(words).items():
            if word not in ignored:
                stem = find_stem(word)
                counts[stem] += count
                forms[stem].add(word)
        for stem, count in counts.items():
            weights[stem][number] += weight + min(count, 3) - 1
        for word in language.synonyms.find_others(words):
            stem = find_stem(word)
            forms[stem].add(word)
            meant[stem][number] = max(weight // 3, meant[stem].get(number, 1))

    add(0, page.title, TITLE, ())
    add(0, ", ".join(page.tags), TAG)
    add(0, page.summary, SUMMARY)
    add(0, page.topic, TOPIC)
    for number, passage in enumerate(list_shown(page), 1):
        add(number, passage.heading, HEADING, ())
        add(number, passage.text, passage.weight)
    for stem, by_passage in meant.items():
        weights[stem] = by_passage | weights[stem]  # what is written counts, where a word is that and meant too
    return weights, forms


def join_words(pieces: Iterable[bytes], slots: int) -> JoinedWords:
    """Join the words of one group of all pages, in the order of the pages' numbers."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)  # by stem: page, weights
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])  # by stem: passages, urgent ones
    forms: set[str] = set()
    for page, piece in enumerate(pieces):
        for line in piece.decode().splitlines():
            stem, passages, urgent, known, numbers = line.split(" ", 4)
            found[stem].append((page, numbers))
            count = counts[stem]
            count[0] += int(passages)
            count[1] += int(urgent)
            forms.update(known.split(","))
    rows: dict[int, list[list[Any]]] = defaultdict(list)
    for stem in sorted(found):
        passages_of_stem, urgent_ones = counts[stem]
        is_urgent = urgent_ones >= URGENT_SHARE * passages_of_stem and urgent_ones > 0
        row = [stem, len(found[stem]), int(is_urgent), *_list_places(found[stem])]
        rows[find_slot(stem, slots)].append(row)
    return JoinedWords({slot: dump_json(own) for slot, own in rows.items()}, forms - {""})


def _list_places(pages: Sequence[tuple[int, str]]) -> Iterator[int]:
    """List distance and weight of each place of a stem, in the pages in which it weighs most."""
    numbers = [(page, list(map(int, weights.split()))) for page, weights in pages]
    if len(numbers) > MOST_PAGES:
        numbers = sorted(nlargest(MOST_PAGES, numbers, key=lambda one: (max(one[1][1::2]), one[0])))
    before = 0
    for page, pairs in numbers:
        for passage, weight in zip(pairs[::2], pairs[1::2], strict=True):
            place = page * PASSAGES + passage
            yield place - before
            yield weight
            before = place


def count_slots(pages: int) -> int:
    """Count the files of places for so many pages: a power of two, so that few more pages seldom need other files."""
    return int(2 ** round(log2(16 * sqrt(pages)))) if pages else 1


@lru_cache(maxsize=50_000)
def find_slot(stem: str, slots: int) -> int:
    """Find the slot of a stem, by its FNV-1a hash."""
    found = 2166136261
    for sign in stem:
        found = (found ^ ord(sign)) * 16777619 & 0xFFFFFFFF
    return found % slots


def split_into_runs(sizes: Mapping[str, int]) -> Iterator[tuple[str, Sequence[str]]]:
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


def dump_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def make_name(data: bytes, length: int = NAME) -> str:
    return hashlib.sha256(data).hexdigest()[:length]
