from __future__ import annotations

import gzip
import json
from random import Random

import pytest

from plugins.site.search import index
from plugins.site.search.index import DIGITS, MOST_PAGES, Records

Weights = dict[str, dict[int, int]]  # by stem and page: the weight


def read(records: Records, digits: int) -> Weights:
    found: Weights = {}
    for stem, joined in records.items():
        joined = joined.partition(" ")[0]
        for start in range(0, len(joined), digits + 1):
            *number, weight = map(DIGITS.index, joined[start : start + digits + 1])
            page = sum(digit * 64**place for place, digit in enumerate(reversed(number)))
            found.setdefault(stem, {})[page] = weight
    return found


def make(pages: dict[int, dict[str, int]], digits: int = 2) -> Records:
    records: list[tuple[Records, Records]] = [
        ({}, index.make_records(weights, number, digits)) for number, weights in pages.items()
    ]
    return index.change_records({}, index.find_changes(records), digits)


def many(count: int, words: int = 200) -> dict[int, dict[str, int]]:
    """Pages whose words are as common and as rare as words are; each differs from the others alone."""
    made = {}
    for name, number in index.number_pages(f"articles/{n}.md" for n in range(count)).items():
        random = Random(name)
        made[number] = {f"w{int(random.paretovariate(0.6)) % 20_000:x}": random.randrange(64) for _ in range(words)}
    return made


@pytest.mark.parametrize("digits", [2, 3])
def test_every_word_leads_to_its_pages(digits: int) -> None:
    pages = many(50)
    found = read(make(pages, digits), digits)
    assert {(stem, page): weight for stem, own in found.items() for page, weight in own.items()} == {
        (stem, page): weight for page, own in pages.items() for stem, weight in own.items()
    }


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_index_is_the_one_that_is_made_anew(seed: int) -> None:
    random, pages = Random(seed), many(30, words=40)
    before = make(pages)
    after = {number: dict(weights) for number, weights in pages.items()}
    for number in random.sample(sorted(after), 5):
        kind = random.choice(["gone", "swapped", "edited"])
        if kind == "gone":
            del after[number]
        elif kind == "swapped":
            other = random.choice(sorted(after))
            after[number], after[other] = after[other], after[number]
        else:
            after[number] = {**dict(sorted(after[number].items())[5:]), f"new{number}": 7}
    changed = [
        (index.make_records(pages.get(number, {}), number, 2), index.make_records(after.get(number, {}), number, 2))
        for number in pages.keys() | after.keys()
    ]
    assert index.change_records(before, index.find_changes(changed), 2) == make(after)


def test_only_the_stems_that_change_are_looked_at() -> None:
    before, after = {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 5, "d": 3}
    changes = index.find_changes([(index.make_records(before, 1, 2), index.make_records(after, 1, 2))])
    assert changes.keys() == {"b", "c", "d"}


def test_a_word_of_very_many_pages_is_looked_for_where_it_weighs_most() -> None:
    records = make({number: {"scar": 40 if number % 10 == 0 else 4} for number in range(MOST_PAGES * 3)})
    short = index.shorten_records(records, 2)
    assert short["scar"].endswith(f" {MOST_PAGES * 3}")
    found = read(short, 2)["scar"]
    assert len(found) == MOST_PAGES
    assert {number for number in range(MOST_PAGES * 3) if number % 10 == 0} <= found.keys()
    few = make({number: {"scar": 4} for number in range(MOST_PAGES)})
    assert index.shorten_records(few, 2) == few


@pytest.mark.parametrize("count", [0, 1, 1_000, 2_000])
def test_every_page_has_its_own_number(count: int) -> None:
    names = [f"articles/{n}.md" for n in range(count)]
    numbers = index.number_pages(names)
    assert numbers.keys() == {*names}
    assert len({*numbers.values()}) == count
    assert all(0 <= number < 64 ** index.count_digits(count) for number in numbers.values())
    assert numbers == index.number_pages(reversed(names))


def test_another_page_leaves_nearly_all_numbers_as_they_are() -> None:
    names = [f"articles/{n}.md" for n in range(1_000)]
    before, after = index.number_pages(names), index.number_pages([*names, "articles/new.md"])
    assert sum(after[name] != before[name] for name in names) <= 2


@pytest.mark.parametrize("count", [10, 100, 1_000, 10_000, 100_000])
def test_numbers_and_files_are_enough_and_seldom_other_ones(count: int) -> None:
    files = index.count_word_files(count)
    assert files & (files - 1) == 0
    assert 2 * count**0.5 < files < 7 * count**0.5
    assert (files, index.count_digits(count)) == (index.count_word_files(count + 1), index.count_digits(count + 1))
    assert 64 ** index.count_digits(count) >= 2 * count


def test_a_query_fetches_little_of_a_large_index() -> None:
    files: dict[str, Records] = {}
    for stem, records in index.shorten_records(make(many(1_000)), 2).items():
        files.setdefault(index.name_word_file(stem, index.count_word_files(1_000)), {})[stem] = records
    assert files.keys() <= {*index.list_names(index.count_word_files(1_000), 1)}
    sizes = [len(gzip.compress(index.dump_json(records), 6)) for records in files.values()]
    assert sum(sizes) / len(sizes) < 1_500
    assert max(sizes) < 4_000


def test_stems_with_one_first_letter_are_in_one_file() -> None:
    assert index.name_stem_file("scar", 16) == index.name_stem_file("skin", 16)
    assert {index.name_stem_file(letter, 16) for letter in "abcdefghijklmnopqrstuvwxyzñع9"} <= {
        *index.list_names(1, 16)
    }


def test_results_are_grouped_by_their_number() -> None:
    files = index.group_pages(((number, ("/a/", "A", "")) for number in range(100)), 8)
    assert len(files) == 8
    for number in range(100):
        assert json.loads(index.dump_json(files[f"pages-{number % 8}"]))[str(number)] == ["/a/", "A", ""]
