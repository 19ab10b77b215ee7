"""The reading level and the unknown words of each document, cached by the document's key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.lint import sentences
from plugins.lint.readability import grade
from plugins.lint.sentences import make_locator, split_blocks
from plugins.lint.spelling import spelling
from plugins.schema.text_file import decode_text

WORTHWHILE = 60  # documents for which one more process saves time
BATCH_SIZE = 500  # documents in a batch, whose words are looked up before the next batch is measured

Suggestions = dict[str, tuple[str, ...] | None]  # similar words of each word looked up; None of a correct one


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


class _Measurement(NamedTuple):
    """The reading level of a document, and where the words to look up in the dictionary first stand."""

    level: grade.ReadingLevel | None
    words: dict[str, spelling.Occurrence]


def measure_readability(library: Library, metas: Sequence[DocumentMeta], cache: Cache) -> dict[str, ReadabilityResult]:
    """Measure each document, or load the cached result; by path."""
    code = fingerprint.hash_code(*sentences.CODE, "lint/readability", "lint/spelling")
    return library.memoize_each("readings", code, metas, lambda stale: _measure_documents(stale, library, cache, code))


def _measure_documents(
    metas: Sequence[DocumentMeta], library: Library, cache: Cache, code: bytes
) -> Iterator[ReadabilityResult]:
    """Measure documents in batches. What the dictionary says of a word is cached too, for the code with this hash."""
    suggestions: Suggestions = cache.load_object("spelling", spelling.LANGUAGE, code) or {}
    for start in range(0, len(metas), BATCH_SIZE):
        batch = _measure_batch(metas[start : start + BATCH_SIZE], library, suggestions)
        unseen = {word for measured in batch for word in measured.words} - suggestions.keys()
        if unseen:
            suggestions |= {word: spelling.find_suggestions(word) for word in unseen}
            cache.save_objects("spelling", [(spelling.LANGUAGE, code, suggestions)])
        for level, words in batch:
            yield ReadabilityResult(level, tuple(_find_unknown_words(words, suggestions)))


def _measure_batch(metas: Sequence[DocumentMeta], library: Library, suggestions: Suggestions) -> list[_Measurement]:
    """Measure some documents, on several processors, without the words that are known to be correct."""
    correct_words = {word for word, suggested in suggestions.items() if suggested is None}

    def measure(meta: DocumentMeta) -> _Measurement:
        level, words = _measure_document(meta, library)
        return _Measurement(level, {word: place for word, place in words.items() if word not in correct_words})

    return list(parallel_map(measure, metas, WORTHWHILE))


def _find_unknown_words(words: Mapping[str, spelling.Occurrence], suggestions: Suggestions) -> Iterator[UnknownWord]:
    """Find the words that the dictionary does not have."""
    for word, place in words.items():
        suggested = suggestions[word]
        if suggested is not None:
            yield UnknownWord(word, place.line, place.column, () if place.name else suggested)


def _measure_document(meta: DocumentMeta, library: Library) -> _Measurement:
    """Measure the reading level of a document, and find its words where there is a dictionary of its language."""
    text, _ = decode_text(library.read_source(meta.path))
    locate, text_blocks = make_locator(text), list(split_blocks(text))
    words = spelling.find_words(text_blocks, locate) if meta.lang == spelling.LANGUAGE else {}
    return _Measurement(grade.measure_reading_level(text_blocks, meta.lang, locate), words)
