"""The state of one Markdown conversion: its input, and what is found in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from plugins.diagnostics.diagnostic import Diagnostic, diagnose


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    text: str
    level: int


class LinkUse(NamedTuple):
    """A link in a text: its target as written, and its line in the file."""

    target: str
    line: int


class PictureUse(NamedTuple):
    """A picture in a text: its target as written, and its line in the file.

    `alone` says that it has a paragraph of its own, `paired` that one other picture shares it. `compares` says that its
    words say "before" or "after" of a treatment.
    """

    target: str
    line: int
    alone: bool
    compares: bool
    paired: bool = False


@dataclass(slots=True)
class Conversion:
    """One Markdown text while it is converted: what goes in, and what the steps find in it.

    `first_line` is the line of the file on which the text starts, `references` how many references there are to cite,
    `taken` the ids that the page already has, `drawings` the names of the theme's drawings.
    """

    text: str
    first_line: int
    references: int = 0
    taken: frozenset[str] = frozenset()
    drawings: frozenset[str] = frozenset()
    headings: list[Heading] = field(default_factory=list)
    links: list[LinkUse] = field(default_factory=list)
    images: list[PictureUse] = field(default_factory=list)
    cited: set[int] = field(default_factory=set)
    errors: list[Diagnostic] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)  # of lines, as positions in `text`
    _found: dict[str, int] = field(default_factory=dict)

    def find_line(self, *needles: str) -> int:
        """Find the line of the file that holds the first of `needles` that occurs at all.

        Each call for the same needle finds its next occurrence; after the last one, the last again.
        """
        self._ends = self._ends or [match.start() for match in re.finditer("\n", self.text)]
        for needle in needles:
            last = self._found.get(needle, -1)
            at = self.text.find(needle, last + 1)
            if max(at, last) >= 0:
                self._found[needle] = at if at >= 0 else last
                return self.first_line + bisect_left(self._ends, self._found[needle])
        return self.first_line

    def get_line(self, line: int) -> str:
        """Return the text of a line of the file."""
        return self.text.split("\n")[line - self.first_line]

    def fork(self) -> Conversion:
        """Return a conversion of the same text, for an attempt at it: what it finds is not added to this one."""
        return replace(
            self, headings=[], links=[], images=[], cited=set(self.cited), errors=list(self.errors), _found={}
        )

    def adopt(self, attempt: Conversion) -> None:
        """Take over what a fork has found."""
        self.headings, self.links, self.images = attempt.headings, attempt.links, attempt.images
        self.cited, self.errors = attempt.cited, attempt.errors

    def refuse(self, rule: str, line: int, **values: object) -> None:
        """Add the error of a registered rule, at a line of the file."""
        self.errors.append(diagnose(rule, "", line, **values))

    def add_errors(self, errors: Iterable[Diagnostic]) -> None:
        """Add errors whose lines count from the start of the text as those of the file."""
        self.errors += [error.locate("", error.line + self.first_line - 1) for error in errors]

    def cite(self, number: int) -> dict[str, str]:
        """Note a citation of reference `number` and return the attributes of its link. The first one has an id."""
        link = {"href": f"#r_{number}"}  # a heading's id has no _
        if number in self.cited:
            return link
        self.cited.add(number)
        return {**link, "id": f"c_{number}"}
