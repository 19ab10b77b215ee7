"""What a visitor reads of a content file, in sentences, and where in the file each of their words stands.

Read from the source, so that a place is one that an editor can go to. What is not said to a visitor is left out: the
header's own names, addresses of links, code, tags, and the marks of Markdown, even inside a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from plugins.documents.front_matter import Parts
from plugins.documents.source import FENCE

# The header's texts that a page shows and that are ours: the titles of sources are not.
SHOWN = {"title", "summary", "tags", "image_alt", *Parts.model_fields}
# Before a text: spaces, hyphens of a list, the name of a field, the sign of a text of several lines, a quote.
HEADER_MARK = re.compile(r"\s*((?:- +)*(?:[a-z_]+:(?:\s+|$))?)(?:[|>][-+]?$)?[\"']?")
BODY_MARK = re.compile(r"[\s>]*((?:[-*+]|\d{1,9}[.)]) +|#+ +|: +)?")
CUT = re.compile(
    r"(?P<keep>\[\d{1,3}(?:, ?\d{1,3})*\](?!\())"  # a citation
    r"|(?P<gap>`[^`]*`|https?://[^\s)]+|&#?\w+;|\s{2,}|\]\([^\s()]*(?:\([^\s()]*\))?[^\s()]*\s+(?=[\"'])|<br[^<>]*>)"
    r"|\]\([^()]*(?:\([^()]*\))?[^()]*\)|\]\[[^\]\d]*\]|!?\[|\]"
    r"|</?[a-zA-Z!][^<>]*>|\*+|(?<!\w)_+|_+(?!\w)|~~|\\(?=[^\w\s])|[\xad\u200b-\u200d\u2060\ufeff]"
)
MARKED = re.compile(r"[`&<>\[\]*_~\\\xad\u200b-\u200d\u2060\ufeff]|  |https?:")  # what CUT may find something in
TYPED = {"’": "'", "‘": "'", "\xa0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-"}
END = re.compile(r"[.!?…]+[\"”')]*(?: ?\[\d[\d, ]*\])*(?=\s+[\"“'(¿¡]*[^\W_a-zà-ÿ]|\s+[¿¡\"“'(]|\s*$)")
ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]|Dra?|Mrs?|Ms|Sra?|St|No|vs|e\.g|i\.e|approx|p\. ej|EE\. UU)|\bU\.S)$")


@dataclass(slots=True)
class Block:
    """A paragraph, an item, a cell or a text of the header, in plain words.

    `name` is the header's field, "" in the body. `marks` say where in the file pieces of `text` begin.
    """

    name: str
    text: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, line: str, at: int) -> None:
        """Go on with a line that stands at `at` in the file."""
        if self.text:
            self._piece(" ", at)
        if not MARKED.search(line):
            self._piece(line, at)
            return
        last = 0
        for match in CUT.finditer(line):
            self._piece(line[last : match.start()], at + last)
            if match.lastgroup:
                self._piece(match[0] if match.lastgroup == "keep" else " ", at + match.start())
            last = match.end()
        self._piece(line[last:], at + last)

    def _piece(self, text: str, at: int) -> None:
        if text:
            self.marks.append((len(self.text), at))
            self.text += text

    def place(self, at: int) -> int:
        """The position in the file of what stands at `at` in `text`."""
        start, place = self.marks[bisect_right(self.marks, at, key=lambda mark: mark[0]) - 1]
        return place + at - start

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The start and the end of each."""
        start = 0
        for match in END.finditer(self.text):
            if not ABBREVIATED.search(self.text, start, match.start()):
                yield start, match.end()
                start = match.end() + len(self.text[match.end() :]) - len(self.text[match.end() :].lstrip())
        if start < len(self.text):
            yield start, len(self.text)


def plain(text: str) -> str:
    """With quotation marks, hyphens and spaces as they are typed; no letter moves."""
    for sign, typed in TYPED.items():
        text = text.replace(sign, typed)
    return text


def places(text: str) -> Callable[[int], tuple[int, int]]:
    """What gives the line and the column of a position in `text`, both counted from 1."""
    ends = [-1, *(match.start() for match in re.finditer("\n", text))]

    def place(at: int) -> tuple[int, int]:
        line = bisect_left(ends, at)
        return line, at - ends[line - 1]

    return place


def blocks(text: str) -> Iterator[Block]:
    """Of a file whose header is closed, as `plugins.schema.text_file.clean` gives it."""
    lines = plain(text).split("\n")
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    at = len(lines[0]) + 1
    block = Block("")
    for number, line in enumerate(lines[1:], 1):
        if number < end:
            pieces, goes_on, block_name = _header_line(line, block.name)
        else:
            pieces, goes_on, block_name = _body_line(line) if number > end else ([], False, "")
        if not goes_on:
            if block.text:
                yield block
            block = Block(block_name)
        for count, (start, piece) in enumerate(pieces):
            if count:
                yield block
                block = Block(block_name)
            block.add(piece, at + start)
        at += len(line) + 1
    if block.text:
        yield block


Line = tuple[list[tuple[int, str]], bool, str]  # its pieces and where they start, whether it goes on, whose it is


def _header_line(line: str, name: str) -> Line:
    if line[:1].strip() and line[0] not in "-#":
        name = line.partition(":")[0]
    if name not in SHOWN or line.lstrip().startswith("#"):
        return [], False, name
    mark = HEADER_MARK.match(line)
    assert mark  # it may be empty
    return [(mark.end(), line[mark.end() :].rstrip(" \"'"))], not mark[1], name


def _body_line(line: str) -> Line:
    mark = BODY_MARK.match(line)
    assert mark
    text, start = line[mark.end() :].rstrip(), mark.end()
    if "|" not in text:
        return [(start, text)] if text else [], bool(text and not mark[1]), ""
    cells = [(start + cell.start(), cell[0]) for cell in re.finditer(r"[^|]+", text)]
    return cells, False, ""
