"""How each document reads: made once, and kept under the document's key."""

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
AT_ONCE = 500  # documents, whose words are looked up before the next are read


class Odd(NamedTuple):
    """A word that the dictionary does not have, and words that it has and that are near; to a name, none is."""

    word: str
    line: int
    column: int
    near: tuple[str, ...]


class Reading(NamedTuple):
    level: grade.Level | None
    odd: tuple[Odd, ...]


def readings(library: Library, cards: Sequence[Card], store: Store) -> dict[str, Reading]:
    """By the path of each document."""
    folders = ("lint/readability", "lint/spelling")
    files = [fingerprint.PLUGINS / "lint/sentences.py"]
    files += [path for folder in folders for path in (fingerprint.PLUGINS / folder).glob("*.py")]
    code = fingerprint.of(fingerprint.of_files(fingerprint.PLUGINS, files), fingerprint.installed())

    def read(new: list[Card]) -> Iterator[Reading]:
        value = store.value("spelling", spelling.LANGUAGE, code) if new else None
        seen: dict[str, tuple[str, ...] | None] = pickle.loads(value) if value else {}

        def text(card: Card) -> tuple[grade.Level | None, dict[str, spelling.Written]]:
            level, words = _read(card, library)
            return level, {word: where for word, where in words.items() if seen.get(word, ()) is not None}

        for start in range(0, len(new), AT_ONCE):
            texts = list(spread(text, new[start : start + AT_ONCE], WORTHWHILE))
            unseen = set().union(*(words for _, words in texts)) - seen.keys()
            seen |= {word: spelling.looked_up(word) for word in unseen}
            if unseen:
                store.put("spelling", [(spelling.LANGUAGE, code, pickle.dumps(seen, 5))])
            for level, words in texts:
                yield Reading(level, tuple(_odd(words, seen)))

    return library.each("readings", code, cards, read)


def _odd(words: dict[str, spelling.Written], seen: dict[str, tuple[str, ...] | None]) -> Iterator[Odd]:
    for word, where in words.items():
        near = seen[word]
        if near is not None:
            yield Odd(word, where.line, where.column, () if where.name else near)


def _read(card: Card, library: Library) -> tuple[grade.Level | None, dict[str, spelling.Written]]:
    """How hard it is, and its words."""
    text, _ = clean(library.source(card.path))
    place, told = places(text), list(blocks(text))
    words = spelling.words(told, place) if card.lang == spelling.LANGUAGE else {}
    return grade.level(told, card.lang, place), words
