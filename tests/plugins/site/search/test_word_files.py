"""The files of an index are changed as pages change, and lost ones are made again."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from plugins.cache.database import Cache
from plugins.site.search import index
from plugins.site.search.index import Records
from plugins.site.search.word_files import FILES, PAGES, STATES, WordFiles

TEXTS = {"a": "red skin", "b": "dry skin", "c": "sun"}


class Made:
    """The files of an index of texts, and which pages had to be read for them."""

    def __init__(self, cache: Cache, texts: Mapping[str, str]) -> None:
        self.texts, self.read = texts, set[str]()
        self.numbers = index.number_pages(texts)
        keys = {name: text.encode() for name, text in texts.items()}
        files = WordFiles("en", b"code", 2, 8, 4, keys, self.make_records, cache)
        self.digests = files.update()
        self.read_to_update, self.read = self.read, set()
        self.files = {name: json.loads(files.format_file(name, digest)) for name, digest in self.digests.items()}

    def make_records(self, name: str) -> Records:
        self.read.add(name)
        return index.make_records(dict.fromkeys(self.texts[name].split(), 2), self.numbers[name], 2)


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (TEXTS, set()),
        ({**TEXTS, "b": "dry nose"}, {"b"}),
        ({**TEXTS, "d": "new skin"}, {"d"}),
        ({"a": "red skin", "b": "dry skin"}, set()),
        ({}, set()),
    ],
)
def test_only_changed_pages_are_read_and_the_files_are_those_of_a_clean_build(
    cache: Cache, texts: dict[str, str], read: set[str]
) -> None:
    Made(cache, TEXTS)
    made = Made(cache, texts)
    cache.delete(STATES, ["en"])
    clean = Made(cache, texts)
    assert made.read_to_update == read
    assert made.files == clean.files
    assert {stem for own in made.files.values() for stem in own} == {w for text in texts.values() for w in text.split()}


def test_an_edit_changes_few_files(cache: Cache) -> None:
    before = Made(cache, TEXTS).digests
    after = Made(cache, {**TEXTS, "c": "sun shade"}).digests
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {index.name_word_file("shade", 8), index.name_stem_file("shade", 4)}


def test_an_edit_without_other_words_changes_no_file(cache: Cache) -> None:
    assert Made(cache, TEXTS).digests == Made(cache, {**TEXTS, "a": "skin red skin"}).digests


@pytest.mark.parametrize("kind", [STATES, PAGES, FILES])
def test_what_the_cache_has_lost_is_made_again(cache: Cache, kind: str) -> None:
    texts = {"a": "red nose", "d": "new"}
    expected = Made(cache, texts).files
    Made(cache, TEXTS)
    cache.delete(kind, cache.load_inputs(kind))
    assert Made(cache, texts).files == expected
    cache.delete(kind, cache.load_inputs(kind))
    assert Made(cache, texts).files == expected
