"""Split a content file into the sentences that a visitor reads, and locate their words in the file.

The source is read, not the HTML, so that a position is one that an editor can go to. What visitors do not read is left
out: field names, link targets, code, tags, and Markdown's punctuation, even inside a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from plugins.documents.citations import BRACKETS
from plugins.documents.front_matter import Parts
from plugins.documents.source import FENCE
from plugins.schema.languages import MARK_SIGN

# The code by which sentences are found: results that were made of them depend on it.
CODE = ("lint/sentences.py", "documents/citations.py", "documents/front_matter.py", "schema/languages.py")
# The fields of the front matter that a page shows in the clinic's own words: the titles of references are not.
SHOWN_FIELDS = {"title", "summary", "tags", "image_alt", "role", "interests", "changes", *Parts.model_fields}
# Before a text: spaces, hyphens of a list, a field name, the sign of a text of several lines (| or >), a quote.
HEADER_MARK = re.compile(r"\s*((?:- +)*(?:[a-z_]+:(?:\s+|$))?)(?:[|>][-+]?$)?[\"']?")
BODY_MARK = re.compile(r"[\s>]*((?:[-*+]|\d{1,9}[.)]) +|#+ +|: +)?")
MARKUP = re.compile(
    r"(?=[`&<\[\]!*_~\\h\s\xad\u200b-\u200d\u2060\ufeff])(?:"  # what any of it begins with: to test for that is quick
    rf"(?P<keep>{BRACKETS}(?!\())"  # a citation
    r"|(?P<gap>`[^`]*`|https?://[^\s)]+|&#?\w+;|\s{2,}|\]\([^\s()]*(?:\([^\s()]*\))?[^\s()]*\s+(?=[\"'])|<br[^<>]*>)"
    r"|\]\([^()]*(?:\([^()]*\))?[^()]*\)|\]\[[^\]\d]*\]|!?\[|\]"
    r"|</?[a-zA-Z!][^<>]*>|\*+|(?<!\w)_+|_+(?!\w)|~~|\\(?=[^\w\s])|[\xad\u200b-\u200d\u2060\ufeff])"
)
# No markup without one of these. A class alone is found several times as fast as one of several patterns.
MARKUP_SIGN = re.compile(r"[`&<>\[\]*_~\\:\xad\u200b-\u200d\u2060\ufeff]")
TYPED = {"’": "'", "‘": "'", "\xa0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-"}
END = re.compile(rf"[.!?…][.!?…]*[\"”')]*(?: ?{BRACKETS})*(?=\s+[\"“'(¿¡]*[^\W_a-zà-ÿ]|\s+[¿¡\"“'(]|\s*$)")
Locator = Callable[[int], tuple[int, int]]  # gives line and column, from 1, of a position in a file
ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]|Dra?|Mrs?|Ms|Sra?|St|No|vs|e\.g|i\.e|approx|p\. ej|EE\. UU)|\bU\.S)$")


@dataclass(slots=True)
class Block:
    """The plain text of a paragraph, a list item, a cell or a field of the front matter.

    `name` is the field, "" in the body. `marks` are pairs of positions at which a piece begins: in `text`, in the file.
    `foreign` has start and end, in `text`, of words that are marked as being in another language.
    """

    name: str
    text: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list)
    foreign: list[tuple[int, int]] = field(default_factory=list)
    _opened: list[int] = field(default_factory=list)  # where each bracket that is not closed yet opens, in `text`

    def add(self, line: str, at: int) -> None:
        """Append a line, which is at the position `at` in the file, without its markup."""
        if self.text:
            self._add_piece(" ", at)
        if not (MARKUP_SIGN.search(line) or "  " in line):
            self._add_piece(line, at)
            return
        last = 0
        for match in MARKUP.finditer(line):
            self._add_piece(line[last : match.start()], at + last)
            if match.lastgroup:
                self._add_piece(match[0] if match.lastgroup == "keep" else " ", at + match.start())
            self._note_bracket(match[0])
            last = match.end()
        self._add_piece(line[last:], at + last)

    def _note_bracket(self, markup: str) -> None:
        """Note where a bracket opens, and the words before one that closes with a language."""
        if markup in ("[", "!["):
            self._opened.append(len(self.text))
        elif markup.startswith("]"):
            start = self._opened.pop() if self._opened else len(self.text)
            if markup.startswith(f"]{MARK_SIGN}"):
                self.foreign.append((start, len(self.text)))

    def _add_piece(self, text: str, at: int) -> None:
        if text:
            self.marks.append((len(self.text), at))
            self.text += text

    def find_position(self, at: int) -> int:
        """Find the position in the file of the position `at` in `text`."""
        start, start_in_file = self.marks[bisect_right(self.marks, at, key=lambda mark: mark[0]) - 1]
        return start_in_file + at - start

    def split_sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the start and the end of each sentence in `text`."""
        start = 0
        for match in END.finditer(self.text):
            if not ABBREVIATED.search(self.text, start, match.start()):
                yield start, match.end()
                rest = self.text[match.end() :]
                start = match.end() + len(rest) - len(rest.lstrip())
        if start < len(self.text):
            yield start, len(self.text)


