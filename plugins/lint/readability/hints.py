"""Lint the readability and the spelling of texts. What is found is advice, and never stops a build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.lint.readability.results import ReadabilityResult, UnknownWord
from plugins.lint.spelling.vocabulary import FILE, Vocabulary


def find_misspelled(reading: ReadabilityResult, vocabulary: Vocabulary) -> Iterator[UnknownWord]:
    """Find the words of a text that may be misspelled, each with what may be meant.

    A word that is similar to no known word is taken for a name.
    """
    for odd in reading.odd:
        if odd.word not in vocabulary:
            near = (*vocabulary.find_similar(odd.word), *odd.near)
            if near:
                yield odd._replace(near=near)


def lint_readability(meta: DocumentMeta, reading: ReadabilityResult, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Find whether a text is hard to read, and which of its words may be misspelled."""
    level = reading.level
    if level and level.is_hard:
        values = {"scale": level.name, "figure": level.figure, "limit": level.limit}
        found = diagnose("text-hard-to-read", "", meta.lines.get("title", 1), **values)
        yield replace(found, column=1, words=meta.title)
    for odd in find_misspelled(reading, vocabulary):
        found = diagnose("word-misspelled", "", odd.line, file=FILE)
        yield replace(found, column=odd.column, words=f"{odd.word} ({', '.join(odd.near)}?)")
