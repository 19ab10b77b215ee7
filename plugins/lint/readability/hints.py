"""Lint the readability and the spelling of texts. What is found is advice, and never stops a build."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.documents.document import DocumentMeta
from plugins.lint.claims.matcher import Finding
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


def lint_readability(card: DocumentMeta, reading: ReadabilityResult, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Find whether a text is hard to read, and which of its words may be misspelled."""
    level = reading.level
    if level and level.is_hard:
        why = f"the text is hard to read: {level.name} {level.figure:g}, beyond {level.limit:g}"
        write = "split its longest sentences, and take shorter words"
        line = card.lines.get("title", 1)
        yield Finding("RD001", "note", line, 1, card.title, "", why, write)
    for odd in find_misspelled(reading, vocabulary):
        why = "the dictionary has words like this one, and not this one"
        write = f"mend it, or if it is right, add it to content/{FILE}"
        yield Finding("RD002", "note", odd.line, odd.column, odd.word, "", why, write, ", ".join(odd.near))
