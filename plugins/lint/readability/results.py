"""The reading level and the unknown words of each document, cached by the document's key."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.parallel import spread
from plugins.cache.store import Store
from plugins.documents.document import Card
from plugins.documents.library import Library
from plugins.lint.readability import grade
from plugins.lint.sentences import blocks, places
from plugins.lint.spelling import spelling
from plugins.schema.text_file import clean

WORTHWHILE = 60  # documents for which one more process saves time
AT_ONCE = 500  # documents in a batch, whose words are looked up before the next batch is measured


class Odd(NamedTuple):
    """A word that the dictionary does not have, and similar words that it has; a name gets none."""

    word: str
    line: int
    column: int
    near: tuple[str, ...]


class Reading(NamedTuple):
    """How hard a text is to read, and its words that the dictionary does not have."""

    level: grade.Level | None
    odd: tuple[Odd, ...]


def readings(library: Library, cards: Sequence[Card], store: Store) -> dict[str, Reading]:
    """Measure each document, or load the cached result; by path. What the dictionary says of a word is cached too."""
    folders = ("lint/readability", "lint/spelling")
    files = [fingerprint.PLUGINS / "lint/sentences.py"]
    files += [path for folder in folders for path in (fingerprint.PLUGINS / folder).glob("*.py")]
    code = fingerprint.of(fingerprint.of_files(fingerprint.PLUGINS, files), fingerprint.installed())

    def read(new: list[Card]) -> Iterator[Reading]:
        value = store.value("spelling", spelling.LANGUAGE, code) if new else None
        suggestions: dict[str, tuple[str, ...] | None] = pickle.loads(value) if value else {}  # None: a correct word

        def measure(card: Card) -> tuple[grade.Level | None, dict[str, spelling.Written]]:
            level, words = _read(card, library)
            return level, {word: where for word, where in words.items() if suggestions.get(word, ()) is not None}

        for start in range(0, len(new), AT_ONCE):
            measured = list(spread(measure, new[start : start + AT_ONCE], WORTHWHILE))
            unseen = set().union(*(words for _, words in measured)) - suggestions.keys()
            suggestions |= {word: spelling.looked_up(word) for word in unseen}
            if unseen:
                store.put("spelling", [(spelling.LANGUAGE, code, pickle.dumps(suggestions, 5))])
            for level, words in measured:
                yield Reading(level, tuple(_odd(words, suggestions)))

    return library.each("readings", code, cards, read)


def _odd(words: dict[str, spelling.Written], suggestions: dict[str, tuple[str, ...] | None]) -> Iterator[Odd]:
    """Find the words that the dictionary does not have."""
    for word, where in words.items():
        near = suggestions[word]
        if near is not None:
            yield Odd(word, where.line, where.column, () if where.name else near)


def _read(card: Card, library: Library) -> tuple[grade.Level | None, dict[str, spelling.Written]]:
    """Measure the reading level of a document, and find its words where there is a dictionary of its language."""
    text, _ = clean(library.source(card.path))
    locate, text_blocks = places(text), list(blocks(text))
    words = spelling.words(text_blocks, locate) if card.lang == spelling.LANGUAGE else {}
    return grade.level(text_blocks, card.lang, locate), words
