"""Convert Markdown to HTML: one converter, and one ordered tuple of steps over its element tree.

Each step is a function of the tree. What it finds (headings, links, pictures, errors) goes into the conversion's state.
HTML written by hand is refused, but for a few inline tags.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.citations import CITATION, list_numbers
from plugins.documents.comparison import find_differences
from plugins.documents.conversion import Conversion, Heading, LinkUse, PictureUse
from plugins.documents.gfm import lay_out, parse_gfm
from plugins.documents.gfm_syntax import GfmExtension, remove_separators
from plugins.documents.html_policy import refuse_costly_text, refuse_html, refuse_slips
from plugins.documents.outline import Outline, is_same, make_outline, restore_outline
from plugins.documents.raw_markup import find_lost_cells, find_open_code, find_raw_markup, find_second_header
from plugins.documents.scan import make_slug
from plugins.documents.source_habits import read_habits, remove_refused
from plugins.schema.languages import MARK, MARK_SIGN, is_language_code, make_language_attributes

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
MARK_TARGET = re.compile(r"\(lang:(?P<code>[^()]*)\)")
UNSPOKEN = re.compile(r'<a [^>]*href="#r_.*?</a>|<[^>]*>', re.DOTALL)  # the citations and tags in HTML made here
DEEPEST = 60  # levels of nested elements
DRAWING = "drawing:"  # the start of a picture's target that names a drawing of the theme
# ids that the theme uses on a page; no heading of a text gets one of them.
PAGE_IDS = frozenset({"main"})
PART_PLACES = {
    **{name: name for name in ("facts", "risks", "likelihoods", "alternatives", "questions", "faq")},
    **{"key_points": "key-points", "not_for": "not-for", "timeline": "recovery", "get_help": "get-help"},
    **{"do": "care", "dont": "care", "learn_more": "learn-more", "references": "references", "changes": "changes"},
}
PART_IDS = PAGE_IDS | {*PART_PLACES.values(), "contents", "review", "others"}
# Words of a picture, in all languages, that tell the effect of a treatment: "Before and after", "After two weeks".
COMPARES = re.compile(
    r"^\W*(before|after|antes|después)\b|\bbefore\b.*\bafter\b|\bafter\b.*\bbefore\b"
    r"|\bantes\b.*\bdespués\b|\bdespués\b.*\bantes\b",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
PICTURE_NAME = re.compile(r"\S*\.(avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)


def convert_to_html(conversion: Conversion) -> str:
    """Convert a Markdown text to HTML; return "" where it is nested too deeply or would take too long.

    What is found in the text, errors too, is added to `conversion`. Links to other content files stay as written: the
    site resolves them.
    """
    is_costly = refuse_costly_text(conversion)
    refuse_slips(conversion)  # reported also where the text is not converted
    return "" if is_costly else _convert_affordable_text(conversion)


def _convert_affordable_text(conversion: Conversion) -> str:
    """Convert a text that does not take too long; return "" where it is nested too deeply.

    Slips in it may make Markdown read the rest of their line wrongly, so no more errors are reported there.
    """
    earlier_errors = list(conversion.errors)
    try:
        html = _convert_as_gfm(conversion)
    except RecursionError:
        conversion.refuse("markdown-deep", conversion.first_line)
        return ""
    conversion.errors = _drop_followups(conversion.errors, earlier_errors)
    return html


class _Reading(NamedTuple):
    """How GFM reads a text, `source`: the tree of its HTML, and what it says."""

    source: str
    tree: Element
    outline: Outline


def _convert_as_gfm(conversion: Conversion) -> str:
    """Convert a text with Python-Markdown; where that reads it otherwise than GFM, once more with its blocks laid out.

    What GFM reads otherwise even then is refused, and so is what neither reads.
    """
    gfm = _read_gfm(read_habits(conversion.text))
    attempt = conversion.fork()
    html = _run_converter(gfm.source, attempt)
    if not is_same(_CONVERTER.outline, gfm.outline):
        gfm = _read_gfm(remove_refused(gfm.source))
        attempt = conversion.fork()
        html = _run_converter(lay_out(gfm.source), attempt)
    conversion.adopt(attempt)
    _refuse_unread(gfm, conversion)
    _refuse_comments(html, conversion)
    if not any(error.rule.startswith("html-") for error in conversion.errors):
        _refuse_differences(gfm, conversion)
    return html


def _read_gfm(source: str) -> _Reading:
    tree = parse_gfm(source)
    return _Reading(source, tree, make_outline(tree))


def _refuse_unread(gfm: _Reading, conversion: Conversion) -> None:
    """Refuse what GFM and this site read alike, and no editor means."""
    lines = gfm.source.split("\n")
    unrestored = Outline(_CONVERTER.unrestored.blocks, gfm.outline.elements)
    conversion.add_errors(find_raw_markup(unrestored, lines, _restore_text))
    conversion.add_errors(find_lost_cells(gfm.tree, lines))
    conversion.add_errors(find_open_code(gfm.tree, lines))
    conversion.add_errors(find_second_header(gfm.source))


def _refuse_differences(gfm: _Reading, conversion: Conversion) -> None:
    """Refuse what GFM reads otherwise, but on lines with another error, from which it may follow."""
    earlier_errors = list(conversion.errors)
    conversion.add_errors(find_differences(_CONVERTER.outline, gfm.outline, gfm.source.split("\n")))
    conversion.errors = _drop_followups(conversion.errors, earlier_errors)


def _run_converter(text: str, conversion: Conversion) -> str:
    """Run Python-Markdown with our steps on a text."""
    _CONVERTER.reset()
    _CONVERTER.parser.state.clear()
    _CONVERTER.conversion = conversion
    _CONVERTER.outline = _CONVERTER.unrestored = make_outline(Element("div"))  # an empty text is not converted
    return _CONVERTER.convert(text)


def _refuse_comments(html: str, conversion: Conversion) -> None:
    """Refuse comments that the converter takes for text."""
    if "&lt;!--" in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL):
        conversion.refuse("html-comment", conversion.find_line("<!--"))


def _drop_followups(errors: list[Diagnostic], earlier_errors: list[Diagnostic]) -> list[Diagnostic]:
    """Drop from `errors`, which begin with the earlier ones, each later one on the line of an earlier one."""
    wrong_lines = {error.line for error in earlier_errors}
    later_errors = errors[len(earlier_errors) :]
    return [*earlier_errors, *(error for error in later_errors if error.line not in wrong_lines)]


def render_inline(text: str, conversion: Conversion, line: int) -> Markup:
    """Render a text of the front matter: plain words, citations, marks of languages. `line` is its line in the file."""

    def cited(match: re.Match[str]) -> str:
        numbers = list_numbers(match[1])
        _check_numbers(numbers, conversion, lambda: line)
        return tostring(_make_citation(numbers, conversion), encoding="unicode", method="html")

    html = str(render_marks(curl_text(text)))
    return Markup(re.sub(CITATION, cited, html) if "[" in html else html)


def render_marks(text: str) -> Markup:
    """Render a text that is plain but for marks of languages."""

    def name_language(mark: re.Match[str]) -> str:
        if not is_language_code(mark["code"]):
            return mark[0]
        attributes = " ".join(f'{name}="{value}"' for name, value in make_language_attributes(mark["code"]).items())
        return f"<span {attributes}>{mark['words']}</span>"

    html = str(escape(text))
    return Markup(MARK.sub(name_language, html) if MARK_SIGN in html else html)


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
    """Refuse a citation with the first of its numbers that is no reference."""
    unknown = next((number for number in numbers if not 1 <= number <= conversion.references), None)
    if unknown is not None:
        conversion.refuse("citation-unknown", line(), number=unknown)


class _CitationProcessor(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        conversion: Conversion = self.md.conversion  # type: ignore[attr-defined]
        numbers = list_numbers(m[1])
        _check_numbers(numbers, conversion, lambda: conversion.find_line(m[0]))
        return _make_citation(numbers, conversion), m.start(0), m.end(0)


class _LanguageProcessor(LinkInlineProcessor):
    """Makes [words](lang:es) an element that names the language of the words, which may have links and emphasis."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        words, end, is_closed = self.getText(data, m.end())
        target = MARK_TARGET.match(data, end)
        if not is_closed or not target:
            return None, None, None
        code = target["code"]
        if rule := self._find_broken_rule(words, code):
            conversion: Conversion = self.md.conversion  # type: ignore[attr-defined]
            line = conversion.find_line(data[m.start() : target.end()], f"]{target[0]}")
            conversion.refuse(rule, line, text=code)
            return Element("span"), m.start(), target.end()
        span = Element("span", make_language_attributes(code))
        span.text = words
        return span, m.start(), target.end()

    def _find_broken_rule(self, words: str, code: str) -> str:
        """Find the rule that a mark breaks: it has no words, another mark in them, or a code that is no language's."""
        if not words.strip():
            return "language-mark-open"
        if f"]{MARK_SIGN}" in words:
            return "language-mark-nested"
        return "" if is_language_code(code) else "language-code-unfit"


