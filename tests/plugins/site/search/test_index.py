from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Sequence
from functools import partial
from random import Random
from typing import Any

import pytest

from plugins.site.search.index import PART, SearchEntry, SearchIndex, expand_words, make_part, weigh_words
from plugins.site.search.index import join_parts as join
from plugins.site.search.synonyms import SynonymTable, make_synonym_table
from plugins.site.search.tokens import tokenize

NONE = SynonymTable({})


def weighed(entry: SearchEntry, names: SynonymTable = NONE) -> dict[str, int]:
    return weigh_words(entry, partial(expand_words, names))


def index(entries: Sequence[SearchEntry], names: SynonymTable, ignored: Collection[str]) -> SearchIndex:
    parts = [make_part(entries[start : start + PART], names, ignored) for start in range(0, len(entries), PART)]
    return join(parts, ignored)


def entry(number: int = 1, **changed: Any) -> SearchEntry:
    return SearchEntry(**{"href": f"/{number}/", "title": "Title", "summary": "Summary", **changed})


def many(count: int) -> list[SearchEntry]:
    """Articles whose words are as common and as rare as words are; each differs from the others alone."""
    made = []
    for number in range(count):
        random = Random(number)
        text = [f"w{int(random.paretovariate(0.6)) % 20_000:x}" for _ in range(60)]
        headings = tuple(" ".join(text[start : start + 5]) for start in range(25, 60, 5))
        made.append(
            SearchEntry(f"/{number}/", " ".join(text[:6]), " ".join(text[6:22]), "Topic", tuple(text[22:25]), headings)
        )
    return made


def read(made: SearchIndex, name: str) -> Any:
    return json.loads(made.files[name])


def places(made: SearchIndex) -> dict[str, list[tuple[int, int]]]:
    """Of each word, the numbers of its documents and what it weighs there."""
    found = {}
    for _, name in read(made, made.manifest)["places"]:
        for word, pairs in read(made, name).items():
            distances, weight = pairs[::2], pairs[1::2]
            found[word] = [(sum(distances[: n + 1]), weight[n]) for n in range(len(weight))]
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Halo: day 1, at-home care", ["halo", "day", "1", "at", "home", "care"]),
        ("Cirugía de PÁRPADOS, año", ["cirugia", "de", "parpados", "ano"]),
        ("the surgeon's and the surgeon’s", ["the", "surgeons", "and", "the", "surgeons"]),
        ("ﬁller Ⅳ", ["filler", "iv"]),
        ("العناية بَشَرة", ["العناية", "بشرة"]),
        ("snake_case 👃 —", ["snake", "case"]),
    ],
)
def test_words_are_small_and_bare(text: str, found: list[str]) -> None:
    assert tokenize(text) == found


def test_a_word_says_more_in_the_title_than_below() -> None:
    found = weighed(entry(title="Scars", tags=("acne",), headings=("Creams",), summary="Shade", topic="Recovery"))
    assert sorted(found, key=lambda word: -found[word])[:2] == ["scars", "acne"]
    assert found["recovery"] < min(found["creams"], found["shade"])
    assert weighed(entry(title="Scars", summary="On scars"))["scars"] > found["scars"]


def test_a_word_that_is_only_meant_says_less() -> None:
    found = weighed(entry(title="Rhinoplasty"), make_synonym_table(["rhinoplasty, nose job"]))
    assert found["rhinoplasty"] > found["nose"] == found["job"] > 0


def test_every_word_leads_to_its_documents() -> None:
    entries = many(PART + 100)
    found = places(index(entries, NONE, ["w1"]))
    assert "w1" not in found
    for number, one in enumerate(entries):
        for word, weight in weighed(one).items():
            assert word == "w1" or (number, weight) in found[word]
    assert sum(map(len, found.values())) == sum(len(weighed(one).keys() - {"w1"}) for one in entries)


def test_every_word_stands_in_the_file_whose_start_is_next_before_it() -> None:
    made = index(many(1_000), NONE, [])
    manifest = read(made, made.manifest)
    for kind in ("words", "places"):
        runs = manifest[kind]
        starts = [start for start, _ in runs]
        assert len(runs) > 1
        assert starts == sorted(starts)
        for at, (start, name) in enumerate(runs):
            held: Sequence[str] = read(made, name).split(" ") if kind == "words" else list(read(made, name))
            assert start <= held[0]
            assert at + 1 == len(runs) or held[-1] < starts[at + 1]


def test_results_are_those_of_the_documents() -> None:
    entries = many(25)
    made = index(entries, NONE, [])
    manifest = read(made, made.manifest)
    rows = [row for name in manifest["results"] for row in read(made, name)]
    assert rows == [[one.href, one.title, one.summary, one.topic] for one in entries]
    assert all(len(read(made, name)) == manifest["block"] for name in manifest["results"][:-1])


@pytest.mark.parametrize("entries", [[], [entry()]])
def test_a_small_site_has_few_files(entries: list[SearchEntry]) -> None:
    made = index(entries, NONE, [])
    assert len(made.files) == (4 if entries else 1)
    assert read(made, made.manifest)["total"] == len(entries)


def test_a_query_fetches_little_of_a_large_index() -> None:
    made = index(many(3_000), NONE, [])
    manifest = read(made, made.manifest)
    size = {name: len(gzip.compress(data, 6)) for name, data in made.files.items()}
    assert size[made.manifest] < 5_000
    for kind in ("words", "places"):
        sizes = [size[name] for _, name in manifest[kind]]
        assert max(sizes) < 20_000
        assert sum(sizes) / len(sizes) < 4_000
    assert max(size[name] for name in manifest["results"]) < 2_000


def test_the_same_documents_give_the_same_files() -> None:
    assert index(many(50), NONE, {"a", "b", "c"}).files == index(many(50), NONE, {"c", "b", "a"}).files


def test_a_new_document_leaves_most_files_as_they_are() -> None:
    before, after = (index(many(count), NONE, []).files for count in (2_000, 2_001))
    assert len(before.keys() & after.keys()) > 0.8 * len(before)


def test_files_are_named_after_their_bytes() -> None:
    one, other = (index([entry(summary=text)], NONE, []) for text in ("Same", "Other"))
    assert one.manifest != other.manifest
    assert all(one.files[name] == other.files[name] for name in one.files.keys() & other.files.keys())
