"""What a text says, by blocks: their kinds and words, emphasis, links and pictures.

Two trees of HTML with the same outline mean the same to a reader. It leaves out what does not change the meaning: empty
space, and whether the items of a list are paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from plugins.documents.citations import CITATION, list_numbers
from plugins.schema.languages import strip_marks

CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table", "tr"})
LEAVES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "hr"})
WRAPPERS = frozenset({"thead", "tbody"})  # blocks that do not count, but for what is in them
BLOCKS = CONTAINERS | LEAVES | WRAPPERS | {"pre", "dl"}
ATTRIBUTES = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "td": ("align",)}
ALIKE = {"del": "s"}  # names of elements that mean the same
UNSAFE = re.compile(r"(?:javascript|vbscript|file|data):", re.IGNORECASE)  # targets that parsers of GFM leave out
TAG = "\x01"  # around a tag in the words of a block, so that words never look like one
EMPHASIS = (f"{TAG}em{TAG}", f"{TAG}/em{TAG}")
TAGS = re.compile(f"{TAG}[^{TAG}]*{TAG}")

# What this site reads otherwise than GFM on purpose: a sign, a pattern over the words of a block, and what makes the
# words of GFM those of the site. Applied to both where they differ.
DIFFERENCES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("[", re.compile(CITATION), lambda match: "".join(f"[{number}]" for number in list_numbers(match[1]))),
)


class Outline(NamedTuple):
    """The blocks of a text, each as `kind words`, and the element of each; of none where there are no blocks."""

    blocks: list[str]
    elements: list[Element]

    def find_line(self, position: int, needle: str, lines: Sequence[str]) -> int:
        """Find the line of a block that holds `needle`; else its first. `lines` are those of the text."""
        place = find_place(self.elements[min(position, len(self.elements) - 1)]) if self.elements else range(1, 2)
        return next((line for line in place if needle in lines[line - 1]), place.start)


def find_place(element: Element) -> range:
    """Find the numbers of the lines of a block that `parse_gfm` has made."""
    start, _, end = element.get("data-sourcepos", "1:1-1:1").partition("-")
    return range(int(start.partition(":")[0]), int(end.partition(":")[0]) + 1)


def make_outline(root: Element) -> Outline:
    """Make the outline of a tree."""
    outline = Outline([], [])
    _add_blocks(root, *outline)
    return outline


def restore_outline(outline: Outline, restore: Callable[[str], str]) -> Outline:
    """Put back in the blocks what a converter has set aside."""
    return outline._replace(blocks=[restore(block) for block in outline.blocks])


def is_same(one: Outline, other: Outline) -> bool:
    """Return whether two outlines mean the same."""
    return one.blocks == other.blocks or normalize_blocks(one) == normalize_blocks(other)


def normalize_blocks(outline: Outline) -> list[str]:
    """Write the blocks so that those that mean the same are the same."""
    return [_normalize(block) for block in outline.blocks]


def _normalize(block: str) -> str:
    block = " ".join(block.split())
    for sign, pattern, replacement in DIFFERENCES:
        block = pattern.sub(replacement, block) if sign in block else block
    return block


def _add_blocks(parent: Element, blocks: list[str], elements: list[Element]) -> None:
    """Add the blocks in `parent`. Words that stand in it directly, as in a tight list, are a paragraph."""
    words = parent.text or ""
    for child in parent:
        tag = child.tag
        if tag in BLOCKS:
            if words and not words.isspace():
                blocks.append(f"p {words.rstrip()}")
                elements.append(parent)
            if tag in LEAVES:
                kind = f"{tag}{_format_attributes(child)}" if tag in ATTRIBUTES else tag
                blocks.append(f"{kind} {_format_words(child) if len(child) else child.text or ''}")
                elements.append(child)
            else:
                _add_container(child, blocks, elements)
            words = child.tail or ""
        else:
            words = f"{words}{_format_inline(child)}{child.tail or ''}"
    if words and not words.isspace():
        blocks.append(f"p {words.rstrip()}")
        elements.append(parent)


def _add_container(block: Element, blocks: list[str], elements: list[Element]) -> None:
    """Add a block that holds others, or code or definitions, which are written otherwise."""
    tag = block.tag
    if tag in CONTAINERS:
        blocks.append(f"{tag}{_format_attributes(block)}")
        elements.append(block)
        _add_blocks(block, blocks, elements)
        blocks.append(f"/{tag}")
        elements.append(block)
    elif tag in WRAPPERS:
        _add_blocks(block, blocks, elements)
    else:
        formatted = _format_code(block) if tag == "pre" else _format_definitions(block)
        blocks += formatted
        elements += [block] * len(formatted)


def _format_code(block: Element) -> list[str]:
    """Format a block of code, in which empty space counts."""
    return [f"pre {line.rstrip()}".replace(" ", "\xb7") for line in "".join(block.itertext()).strip("\n").split("\n")]


def _format_definitions(block: Element) -> list[str]:
    """Format a list of definitions as GFM, which has none, reads it: as paragraphs."""
    paragraphs: list[str] = []
    for entry in block:
        sign = ":" if entry.tag == "dd" else ""
        inner = [_format_words(child) for child in entry.findall("p")]
        if sign and paragraphs and not inner:  # right below its term
            paragraphs[-1] += f" : {_format_words(entry)}"
        else:
            first, *following = inner or [_format_words(entry)]
            paragraphs += [f"p {sign} {first}", *(f"p {words}" for words in following)]
    return paragraphs


def _format_words(element: Element) -> str:
    words = element.text or ""
    for child in element:
        words = f"{words}{_format_inline(child)}{child.tail or ''}"
    return words


def _format_inline(element: Element) -> str:
    tag, words = ALIKE.get(element.tag, element.tag), _format_words(element)
    if tag == "br":
        return f" {TAG}br{TAG} "
    if tag == "code":
        words = words.strip()  # the space at its ends does not count
    elif tag == "strong" and words.startswith(EMPHASIS[0]) and words.endswith(EMPHASIS[1]) and len(element) == 1:
        return f"{EMPHASIS[0]}{TAG}strong{TAG}{_format_words(element[0])}{TAG}/strong{TAG}{EMPHASIS[1]}"
    elif tag == "span" or element.get("href", "").startswith("#r_"):  # a citation
        return words
    return f"{TAG}{tag}{_format_attributes(element)}{TAG}{words}{TAG}/{tag}{TAG}"


def _format_attributes(element: Element) -> str:
    names = ATTRIBUTES.get(element.tag)
    if not names:
        return ""
    shown = ((name, unescape(element.attrib[name])) for name in names if name in element.attrib)
    return "".join(f" {name}={'' if UNSAFE.match(text) else unquote(strip_marks(text))}" for name, text in shown)