def refuse_depth(root: Element, conversion: Conversion) -> None:
    """Refuse nesting that no reader can follow and browsers flatten."""
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [child for element in level for child in element]
    if level:
        conversion.refuse("markdown-deep", conversion.first_line)


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
    """Give each heading an id made of its words, collect it, and refuse a level that is left out."""
    taken_ids = set(conversion.taken)
    id_counts: Counter[str] = Counter()
    previous_level = 1  # that of the page's title
    for heading in root.iter():
        if heading.tag in HEADINGS:
            text = _extract_text(heading)
            level = int(heading.tag.removeprefix("h"))
            _refuse_level(text, level, previous_level, conversion)
            previous_level = level
            heading_id = _choose_id(make_slug(text), taken_ids, id_counts)
            heading.set("id", heading_id)
            conversion.headings.append(Heading(heading_id, text, level))


def _refuse_level(text: str, level: int, previous_level: int, conversion: Conversion) -> None:
    """Refuse a heading of level 1, which is the page's title, or more than one level below the heading before it."""
    if level == 1:
        line = conversion.find_line(f"# {text}", text)
        is_underlined = "#" not in conversion.get_line(line)
        conversion.refuse("heading-underlined" if is_underlined else "heading-title", line)
    elif level > previous_level + 1:
        line = conversion.find_line(f"{'#' * level} ")
        conversion.refuse("heading-level", line, heading=text, signs="#" * (previous_level + 1))


