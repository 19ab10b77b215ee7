"""Read Markdown as GitHub Flavored Markdown (GFM) is defined. Each text must mean the same there and on the site.

Besides, a text is laid out anew where Python-Markdown reads its blocks otherwise: by the places of the blocks that the
parser of GFM finds. The lines themselves are not changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from comrak import ExtensionOptions, RenderOptions, markdown_to_html, markdown_to_xml

from plugins.schema.languages import MARK_SIGN

EXTENSIONS = ExtensionOptions(table=True, strikethrough=True, autolink=True)
WITH_LINES = RenderOptions(sourcepos=True)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # a numeric entity can be one of them
NAMESPACE = ' xmlns="http://commonmark.org/xml/1.0"'
# comrak leaves < and " in it as they are.
CODE_INFO = re.compile(r'(<code_block [^ ]*) info=".*"(?= xml:space="preserve">)')
# A mark of a language, which GFM would read as a link; its words may have links. Code has no marks.
LANGUAGE_MARK = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?<![!\\])\[(?=\s*[^\s\]])(?P<words>(?:[^\[\]]|\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?)+)\]\(lang:[^()]*\)",
    re.DOTALL,
)
INDENT = " " * 4  # by which Python-Markdown wants what belongs to a list item
# Signs of our own for Python-Markdown, which `GfmExtension` reads. Alone in a block the first one parts two blocks that
# would be joined. Before a text it begins a block of code, on one line, with the second one for the ends of lines.
SEPARATOR, LINE_END = "\ue000", "\ue001"
JOINED = ("list", "block_quote")  # blocks that Python-Markdown joins to one of the same kind before it
DEFINITION = re.compile(r"[ >]*(\[[^\]]+\]:.*)")  # of a link's target
CLOSING_SIGNS = re.compile(r"(?:^| )#+$")  # after the words of a heading
UNDERLINE = re.compile(r" *(=+|-+) *")


def parse_gfm(text: str) -> Element:
    """Parse a text to the tree of its HTML. `data-sourcepos` has the place of each block: line:column-line:column."""
    if MARK_SIGN in text:
        text = LANGUAGE_MARK.sub(lambda match: match["words"] or match[0], text)
    return _parse_xml(f"<div>{markdown_to_html(text, EXTENSIONS, None, WITH_LINES)}</div>")


def _parse_xml(xml: str) -> Element:
    try:
        return fromstring(xml)
    except ParseError:
        return fromstring(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", xml))


def lay_out(text: str) -> str:
    """Lay out a text so that Python-Markdown finds the same blocks in it as the parser of GFM."""
    xml = markdown_to_xml(text, EXTENSIONS, None, WITH_LINES).replace(NAMESPACE, "", 1)
    root = _parse_xml(CODE_INFO.sub(r"\1", xml))
    lines = text.split("\n")
    return "\n".join([*_lay_out_blocks(root, lines), "", *_list_definitions(root, lines), ""])


def _list_definitions(root: Element, lines: list[str]) -> Iterator[str]:
    """Yield the definitions of links that stand outside all other blocks, with the lines on which they go on."""
    taken = {line for block in root.iter() if block.tag in LAYOUTS for line in range(*_find_lines(block))}
    is_open = False
    for number, line in enumerate(lines):
        definition = DEFINITION.fullmatch(line)
        is_open = number not in taken and bool(definition or (is_open and line.strip(" >")))
        if is_open:
            yield definition[1] if definition else f" {line.strip(' >')}"


def _find_lines(block: Element) -> tuple[int, int]:
    """Find the first line of a block and the one after its last, counted from 0."""
    start, _, end = block.get("sourcepos", "").partition("-")
    return int(start.split(":")[0]) - 1, int(end.split(":")[0])


def _lay_out_blocks(parent: Element, lines: list[str], quotes: int = 0) -> list[str]:
    """Lay out the blocks in `parent`, with an empty line between them. They stand in so many quotations."""
    laid_out: list[str] = []
    previous = ""
    for block in parent:
        if previous and not (parent.get("tight") == "true" and (previous, block.tag) == ("paragraph", "list")):
            laid_out += ["", SEPARATOR, ""] if previous == block.tag and previous in JOINED else [""]
        laid_out += LAYOUTS[block.tag](block, lines, quotes)
        previous = block.tag
    return laid_out


def _lay_out_lines(block: Element, lines: list[str], quotes: int) -> list[str]:
    """Take the lines of a paragraph or table without what stands before them in lists and quotations."""
    first, end = _find_lines(block)
    column = int(block.get("sourcepos", "").partition("-")[0].split(":")[1]) - 1
    following = [_strip_quotes(line, quotes).lstrip(" ") for line in lines[first + 1 : end]]
    return [lines[first].encode()[column:].decode(), *following]


def _strip_quotes(line: str, quotes: int) -> str:
    return re.sub(rf"^(?: *> ?){{0,{quotes}}}", "", line)


def _lay_out_heading(block: Element, lines: list[str], quotes: int) -> list[str]:
    written = _lay_out_lines(block, lines, quotes)
    if len(written) > 1 and UNDERLINE.fullmatch(written[-1]):
        words = " ".join(written[:-1])
    else:
        words = CLOSING_SIGNS.sub("", written[0].strip().lstrip("#").strip())
    return [f"{'#' * int(block.get('level', '1'))} {words}"]


def _lay_out_code(block: Element, lines: list[str], quotes: int) -> list[str]:
    return [f"{SEPARATOR}{(block.text or '').replace(chr(10), LINE_END)}{LINE_END}"]


def _lay_out_rule(block: Element, lines: list[str], quotes: int) -> list[str]:
    return ["***"]


def _lay_out_quotation(block: Element, lines: list[str], quotes: int) -> list[str]:
    return [f"> {line}".rstrip() for line in _lay_out_blocks(block, lines, quotes + 1)] or [">"]


def _lay_out_list(block: Element, lines: list[str], quotes: int) -> list[str]:
    number = int(block.get("start", "0"))
    items: list[list[str]] = []
    for position, item in enumerate(block):
        item.set("tight", block.get("tight", ""))
        marker = f"{number + position}." if block.get("type") == "ordered" else "-"
        first, *following = _lay_out_blocks(item, lines, quotes) or [SEPARATOR]
        items.append([f"{marker:<3} {first}", *(f"{INDENT}{line}" if line else "" for line in following)])
    is_loose = block.get("tight") == "false" or any("" in item for item in items)
    return [line for item in items for line in ([""] if is_loose and item is not items[0] else []) + item]


Layout = Callable[[Element, list[str], int], list[str]]
# How each kind of block is laid out.
LAYOUTS: dict[str, Layout] = {
    "paragraph": _lay_out_lines,
    "table": _lay_out_lines,
    "html_block": _lay_out_lines,
    "heading": _lay_out_heading,
    "code_block": _lay_out_code,
    "thematic_break": _lay_out_rule,
    "block_quote": _lay_out_quotation,
    "list": _lay_out_list,
}
