"""Letters without which a pattern matches nothing, so that it need not be tried on most sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]  # they have no public name
from typing import Any

REPEATED = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
NOWHERE = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)  # they look, and take no letter
MOST = 60  # ways to say something, of which each is looked for
WORD = re.compile(r"[\w#']+|[^\w\s#']+")  # or signs


class Literals(dict[str, tuple[str, ...]]):
    """By a word of a text, those of many literals that may stand where it does; found at its first use."""

    def __init__(self, known: Iterable[str]) -> None:
        self._parts: dict[str, list[str]] = defaultdict(list)  # by the longest of their words
        for literal in known:
            self._parts[max(_words(literal), key=lambda word: len(word.strip()), default="")].append(literal)
        self._longest = max(map(len, self._parts), default=0)

    def __missing__(self, word: str) -> tuple[str, ...]:
        text = f" {word} "
        pieces = (text[at : at + length] for at in range(len(text)) for length in range(self._longest + 1))
        self[word] = found = tuple(dict.fromkeys(one for piece in pieces for one in self._parts.get(piece, ())))
        return found

    def among(self, text: str) -> set[str]:
        """Those that stand in a text in small letters."""
        return {one for word in set(WORD.findall(text)) for one in self[word] if one in text}


def _words(literal: str) -> list[str]:
    """Each with a space at an end that is its own; at the others, a text's word may go on."""
    found = WORD.finditer(literal)
    return [f"{' ' if one.start() else ''}{one[0]}{' ' if one.end() < len(literal) else ''}" for one in found]


def literals(pattern: str) -> frozenset[str]:
    """Of which every text, in small letters, has one where the pattern, read without regard to capitals, is in it.

    No letters where that cannot be told.
    """
    return _rarest(_of(_parser.parse(pattern, re.IGNORECASE)))


def _of(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """Sets of which each has something that must be there; the only one says all that there may be, if it is whole."""
    found, run = [], frozenset({""})
    for name, value in items:
        ways = _ways(name, value)
        if ways and len(run) * len(ways) <= MOST:
            run = frozenset(map("".join, product(run, ways)))
            continue
        found += [run, *([] if ways else _inside(name, value))]
        run = ways or frozenset({""})
    return [*found, run]


def _ways(name: Any, value: Any) -> frozenset[str]:
    """All that an item may match, if that is little; else nothing."""
    if name is _constants.LITERAL:
        return frozenset({chr(value).lower()})
    if name in NOWHERE:
        return frozenset({""})
    if name is _constants.IN and all(kind is _constants.LITERAL for kind, _ in value):
        return frozenset(chr(one).lower() for _, one in value)
    if name is _constants.BRANCH:
        ways = [_whole(way) for way in value[1]]
        return frozenset().union(*ways) if all(ways) else frozenset()
    if name is _constants.SUBPATTERN:
        return _whole(value[-1])
    if name in REPEATED and value[1] == 1:
        inner = _whole(value[2])
        return inner | {""} if inner and not value[0] else inner
    return frozenset()


def _whole(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found = _of(items)
    return found[0] if len(found) == 1 else frozenset()


def _inside(name: Any, value: Any) -> list[frozenset[str]]:
    """What must be in an item that may match much."""
    if name is _constants.BRANCH:
        ways = [_rarest(_of(way)) for way in value[1]]
        return [frozenset().union(*ways)] if all(ways) else []
    if name is _constants.SUBPATTERN:
        return _of(value[-1])
    if name in REPEATED and value[0]:
        return _of(value[2])
    return []


def _rarest(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """The set whose strings are met least; of two strings, one of which holds the other, the shorter says it all."""
    shortest = (frozenset(one for one in few if not any(part in one for part in few - {one})) for few in sets)
    return min((one for one in shortest if "" not in one), key=_commonness, default=frozenset())


def _commonness(words: Iterable[str]) -> float:
    return sum(20.0 ** -len(word) for word in words)
