"""What is searched of a page, and how much each of its words says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from plugins.documents.tokens import tokenize
from plugins.schema.interface_words import Words
from plugins.site.search.synonyms import SynonymTable

TITLE, TAG, HEADING, SUMMARY, TOPIC, TEXT = 10, 6, 5, 5, 2, 2  # what a word weighs there; all together below 32
MEANT = 3  # times less weighs a word of which only a synonym is there


class SearchPage(NamedTuple):
    """What is searched of a page. `words` are those of its text, `urgent` those of them that tell when to get help."""

    title: str
    summary: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    words: Collection[str] = ()
    urgent: Collection[str] = ()


@dataclass(frozen=True)
class Language:
    """What the words of a language are compared by.

    `ignored` are the words that say too little: they are found in titles and headings alone, where a query has no
    others. `endings` are pairs of a pattern, whose group is what stays of a word, and what is put after that.
    """

    ignored: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()
    synonyms: SynonymTable = field(default_factory=lambda: SynonymTable({}, {}))

    @classmethod
    def parse(cls, words: Words, synonyms: SynonymTable) -> Language:
        """Take what is about words from the texts of the search page."""
        lines = (line.partition(" ") for line in words["endings"].splitlines())
        endings = tuple((pattern, ending) for pattern, _, ending in lines)
        return cls(frozenset(tokenize(words["ignored"])), endings, synonyms)

    def find_stems(self, words: Iterable[str]) -> set[str]:
        """Find the stems of words: the same for all forms of a word."""
        return set(map(self._find_stem, words))

    @cached_property
    def _find_stem(self) -> Callable[[str], str]:
        endings = [(re.compile(pattern), ending) for pattern, ending in self.endings]

        @cache
        def find_stem(word: str) -> str:
            for pattern, ending in endings:
                if match := pattern.match(word):
                    word = match[1] + ending
            return word

        return find_stem


def weigh_stems(page: SearchPage, language: Language) -> dict[str, int]:
    """Compute twice what each stem of a page weighs: the sum of the fields that have it.

    An urgent one has 1 more, and so have the stems of its synonyms.
    """
    text = language.find_stems(set(page.words) - language.ignored)
    weights = dict.fromkeys(text, 2 * TEXT)
    meant = _weigh_meant(language.synonyms.find_others_of_words(page.words), TEXT, language)
    for weight, words, told in _list_fields(page, language):
        for stem in language.find_stems(told):
            weights[stem] = weights.get(stem, 0) + 2 * weight
        meant |= _weigh_meant(language.synonyms.find_others(words), weight, language)
    weights = meant | weights
    urgent = set(page.urgent) - language.ignored
    for stem in language.find_stems(urgent | language.synonyms.find_others_of_words(urgent)) & weights.keys():
        weights[stem] += 1
    return weights


def _weigh_meant(words: Iterable[str], weight: int, language: Language) -> dict[str, int]:
    """Weigh the stems of words of which a field with this weight has synonyms."""
    return dict.fromkeys(language.find_stems(words), 2 * max(weight // MEANT, 1))


def _list_fields(page: SearchPage, language: Language) -> Iterator[tuple[int, list[str], set[str]]]:
    """List the fields beside the text, the least first: weight, words, and those of them that are searched."""
    ignored, none = language.ignored, frozenset[str]()
    for weight, texts, left_out in (
        (TOPIC, [page.topic], ignored),
        (SUMMARY, [page.summary], ignored),
        (HEADING, page.headings, none),
        (TAG, page.tags, ignored),
        (TITLE, [page.title], none),
    ):
        words = tokenize("\n".join(texts))
        yield weight, words, {*words} - left_out
