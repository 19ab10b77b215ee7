"""What is known of a body while it is made into HTML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from plugins.yaml_text import Fault


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Use:
    """A link's or a picture's target as written, and the line it stands on."""

    target: str
    line: int


@dataclass(slots=True)
class Draft:
    """What is known of a body while it is made.

    `first_line` is the line of the file on which it starts, `references` how many there are to cite, `taken` the
    ids that the page has without it.
    """

    text: str
    first_line: int
    references: int = 0
    taken: frozenset[str] = frozenset()
    headings: list[Heading] = field(default_factory=list)
    links: list[Use] = field(default_factory=list)
    images: list[Use] = field(default_factory=list)
    cited: Counter[int] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)  # of lines, as positions in `text`
    _found: dict[str, int] = field(default_factory=dict)

    def line(self, *needles: str) -> int:
        """The line of the file on which the first of `needles` that is found stands; asked again, the next one."""
        self._ends = self._ends or [match.start() for match in re.finditer("\n", self.text)]
        for needle in needles:
            last = self._found.get(needle, -1)
            at = self.text.find(needle, last + 1)
            if max(at, last) >= 0:
                self._found[needle] = at if at >= 0 else last
                return self.first_line + bisect_left(self._ends, self._found[needle])
        return self.first_line

    def fault(self, line: int, what: str, write: str) -> None:
        self.faults.append(Fault(line, "", what, write))

    def cite(self, number: int) -> str:
        """The id of one more citation of reference `number`."""
        self.cited[number] += 1
        return f"cite-{number}-{self.cited[number]}"
