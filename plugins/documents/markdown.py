"""Convert Markdown to HTML: one converter, and one ordered tuple of steps over its element tree.

Each step is a function of the tree. What it finds (headings, links, pictures, faults) goes into the conversion's state.
HTML written by hand is refused, but for a few inline tags.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from plugins.documents.conversion import Conversion, Heading, LinkUse, PictureUse
from plugins.documents.html_policy import refuse_html, refuse_text
from plugins.documents.scan import make_slug

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
CITATION = r"\[(\d{1,3}(?:, ?\d{1,3})*)\](?!\(|\[(?!\d))"
UNSPOKEN = re.compile(r'<a [^>]*href="#r_.*?</a>|<[^>]*>', re.DOTALL)  # the citations and tags in HTML made here
DEEPEST = 60  # levels of nested elements
TOO_DEEP = "lists, quotations or emphasis are nested too deeply", "write it more plainly"
DRAWING = "drawing:"  # the start of a picture's target that names a drawing of the theme
# ids that the theme uses on a page; no heading of a text gets one of them.
PAGE_IDS = frozenset({"main"})
PART_PLACES = {
    **{name: name for name in ("facts", "risks", "alternatives", "questions", "faq", "references")},
    **{"key_points": "key-points", "not_for": "not-for", "timeline": "recovery", "get_help": "get-help"},
    **{"do": "care", "dont": "care"},
}
PART_IDS = PAGE_IDS | {*PART_PLACES.values(), "contents", "review", "others"}
# Brackets that were meant as a link, but are left as text by Markdown.
UNREAD_LINK = re.compile(r"\](?=\(|\[\D| \((https?:|[/{#]))")
# Words of a picture, in all languages, that tell the effect of a treatment: "Before and after", "After two weeks".
COMPARES = re.compile(
    r"^\W*(before|after|antes|después)\b|\bbefore\b.*\bafter\b|\bafter\b.*\bbefore\b"
    r"|\bantes\b.*\bdespués\b|\bdespués\b.*\bantes\b",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
PICTURE_NAME = re.compile(r"\S*\.(avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)


def convert_to_html(conversion: Conversion) -> str:
    """Convert a text to HTML; "" where it is nested too deeply or would take too long.

    Links to other content files stay as written: the site resolves them.
    """
    if not refuse_text(conversion):
        return ""
    before = list(conversion.faults)
    _CONVERTER.reset()
    _CONVERTER.parser.state.clear()
    _CONVERTER.conversion = conversion
    try:
        html = _CONVERTER.convert(conversion.text)
    except RecursionError:
        conversion.fault(conversion.first_line, *TOO_DEEP)
        return ""
    refuse_html(_CONVERTER.htmlStash.rawHtmlBlocks, conversion)
    if "&lt;!--" in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL):
        conversion.fault(
            conversion.find_line("<!--"), "a comment would be published", "delete it and write plain Markdown"
        )
    lines = {fault.line for fault in before}  # what the converter reports there may only follow from the first fault
    conversion.faults = [*before, *(fault for fault in conversion.faults[len(before) :] if fault.line not in lines)]
    return html


def render_inline(text: str, conversion: Conversion, line: int) -> Markup:
    """Render a text of the front matter, which is plain but for citations. `line` is its line in the file."""

    def cited(match: re.Match[str]) -> str:
        numbers = [int(number) for number in match[1].split(",")]
        _check_numbers(numbers, conversion, lambda: line)
        return tostring(_make_citation(numbers, conversion), encoding="unicode", method="html")

    html = str(escape(curl_text(text)))
    return Markup(re.sub(CITATION, cited, html) if "[" in html else html)


def curl_text(text: str) -> str:
    """Replace straight quotation marks and apostrophes by typographic ones."""
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(r"(^|[\s(\[–—])\"", r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[–—“])'(?!\d|[Tt](is|was)\b|em\b|n')", r"\1‘", text).replace("'", "’")


def _make_citation(numbers: list[int], conversion: Conversion) -> Element:
    """Make the links of one citation, which may have several numbers."""
    several = Element("span")
    for number in numbers:
        link = SubElement(several, "a", conversion.cite(number))
        link.text = AtomicString(f"[{number}]")  # not to be read as Markdown again
    return several if len(numbers) > 1 else several[0]


def _check_numbers(numbers: list[int], conversion: Conversion, line: Callable[[], int]) -> None:
    for number in numbers:
        if not 1 <= number <= conversion.references:
            conversion.fault(
                line(), f"[{number}] cites a reference that is not there", "add it under references, or mend the number"
            )


class _CitationProcessor(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        conversion: Conversion = self.md.conversion  # type: ignore[attr-defined]
        numbers = [int(number) for number in m[1].split(",")]
        _check_numbers(numbers, conversion, lambda: conversion.find_line(m[0]))
        return _make_citation(numbers, conversion), m.start(0), m.end(0)


def refuse_depth(root: Element, conversion: Conversion) -> None:
    """Refuse nesting that no reader can follow and browsers flatten."""
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [child for element in level for child in element]
    if level:
        conversion.fault(conversion.first_line, *TOO_DEEP)


def curl_quotes(root: Element, conversion: Conversion) -> None:
    """Make the quotation marks of the text typographic, but not those in code."""
    if '"' not in conversion.text and "'" not in conversion.text:
        return
    before = ""
    for element, inside in _walk_texts(root):
        text = (element.text if inside else element.tail) or ""
        if ('"' in text or "'" in text) and not isinstance(text, AtomicString):
            curled = curl_text(before + text)[len(before) :]
            element.text, element.tail = (curled, element.tail) if inside else (element.text, curled)
        before = text[-1:] or (before if not (inside and element.tag in BLOCKS) else "")


def _walk_texts(element: Element) -> Iterator[tuple[Element, bool]]:
    """Yield every text of the tree in reading order: (element, True) for its text, (element, False) for its tail."""
    yield element, True
    for child in element:
        yield from _walk_texts(child)
        yield child, False


def anchor_headings(root: Element, conversion: Conversion) -> None:
    """Give each heading an id made of its words, and refuse a level that is left out."""
    taken = set(conversion.taken)
    numbers: Counter[str] = Counter()
    level = 1
    for heading in root.iter():
        if heading.tag not in HEADINGS:
            continue
        text = _extract_text(heading)
        depth = int(heading.tag[1])
        name = start = make_slug(text)
        while name in taken:
            numbers[start] = max(numbers[start], 1) + 1
            name = f"{start}-{numbers[start]}"
        taken.add(name)
        if depth == 1:
            conversion.fault(
                conversion.find_line(text), "a line of === makes a second title", "write ## before the heading"
            )
        elif depth > level + 1:
            write = "#" * (level + 1)
            conversion.fault(
                conversion.find_line(f"{'#' * depth} "),
                f"the heading {text!r} leaves out a level",
                f"write {write} {text}",
            )
        level = depth
        heading.set("id", name)
        conversion.headings.append(Heading(name, text, depth))


def wrap_tables(root: Element, conversion: Conversion) -> None:
    """Put each table into a box that scrolls, can be reached with the keyboard, and is labelled by the last heading."""
    if root.find(".//table") is None:
        return
    label = ""
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if child.tag in HEADINGS:
                label = child.get("id", "")
            if child.tag == "table":
                box = Element("div", {"class": "table", "role": "group", "tabindex": "0"})
                box.set("aria-labelledby", label) if label else box.set(
                    "aria-label", _extract_text(child.find(".//th"))
                )
                for cell in child.iter("th"):
                    cell.set("scope", "col")
                for cell in child.iter():
                    if cell.attrib.pop("align", None) == "right":
                        cell.set("class", "number")
                box.append(child)
                box.tail, child.tail = child.tail, None
                parent[position] = box


def place_drawings(root: Element, conversion: Conversion) -> None:
    """Make a placeholder of each drawing of the theme: ![what it shows](drawing:its-name), between empty lines."""
    if DRAWING not in conversion.text:
        return
    alone = {id(p[0]): p for p in root.iter("p") if len(p) == 1 and not f"{p.text or ''}{p[0].tail or ''}".strip()}
    for image in [image for image in root.iter("img") if image.get("src", "").startswith(DRAWING)]:
        name, says = image.get("src", "").removeprefix(DRAWING), image.get("alt", "").strip()
        paragraph = alone.get(id(image))
        if name not in conversion.drawings:
            near = difflib.get_close_matches(name, conversion.drawings, 1)
            known = f"did you mean {near[0]}?" if near else f"write one of {', '.join(sorted(conversion.drawings))}"
            conversion.fault(conversion.find_line(f"({DRAWING}{name}"), f"there is no drawing {name!r}", known)
        elif paragraph is None:
            what = f"the drawing {name} stands in the middle of a text"
            conversion.fault(
                conversion.find_line(f"({DRAWING}{name}"), what, "leave an empty line before it and after it"
            )
        elif says:  # collect_pictures refuses one without a description
            paragraph.clear()
            paragraph.tag, paragraph.text = "figure", AtomicString(says)
            paragraph.set("data-drawing", name)


def collect_pictures(root: Element, conversion: Conversion) -> None:
    """Collect the pictures, put their captions below them, and refuse those without a description."""
    for parent in list(root.iter()) if "![" in conversion.text else ():
        for image in parent.findall("img"):
            written = image.get("src", "")
            line = conversion.find_line(f"({written}", f"(<{written}", written)
            target = unescape(written)
            says, caption = image.get("alt", "").strip(), image.attrib.pop("title", "")
            alone = parent.tag == "p" and len(parent) == 1 and not f"{parent.text or ''}{image.tail or ''}".strip()
            conversion.images.append(PictureUse(target, line, alone, bool(COMPARES.search(f"{says}\n{caption}"))))
            if not says or PICTURE_NAME.fullmatch(says):
                conversion.fault(
                    line, f"the picture {target} has no description", f"write what it shows: ![…]({target})"
                )
            if caption and alone:
                parent.tag = "figure"
                parent.append(
                    fromstring(f"<figcaption>{render_inline(unescape(caption), conversion, line)}</figcaption>")
                )
            elif caption:
                what = "a picture with a caption stands in the middle of a text"
                conversion.fault(line, what, "leave an empty line before it and after it")


def collect_links(root: Element, conversion: Conversion) -> None:
    """Collect the links, and refuse those that lead nowhere or have no words."""
    for link in root.iter("a"):
        written = link.get("href", "").strip()
        if written.startswith(("\x02", "#r_")):
            continue  # a mail address that Markdown obfuscated, or a citation
        line = conversion.find_line(f"]({written}", f"](<{written}", f"]: {written}", written)
        target = unescape(written)
        conversion.links.append(LinkUse(target, line))
        for what, write in _find_link_faults(link, target):
            conversion.fault(line, what, write)


def _find_link_faults(link: Element, target: str) -> Iterator[tuple[str, str]]:
    seen = re.sub(r"[\x00-\x20]", "", target).lower()  # as browsers read it
    if not target:
        yield f"the link {_extract_text(link)!r} leads nowhere", "write its address in the brackets"
    elif re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", seen) and not seen.startswith(SCHEMES):
        yield f"the link {target[:40]!r} is not a web address", "write one with https://, mailto: or tel:"
    if not _extract_text(link) and link.find(".//img") is None:
        yield f"the link to {target[:40]} has no words", "write them between [ and ]"
    if link.find(".//a") is not None:
        yield f"the link to {target[:40]} has a citation in it", "put the [1] after the link"


def refuse_unread_links(root: Element, conversion: Conversion) -> None:
    """Refuse brackets that were meant as a link, but that a visitor would see as text."""
    suspected = UNREAD_LINK.search("\n".join(root.itertext()))
    for element, inside in _walk_texts(root) if suspected else ():
        text = (element.text if inside else element.tail) or ""
        if isinstance(text, AtomicString):
            continue
        for match in UNREAD_LINK.finditer(text):
            words = text[: match.start()].rpartition("[")[2][-40:]
            conversion.fault(
                conversion.find_line(f"{words}]"),
                f"[{words}] is no link yet",
                "write [words](address), closed on one line",
            )


STEPS: tuple[Callable[[Element, Conversion], None], ...] = (
    refuse_depth,
    curl_quotes,
    anchor_headings,
    wrap_tables,
    place_drawings,
    collect_pictures,
    collect_links,
    refuse_unread_links,
)


class _StepProcessor(Treeprocessor):
    def run(self, root: Element) -> None:
        for step in STEPS:
            step(root, self.md.conversion)  # type: ignore[attr-defined]


# The processors below work like Markdown's own, but skip patterns that cannot match. A test compares the HTML.

# The characters without which an inline pattern cannot match; a pattern that is not listed here is always tried.
SIGNS = {
    **{"backtick": "`", "escape": "\\", "linebreak": "  \n", "entity": "&", "citation": "[", "link": "]("},
    **{"reference": "[", "short_reference": "[", "image_link": "![", "image_reference": "![", "short_image_ref": "!["},
    **dict.fromkeys(("autolink", "automail", "html"), "<"),
}
# Patterns that need a line with a [name] and its target.
BY_REFERENCE = {"reference", "short_reference", "image_reference", "short_image_ref"}
ANY_SIGN = re.compile(r"[`\\\[<&*_]|  \n")
# A block that only the last block processor, that of paragraphs, accepts.
PARAGRAPH = re.compile(r"[^\W\d_][^|\n]*(?:\n[^\W\d_][^|\n]*)*")


class _PlainParagraphProcessor(ParagraphProcessor):
    """Takes plain paragraphs at once, before the other block processors are asked."""

    def test(self, parent: Element, block: str) -> bool:
        return PARAGRAPH.fullmatch(block) is not None


class _FastInlineProcessor(InlineTreeprocessor):
    """Markdown's inline processor, which skips patterns that cannot match."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not ANY_SIGN.search(data):
            return data
        at = 0
        patterns = _list_patterns(self.md, bool(self.md.references))
        while patternIndex < len(patterns):
            sign, pattern = patterns[patternIndex]
            found = sign in data
            if found:
                apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
                data, found, at = apply(pattern, data, patternIndex, at)
            if not found:
                patternIndex, at = patternIndex + 1, 0
        return data


