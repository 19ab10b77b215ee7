"""Letters without which a pattern matches nothing, so that it need not be tried on most sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]  # they have no public name
from typing import Any

REPEATED = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


def literals(pattern: str) -> frozenset[str]:
    """Of which every text, in small letters, has one where the pattern, read without regard to capitals, is in it.

    No letters where that cannot be told.
    """
    return _of(_parser.parse(pattern, re.IGNORECASE))


def _of(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found, run = [], ""
    for name, value in [*items, (None, None)]:
        if name is _constants.LITERAL:
            run += chr(value).lower()
            continue
        found.append(frozenset({run} if run else ()))
        run = ""
        if name is _constants.BRANCH:
            ways = [_of(way) for way in value[1]]
            found.append(frozenset().union(*ways) if all(ways) else frozenset())
        elif name is _constants.SUBPATTERN:
            found.append(_of(value[-1]))
        elif name in REPEATED and value[0]:
            found.append(_of(value[2]))
    return min(filter(None, found), key=_commonness, default=frozenset())


def _commonness(words: Iterable[str]) -> float:
    return sum(20.0 ** -len(word) for word in words)
