"""Words that a dictionary does not have, and what may be meant.

The dictionary is that of pyspellchecker, in English: its Spanish one lacks most plurals and forms of verbs. To load it
takes longer than to read ten articles, so it is loaded when a word is met that was never looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from plugins.lint.sentences import Block

if TYPE_CHECKING:
    from spellchecker import SpellChecker

LANGUAGE = "en"
# Addresses, and what has digits or a capital inside, are no words.
WORD = re.compile(r"[\w.-]+@[\w.-]+|\w+(?:\.\w+)+|\w*\d\w*|(?P<word>[^\W\d_]{3,}(?:'[^\W\d_]+)*)")
INSIDE = re.compile(r"[\w,;-] ?[\"'(]?$")  # what stands before a word that no sentence begins with
UNSEEN = 50  # how often the dictionary says that it has met a word which it only knows from a list
MOST = 3  # suggestions


class Written(NamedTuple):
    """Where a word is first written. One with a capital inside a sentence is a name."""

    line: int
    column: int
    name: bool


def words(blocks: Iterable[Block], place: Callable[[int], tuple[int, int]]) -> dict[str, Written]:
    """Each word of a text. `place` as `places` gives it."""
    found: dict[str, Written] = {}
    for block in blocks:
        for match in WORD.finditer(block.text):
            word, at = (match["word"] or "").removesuffix("'s"), match.start()
            if word and word not in found and word[1:].islower():
                name = word[0].isupper() and bool(INSIDE.search(block.text[max(0, at - 3) : at]))
                found[word] = Written(*place(block.place(at)), name)
    return found


@cache
def dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(LANGUAGE, distance=1)


def looked_up(word: str) -> tuple[str, ...] | None:
    """None where the dictionary has it; else the words one letter away that are in use, the commonest first."""
    known = dictionary()
    if word in known:
        return None
    near = [one for one in known.candidates(word) or () if known[one] > UNSEEN]
    return tuple(sorted(near, key=lambda one: (-known[one], one))[:MOST])