@cache
def _list_patterns(md: markdown.Markdown, by_reference: bool) -> list[tuple[str, Any]]:
    """List the inline patterns in their order, each with the characters that it needs, or ""."""
    signs = {id(md.inlinePatterns[name]): sign for name, sign in SIGNS.items() if name in md.inlinePatterns}
    left_out = {id(md.inlinePatterns[name]) for name in BY_REFERENCE} if not by_reference else set()
    return [(signs.get(id(one), ""), one) for one in md.inlinePatterns if id(one) not in left_out]


class _FastExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.parser.blockprocessors.register(_PlainParagraphProcessor(md.parser), "plain_paragraph", 200)
        md.treeprocessors.register(_FastInlineProcessor(md), "inline", 20)


class _StepExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.inlinePatterns.register(
            _CitationProcessor(CITATION, md), "citation", 145
        )  # after pictures: captions cite too
        md.treeprocessors.register(_StepProcessor(md), "steps", 5)


def _extract_text(element: Element | None) -> str:
    """Extract the plain text of an element, with what Markdown has stashed (tags, entities, escaped signs) put back."""
    if element is None:
        return ""
    aside = _CONVERTER.htmlStash.rawHtmlBlocks
    text = re.sub("\x02wzxhzdk:(\\d+)\x03", lambda match: str(aside[int(match[1])]), "".join(element.itertext()))
    text = re.sub("\x02(\\d+)\x03", lambda match: chr(int(match[1])), text)
    return " ".join(unescape(re.sub("<[^<>]*>", "", text)).split())


class _Converter(markdown.Markdown):
    conversion: Conversion


_CONVERTER = _Converter(
    extensions=[
        TableExtension(use_align_attribute=True),
        DefListExtension(),
        SaneListExtension(),
        _FastExtension(),
        _StepExtension(),
    ],
    output_format="html",
)