def normalize_punctuation(text: str) -> str:
    """Replace typographic quotation marks, hyphens and spaces by typed ones. No position in the text changes."""
    for sign, typed in TYPED.items():
        text = text.replace(sign, typed)
    return text


def make_locator(text: str) -> Locator:
    """Make a function that returns line and column, counted from 1, of a position in `text`."""
    ends = [-1, *(match.start() for match in re.finditer("\n", text))]

    def locate(at: int) -> tuple[int, int]:
        line = bisect_left(ends, at)
        return line, at - ends[line - 1]

    return locate


def split_blocks(text: str) -> Iterator[Block]:
    """Split a content file into blocks.

    `text` is the file as `plugins.schema.text_file.decode_text` returns it; its front matter must be closed.
    """
    block = Block("")
    for piece in _split_pieces(normalize_punctuation(text)):
        if not piece.continues_block:
            if block.text:
                yield block
            block = Block(piece.field_name)
        block.add(piece.text, piece.position)
    if block.text:
        yield block


class _Piece(NamedTuple):
    """What a visitor reads in a line, or in a cell of a table; "" of a line that visitors do not see.

    `position` is that in the file, `field_name` the field of the front matter, "" in the body.
    """

    text: str
    position: int
    continues_block: bool = False
    field_name: str = ""


def _split_pieces(text: str) -> Iterator[_Piece]:
    """Split a content file into pieces, at least one of each line but the first, which opens the front matter."""
    lines = _locate_lines(text)
    next(lines)
    field_name = ""
    for line, start in lines:
        if line.rstrip() == FENCE:
            yield _Piece("", start)  # it ends the last block of the front matter
            break
        field_name = _find_field_name(line, above=field_name)
        yield _read_front_matter_line(line, start, field_name)
    for line, start in lines:  # those that are left: the body
        yield from _split_body_line(line, start)


def _locate_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield each line of a file with the position at which it starts."""
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


def _find_field_name(line: str, above: str) -> str:
    """Find the field to which a line of the front matter belongs: its own, or that of the line above."""
    name, colon, _ = line.partition(":")
    begins_field = line[:1].strip() and line[0] not in "-#"
    begins_inner = colon and name.strip() in Parts.model_fields  # as in aftercare
    return name.strip() if begins_field or begins_inner else above


def _read_front_matter_line(line: str, line_start: int, field_name: str) -> _Piece:
    """Find what a visitor reads in a line of this field of the front matter."""
    if field_name not in SHOWN_FIELDS or line.lstrip().startswith("#"):
        return _Piece("", line_start, field_name=field_name)
    mark = HEADER_MARK.match(line)
    assert mark  # it may be empty
    text = line[mark.end() :].rstrip(" \"'")
    return _Piece(text, line_start + mark.end(), continues_block=not mark[1], field_name=field_name)


def _split_body_line(line: str, line_start: int) -> Iterator[_Piece]:
    """Find what a visitor reads in a line of the body. The cells of a table are pieces, and blocks, of their own."""
    mark = BODY_MARK.match(line)
    assert mark  # it may be empty
    text, start = line[mark.end() :].rstrip(), line_start + mark.end()
    if not text.strip("|"):  # it ends a block
        yield _Piece("", start)
    elif "|" in text:
        for cell in re.finditer(r"[^|]+", text):
            yield _Piece(cell[0], start + cell.start())
    else:
        yield _Piece(text, start, continues_block=not mark[1])