def _choose_id(slug: str, taken: set[str], counts: Counter[str]) -> str:
    """Choose an id that is not taken: `slug`, or `slug-2` and so on. Adds it to `taken`.

    `counts` has the last number that each slug was given, so that many equal headings are not slow.
    """
    chosen = slug
    while chosen in taken:
        counts[slug] = max(counts[slug], 1) + 1
        chosen = f"{slug}-{counts[slug]}"
    taken.add(chosen)
    return chosen


def wrap_tables(root: Element, conversion: Conversion) -> None:
    """Put each table into a box, which is labelled by the heading before it."""
    if root.find(".//table") is None:
        return
    heading_id = ""
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if child.tag in HEADINGS:
                heading_id = child.get("id", "")
            elif child.tag == "table":
                parent[position] = _wrap_table(child, heading_id)


def _wrap_table(table: Element, heading_id: str) -> Element:
    """Put a table into a box, which scrolls, can be reached with the keyboard, and has a label for screen readers.

    The label is the heading with the id `heading_id`; without one (""), the name of the table's first column.
    """
    box = Element("div", {"class": "table", "role": "group", "tabindex": "0"})
    if heading_id:
        box.set("aria-labelledby", heading_id)
    else:
        box.set("aria-label", _extract_text(table.find(".//th")))
    _mark_cells(table)
    box.append(table)
    box.tail, table.tail = table.tail, None  # what follows the table stands after the box
    return box


