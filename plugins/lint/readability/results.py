"""The reading level and the unknown words of each document, cached by the document's key."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.lint.readability import grade
from plugins.lint.sentences import make_locator, split_blocks
from plugins.lint.spelling import spelling
from plugins.schema.text_file import decode_text

WORTHWHILE = 60  # documents for which one more process saves time
BATCH_SIZE = 500  # documents in a batch, whose words are looked up before the next batch is measured


class UnknownWord(NamedTuple):
    """A word that the dictionary does not have, and similar words that it has; a name gets none."""

    word: str
    line: int
    column: int
    near: tuple[str, ...]


class ReadabilityResult(NamedTuple):
    """How hard a text is to read, and its words that the dictionary does not have."""

    level: grade.ReadingLevel | None
    odd: tuple[UnknownWord, ...]


def measure_readability(library: Library, metas: Sequence[DocumentMeta], cache: Cache) -> dict[str, ReadabilityResult]:
    """Measure each document, or load the cached result; by path. What the dictionary says of a word is cached too."""
    code = fingerprint.hash_code("lint/sentences.py", "lint/readability", "lint/spelling")

    def read(new: list[DocumentMeta]) -> Iterator[ReadabilityResult]:
        value = cache.load("spelling", spelling.LANGUAGE, code) if new else None
        suggestions: dict[str, tuple[str, ...] | None] = pickle.loads(value) if value else {}  # None: a correct word

        def measure(meta: DocumentMeta) -> tuple[grade.ReadingLevel | None, dict[str, spelling.Occurrence]]:
            level, words = _measure_document(meta, library)
            return level, {word: where for word, where in words.items() if suggestions.get(word, ()) is not None}

        for start in range(0, len(new), BATCH_SIZE):
            measured = list(parallel_map(measure, new[start : start + BATCH_SIZE], WORTHWHILE))
            unseen = set().union(*(words for _, words in measured)) - suggestions.keys()
            suggestions |= {word: spelling.find_suggestions(word) for word in unseen}
            if unseen:
                cache.save("spelling", [(spelling.LANGUAGE, code, pickle.dumps(suggestions, 5))])
            for level, words in measured:
                yield ReadabilityResult(level, tuple(_find_unknown_words(words, suggestions)))

    return library.memoize_each("readings", code, metas, read)


def _find_unknown_words(
    words: dict[str, spelling.Occurrence], suggestions: dict[str, tuple[str, ...] | None]
) -> Iterator[UnknownWord]:
    """Find the words that the dictionary does not have."""
    for word, where in words.items():
        near = suggestions[word]
        if near is not None:
            yield UnknownWord(word, where.line, where.column, () if where.name else near)


def _measure_document(
    meta: DocumentMeta, library: Library
) -> tuple[grade.ReadingLevel | None, dict[str, spelling.Occurrence]]:
    """Measure the reading level of a document, and find its words where there is a dictionary of its language."""
    text, _ = decode_text(library.read_source(meta.path))
    locate, text_blocks = make_locator(text), list(split_blocks(text))
    words = spelling.find_words(text_blocks, locate) if meta.lang == spelling.LANGUAGE else {}
    return grade.measure_reading_level(text_blocks, meta.lang, locate), words
