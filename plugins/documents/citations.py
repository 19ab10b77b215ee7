"""How a text cites its references: [1], [1, 3] or [1-3]."""

from __future__ import annotations

import re

DASHES = "-\u2011–—"  # \u2011: one that breaks no line
NUMBERS = rf"\d{{1,3}}(?: ?[{DASHES},;] ?\d{{1,3}})*"
BRACKETS = rf"\[ ?{NUMBERS} ?\]"  # with the numbers in them
CITATION = rf"\[ ?({NUMBERS}) ?\](?!\(|\[(?!\d))"
RANGE = re.compile(rf"(\d+)(?: ?[{DASHES}] ?(\d+))?")


def list_numbers(cited: str) -> list[int]:
    """List the numbers that stand between the brackets of a citation: "1, 3-5" cites 1, 3, 4 and 5."""
    ends = [sorted(int(number) for number in match.groups() if number) for match in RANGE.finditer(cited)]
    return [number for end in ends for number in range(end[0], end[-1] + 1)]