def _mark_cells(table: Element) -> None:
    """Say to screen readers that header cells head columns, and give right-aligned cells the class of numbers."""
    for header_cell in table.iter("th"):
        header_cell.set("scope", "col")
    for cell in table.iter():
        if cell.attrib.pop("align", None) == "right":
            cell.set("class", "number")


def place_drawings(root: Element, conversion: Conversion) -> None:
    """Make a placeholder of each drawing of the theme: ![what it shows](drawing:its-name), between empty lines."""
    if DRAWING not in conversion.text:
        return
    # An element does not know its parent: by each picture that stands alone, its paragraph.
    paragraphs = {paragraph[0]: paragraph for paragraph in root.iter("p") if _has_single_element(paragraph)}
    for image in list(root.iter("img")):
        if image.get("src", "").startswith(DRAWING):
            _place_drawing(image, paragraphs.get(image), conversion)


def _place_drawing(image: Element, paragraph: Element | None, conversion: Conversion) -> None:
    """Turn the paragraph in which the drawing `image` stands alone into its placeholder; in a text (None) refuse it."""
    name = image.get("src", "").removeprefix(DRAWING)
    description = image.get("alt", "").strip()
    if name not in conversion.drawings:
        _refuse_unknown_drawing(name, conversion)
    elif paragraph is None:
        conversion.refuse("drawing-in-text", conversion.find_line(f"({DRAWING}{name}"), name=name)
    elif description:  # collect_pictures refuses a drawing without one
        paragraph.clear()
        paragraph.tag, paragraph.text = "figure", AtomicString(description)
        paragraph.set("data-drawing", name)


def _refuse_unknown_drawing(name: str, conversion: Conversion) -> None:
    line = conversion.find_line(f"({DRAWING}{name}")
    if near := difflib.get_close_matches(name, conversion.drawings, 1):
        conversion.refuse("drawing-misspelled", line, name=name, near=near[0])
    else:
        conversion.refuse("drawing-unknown", line, name=name, names=", ".join(sorted(conversion.drawings)))


def _has_single_element(parent: Element) -> bool:
    """Return whether there is exactly one element, and no text beside it, in `parent`."""
    return len(parent) == 1 and not f"{parent.text or ''}{parent[0].tail or ''}".strip()


def _holds_pair(parent: Element) -> bool:
    """Return whether there are two pictures, and nothing beside them, in a paragraph."""
    return (
        parent.tag == "p" and [one.tag for one in parent] == ["img", "img"] and not "".join(parent.itertext()).strip()
    )


def collect_pictures(root: Element, conversion: Conversion) -> None:
    """Collect the pictures, put their captions below them, and refuse those without a description."""
    if "![" not in conversion.text:
        return
    for parent in list(root.iter()):
        for image in parent.findall("img"):
            _collect_picture(image, parent, conversion)


def _collect_picture(image: Element, parent: Element, conversion: Conversion) -> None:
    """Collect the picture `image`, an element in `parent`, written as ![description](target "caption")."""
    written_target = image.get("src", "")
    target = unescape(written_target)
    line = conversion.find_line(f"({written_target}", f"(<{written_target}", written_target)
    description = image.get("alt", "").strip()
    caption = image.attrib.pop("title", "")
    compares = COMPARES.search(f"{description}\n{caption}") is not None
    is_alone = parent.tag == "p" and _has_single_element(parent)
    if not target.startswith(DRAWING):  # a drawing that is still a picture has been refused
        conversion.images.append(PictureUse(target, line, is_alone, compares, _holds_pair(parent)))
    if not description or PICTURE_NAME.fullmatch(description):
        conversion.refuse("picture-undescribed", line, target=target)
    if caption:
        _place_caption(caption, parent if is_alone else None, line, conversion)


