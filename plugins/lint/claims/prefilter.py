"""Literals that a pattern needs to match at all, so that most patterns are not tried on most sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]  # they have no public name
from typing import Any

REPEATED = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
NOWHERE = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)  # they match a position, no letter
MAX_LITERALS = 60  # literals that one pattern may need
WORD = re.compile(r"[\w#']+|[^\w\s#']+")  # or punctuation


class LiteralIndex(dict[str, tuple[str, ...]]):
    """For each word of a text, the literals that may occur at it. Entries are computed at their first use."""

    def __init__(self, known: Iterable[str]) -> None:
        self._parts: dict[str, list[str]] = defaultdict(list)  # literals by their longest word
        for literal in known:
            self._parts[max(_split_words(literal), key=lambda word: len(word.strip()), default="")].append(literal)
        self._longest = max(map(len, self._parts), default=0)

    def __missing__(self, word: str) -> tuple[str, ...]:
        text = f" {word} "
        pieces = (text[at : at + length] for at in range(len(text)) for length in range(self._longest + 1))
        self[word] = found = tuple(dict.fromkeys(one for piece in pieces for one in self._parts.get(piece, ())))
        return found

    def find_in(self, text: str) -> set[str]:
        """Find the literals that occur in a lowercase text."""
        return {one for word in set(WORD.findall(text)) for one in self[word] if one in text}


def _split_words(literal: str) -> list[str]:
    """Split a literal into words.

    A word has a space where it begins or ends inside the literal. At an end of the literal it has none: there, a word
    of a text may be longer.
    """
    found = WORD.finditer(literal)
    return [f"{' ' if one.start() else ''}{one[0]}{' ' if one.end() < len(literal) else ''}" for one in found]


def extract_literals(pattern: str) -> frozenset[str]:
    """Find literals of which a lowercase text contains at least one wherever the pattern, ignoring case, matches.

    The set is empty where no such literals can be found.
    """
    return _pick_rarest(_find_required_sets(_parser.parse(pattern, re.IGNORECASE)))


def _find_required_sets(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """Find sets of strings for a sequence of parsed pattern items: every match contains a string of each set.

    If there is one set, it is all that the sequence can match.
    """
    sets, run = [], frozenset({""})  # the run is all that the items since the last set can match
    for name, value in items:
        matches = _list_item_matches(name, value)
        if matches and len(run) * len(matches) <= MAX_LITERALS:
            run = frozenset(map("".join, product(run, matches)))
            continue
        sets += [run, *([] if matches else _find_sets_inside(name, value))]
        run = matches or frozenset({""})
    return [*sets, run]


def _list_item_matches(kind: Any, value: Any) -> frozenset[str]:
    """List all strings that a parsed pattern item can match; none where they are too many to list.

    `kind` and `value` are the two parts of an item, as the parser of `re` makes them.
    """
    if kind is _constants.LITERAL:
        return frozenset({chr(value).lower()})
    if kind in NOWHERE:
        return frozenset({""})
    if kind is _constants.IN and all(member is _constants.LITERAL for member, _ in value):
        return frozenset(chr(code).lower() for _, code in value)
    if kind is _constants.BRANCH:
        _, branches = value
        matches = [_list_matches(branch) for branch in branches]
        return frozenset().union(*matches) if all(matches) else frozenset()
    if kind is _constants.SUBPATTERN:
        *_, items = value
        return _list_matches(items)
    if kind in REPEATED:
        fewest, most, items = value
        if most == 1:
            once = _list_matches(items)
            return once | {""} if once and fewest == 0 else once
    return frozenset()


def _list_matches(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """List all strings that a sequence of items can match; none where they are too many to list."""
    sets = _find_required_sets(items)
    return sets[0] if len(sets) == 1 else frozenset()


def _find_sets_inside(name: Any, value: Any) -> list[frozenset[str]]:
    """Find sets as `_find_required_sets` does, for one item whose matches are too many to list."""
    if name is _constants.BRANCH:
        branches = [_pick_rarest(_find_required_sets(branch)) for branch in value[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    if name is _constants.SUBPATTERN:
        return _find_required_sets(value[-1])
    if name in REPEATED and value[0]:
        return _find_required_sets(value[2])
    return []


def _pick_rarest(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Pick the set whose strings are rarest in texts, without strings that contain another string of their set."""
    reduced = (frozenset(one for one in some if not any(part in one for part in some - {one})) for some in sets)
    return min((some for some in reduced if "" not in some), key=_estimate_commonness, default=frozenset())


def _estimate_commonness(words: Iterable[str]) -> float:
    """Estimate how often one of the words occurs in a text: each further letter makes a word 20 times as rare."""
    return sum(20.0 ** -len(word) for word in words)
