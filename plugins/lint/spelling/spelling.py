"""Find words that a dictionary does not have, and suggest others.

The dictionary is the English one of pyspellchecker; its Spanish one lacks most plurals and forms of verbs. Loading it
takes longer than measuring ten articles, so it is loaded only for a word that was never looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from plugins.lint.sentences import Block, Locator

if TYPE_CHECKING:
    from spellchecker import SpellChecker

LANGUAGE = "en"
# The first alternatives match addresses and what has digits or dots inside: no part of these is a word.
WORD = re.compile(r"[\w.-]+@[\w.-]+|\w+(?:\.\w+)+|\w*\d\w*|(?P<word>[^\W\d_]{3,}(?:'[^\W\d_]+)*)")
INSIDE = re.compile(r"[\w,;-] ?[\"'(]?$")  # what stands before a word that no sentence begins with
LISTED_FREQUENCY = 50  # the frequency that the dictionary gives to words that it only has from a list
MAX_SUGGESTIONS = 3  # suggestions for a word


class Occurrence(NamedTuple):
    """Where a word first occurs in a text. `name`: it has a capital inside a sentence."""

    line: int
    column: int
    name: bool


def find_words(blocks: Iterable[Block], locate: Locator) -> dict[str, Occurrence]:
    """Find each word of a text, but for those marked as being in another language, and its first occurrence."""
    found: dict[str, Occurrence] = {}
    for block in blocks:
        for match in WORD.finditer(block.text):
            word, at = (match["word"] or "").removesuffix("'s"), match.start()
            if word and word not in found and word[1:].islower() and not _is_foreign(block, at):
                name = word[0].isupper() and bool(INSIDE.search(block.text[max(0, at - 3) : at]))
                found[word] = Occurrence(*locate(block.find_position(at)), name)
    return found


def _is_foreign(block: Block, at: int) -> bool:
    return any(start <= at < end for start, end in block.foreign)


@cache
def load_dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(LANGUAGE, distance=1)


def find_suggestions(word: str) -> tuple[str, ...] | None:
    """Find frequent words one letter away from a word, most frequent first; None if the dictionary has the word."""
    checker = load_dictionary()
    if word in checker:
        return None
    near = [one for one in checker.candidates(word) or () if checker[one] > LISTED_FREQUENCY]
    return tuple(sorted(near, key=lambda one: (-checker[one], one))[:MAX_SUGGESTIONS])