def _place_caption(caption: str, paragraph: Element | None, line: int, conversion: Conversion) -> None:
    """Turn the paragraph in which a picture stands alone into a figure with its caption; in a text (None) refuse it."""
    if paragraph is None:
        conversion.refuse("caption-in-text", line)
        return
    paragraph.tag = "figure"
    caption_html = render_inline(unescape(caption), conversion, line)
    if MARK_SIGN in caption_html:
        conversion.refuse("language-mark-open", line)
    paragraph.append(fromstring(f"<figcaption>{caption_html}</figcaption>"))


def collect_links(root: Element, conversion: Conversion) -> None:
    """Collect the links, and refuse those that lead nowhere or have no words."""
    for link in root.iter("a"):
        written = link.get("href", "").strip()
        if written.startswith(("\x02", "#r_")):
            continue  # a mail address that Markdown obfuscated, or a citation
        line = conversion.find_line(f"]({written}", f"](<{written}", f"]: {written}", written, _extract_text(link))
        target = unescape(written)
        if rule := _find_broken_link_rule(target):
            conversion.refuse(rule, line, words=_extract_text(link), target=target[:40])
            link.set("href", "")
        else:
            conversion.links.append(LinkUse(target, line))
        _refuse_words(link, target, line, conversion)


def _find_broken_link_rule(target: str) -> str:
    """Find the rule that a link's target breaks by itself, "" where it breaks none."""
    seen = re.sub(r"[\x00-\x20]", "", target).lower()  # as browsers read it
    if not target:
        return "link-empty"
    has_other_scheme = re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", seen) and not seen.startswith(SCHEMES)
    return "link-scheme" if has_other_scheme else ""


def _refuse_words(link: Element, target: str, line: int, conversion: Conversion) -> None:
    """Refuse a link that has no words, or has a citation in them."""
    if not _extract_text(link) and link.find(".//img") is None:
        conversion.refuse("link-wordless", line, target=target[:40])
    if link.find(".//a") is not None:
        conversion.refuse("link-with-citation", line, target=target[:40])


STEPS: tuple[Callable[[Element, Conversion], None], ...] = (
    refuse_depth,
    curl_quotes,
    anchor_headings,
    wrap_tables,
    place_drawings,
    collect_pictures,
    collect_links,
)


class _OutlineProcessor(Treeprocessor):
    """Notes what the text says, before the steps change it."""

    def run(self, root: Element) -> None:
        remove_separators(root)
        _CONVERTER.unrestored = make_outline(root)
        _CONVERTER.outline = restore_outline(_CONVERTER.unrestored, _restore_text)


class _StepProcessor(Treeprocessor):
    def run(self, root: Element) -> None:
        for step in STEPS:
            step(root, self.md.conversion)  # type: ignore[attr-defined]


class _HtmlProcessor(Treeprocessor):
    """Refuses HTML written by hand, block by block. Where any is refused, none of it gets into the page."""

    def run(self, root: Element) -> None:
        pieces, conversion = _CONVERTER.htmlStash.rawHtmlBlocks, _CONVERTER.conversion
        if not any(isinstance(piece, str) and piece.startswith("<") for piece in pieces):
            return
        errors_before = len(conversion.errors)
        for numbers in _list_html(root, len(pieces)):
            refuse_html((piece for number in numbers if isinstance(piece := pieces[number], str)), conversion)
        if len(conversion.errors) > errors_before:
            pieces[:] = [escape(piece) if str(piece).startswith("<") else piece for piece in pieces]


def _list_html(root: Element, count: int) -> list[list[int]]:
    """List the numbers of the pieces of HTML in each block, in their order, of so many; then those in attributes."""
    blocks: list[list[int]] = [[]]
    for element, inside in _walk_texts(root):
        if element.tag in BLOCKS:
            blocks.append([])
        text = (element.text if inside else element.tail) or ""
        blocks[-1] += [int(found["html"]) for found in SET_ASIDE.finditer(text) if found["html"]]
    return [*blocks, sorted({*range(count)}.difference(*blocks))]


# The processors below work like Markdown's own, but skip patterns that cannot match. A test compares the HTML.

