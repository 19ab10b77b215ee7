"""The search index of one language: small files, of which a query fetches only those that its words lead to.

All are JSON, and {n} stands for a number:

index      {"total": how many pages, "digits": of a page's number, "words": how many files of words, "stems": of stems,
           "pages": of pages, "ignored": words, "endings": [[pattern, ending], ...]}
words-{n}  {stem: records, ...} of the stems whose checksum leads here. A record is the number of a page and one more
           digit: twice what the stem weighs there, and 1 more where it is urgent. Of a very common stem there are only
           the records that weigh most, then a blank and how many there would be
stems-{n}  {stem: "", ...} of all stems, by the checksum of their first letter
pages-{n}  {number: [address, title, topic or role, language if it is another], ...} of all pages, by their number

A stem stands for all forms of a word. theme/static/search.js finds it by the same endings.

An edit changes few files: neither a file's name nor a page's number depends on what other pages say. So a browser has
to ask whether its copy of a file is still good.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from math import log2, sqrt
from operator import itemgetter
from typing import Any
from zlib import crc32

DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"  # from 0 on, as they are sorted
FEWEST_DIGITS = 2  # of a page's number
ROOM = 4  # times as many numbers as pages, so that few pages want the same one
MOST_PAGES = 150  # in which a word is looked for

Records = dict[str, str]  # by stem: all its records, sorted and joined
Changes = dict[str, tuple[set[str], set[str]]]  # by stem: records to take out, and records to put in


def count_digits(pages: int) -> int:
    """Count the digits of a page's number where there are so many pages."""
    return next(digits for digits in count(FEWEST_DIGITS) if len(DIGITS) ** digits >= ROOM * pages)


def count_word_files(pages: int) -> int:
    """Count the files of words for so many pages: a power of two, so that few more pages seldom need other files."""
    return int(2 ** round(log2(4 * sqrt(pages)))) if pages else 1


def count_stem_files(pages: int) -> int:
    """Count the files of stems for so many pages."""
    return max(count_word_files(pages) // 8, 1)


def count_page_files(pages: int) -> int:
    """Count the files of what results show of so many pages."""
    return max(count_word_files(pages) // 2, 1)


def number_pages(pages: Iterable[str]) -> dict[str, int]:
    """Give each page a number that depends on its name; where two pages want one, the second gets the next."""
    names = sorted(pages)
    size = len(DIGITS) ** count_digits(len(names))
    numbers: dict[int, str] = {}
    for name in names:
        wanted = crc32(name.encode("utf-8", "surrogatepass"))
        numbers[next(free for free in count(wanted) if free % size not in numbers) % size] = name
    return {name: number for number, name in numbers.items()}


def format_number(number: int, digits: int) -> str:
    return "".join(DIGITS[number // len(DIGITS) ** place % len(DIGITS)] for place in reversed(range(digits)))


def make_records(weights: Mapping[str, int], number: int, digits: int) -> Records:
    """Make the records of one page from what its stems weigh."""
    page = format_number(number, digits)
    return {stem: page + DIGITS[weight] for stem, weight in weights.items()}


def group_pages(pages: Iterable[tuple[int, Any]], files: int) -> dict[str, dict[int, Any]]:
    """Group what results show of each page, by its number, into so many files; give their names."""
    groups: dict[str, dict[int, Any]] = {f"pages-{number}": {} for number in range(files)}
    for number, shown in sorted(pages):
        groups[f"pages-{number % files}"][number] = shown
    return groups


def find_changes(pages: Iterable[tuple[Records, Records]]) -> Changes:
    """Find how the records of an index change with these pages, each as it was and as it is."""
    changes: Changes = defaultdict(lambda: (set(), set()))
    for before, after in pages:
        for stem, record in before.items() - after.items():
            changes[stem][0].add(record)
        for stem, record in after.items() - before.items():
            changes[stem][1].add(record)
    return changes


def name_word_file(stem: str, files: int) -> str:
    """Name the file of words that has a stem, where there are so many files."""
    return f"words-{crc32(stem.encode()) % files}"


def name_stem_file(stem: str, files: int) -> str:
    """Name the file of stems that has all stems with the same first letter, where there are so many files."""
    return f"stems-{crc32(stem[0].encode()) % files}"


def list_names(word_files: int, stem_files: int) -> list[str]:
    """List the names of so many files of words and stems."""
    return [*(f"words-{number}" for number in range(word_files)), *(f"stems-{number}" for number in range(stem_files))]


def change_records(records: Records, changes: Changes, digits: int) -> Records:
    """Change the records of some stems. A stem is gone with its last record."""
    changed = dict(records)
    for stem, (gone, come) in changes.items():
        changed[stem] = "".join(sorted({*_split_records(records.get(stem, ""), digits)} - gone | come))
    return {stem: changed[stem] for stem in sorted(changed) if changed[stem]}


def shorten_records(records: Records, digits: int) -> Records:
    """Leave out those records of very common stems that weigh least, for which a query need not fetch them."""
    return {stem: _shorten(joined, digits) for stem, joined in records.items()}


def _shorten(joined: str, digits: int) -> str:
    if len(joined) <= MOST_PAGES * (digits + 1):
        return joined
    records = _split_records(joined, digits)
    most = sorted(records, key=itemgetter(-1))[-MOST_PAGES:]
    return f"{''.join(sorted(most))} {len(records)}"


def _split_records(joined: str, digits: int) -> list[str]:
    size = digits + 1
    return [joined[start : start + size] for start in range(0, len(joined), size)]


def dump_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