# The characters without which an inline pattern cannot match; a pattern that is not listed here is always tried.
SIGNS = {
    **{"backtick": "`", "escape": "\\", "linebreak": "  \n", "backslash_break": "\\\n", "ampersand": "\\&"},
    **{"url": "://", "www": "www.", "mail": "@", "entity": "&", "citation": "[", "link": "]("},
    "language": f"]{MARK_SIGN}",
    **{"reference": "[", "short_reference": "[", "image_link": "![", "image_reference": "![", "short_image_ref": "!["},
    **dict.fromkeys(("autolink", "automail", "html"), "<"),
}
# Patterns that need a line with a [name] and its target.
BY_REFERENCE = {"reference", "short_reference", "image_reference", "short_image_ref"}
ANY_SIGN = re.compile(r"[`\\\[<&*_~@:\n]")  # beside www., which it would slow down
# A block that only the last block processor, that of paragraphs, accepts.
PARAGRAPH = re.compile(r"[^\W\d_][^|\n]*(?:\n[^\W\d_][^|\n]*)*")


class _PlainParagraphProcessor(ParagraphProcessor):
    """Takes plain paragraphs at once, before the other block processors are asked."""

    def test(self, parent: Element, block: str) -> bool:
        return PARAGRAPH.fullmatch(block) is not None


class _FastInlineProcessor(InlineTreeprocessor):
    """Markdown's inline processor, which skips patterns that cannot match."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not (ANY_SIGN.search(data) or "www." in data):
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
        # before links, which may have words in another language
        md.inlinePatterns.register(_LanguageProcessor(r"(?<!!)\[", md), "language", 175)
        md.treeprocessors.register(_OutlineProcessor(md), "outline", 15)
        md.treeprocessors.register(_StepProcessor(md), "steps", 5)
        md.treeprocessors.register(_HtmlProcessor(md), "html", -5)  # after all that writes texts


def _extract_text(element: Element | None) -> str:
    """Extract the plain text of an element, with what Markdown has stashed (tags, entities, escaped signs) put back."""
    if element is None:
        return ""
    aside = _CONVERTER.htmlStash.rawHtmlBlocks
    text = re.sub("\x02wzxhzdk:(\\d+)\x03", lambda match: str(aside[int(match[1])]), "".join(element.itertext()))
    text = re.sub("\x02(\\d+)\x03", lambda match: chr(int(match[1])), text)
    return " ".join(unescape(re.sub("<[^<>]*>", "", text)).split())


# What Python-Markdown has set aside in a text (an escaped sign, a letter of a mail address, a piece of HTML or an
# entity), and an entity that it leaves as it is.
SET_ASIDE = re.compile(r"\x02(?P<escaped>\d+)\x03|\x02amp\x03(?P<letter>#?\w+;)|\x02wzxhzdk:(?P<html>\d+)\x03|&#?\w+;")


def _restore_text(text: str) -> str:
    """Put back in a text what Python-Markdown has set aside, but for tags."""
    return SET_ASIDE.sub(_restore, text) if "\x02" in text or "&" in text else text


def _restore(match: re.Match[str]) -> str:
    if match["escaped"]:
        return chr(int(match["escaped"]))
    if match["letter"]:
        return unescape(f"&{match['letter']}")
    written = str(_CONVERTER.htmlStash.rawHtmlBlocks[int(match["html"])]) if match["html"] else match[0]
    return "" if written.startswith("<") else unescape(written)


class _Converter(markdown.Markdown):
    """Python-Markdown with our steps: the conversion that it works on, and what it reads in its text.

    `unrestored` is the outline with escaped signs as Python-Markdown has set them aside.
    """

    conversion: Conversion
    outline: Outline
    unrestored: Outline


_CONVERTER = _Converter(
    extensions=[
        TableExtension(use_align_attribute=True),
        DefListExtension(),
        SaneListExtension(),
        GfmExtension(),
        _FastExtension(),
        _StepExtension(),
    ],
    output_format="html",
)
