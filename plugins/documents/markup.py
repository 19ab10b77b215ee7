"""A body of Markdown, as HTML: one converter, one ordered tuple of steps over its element tree.

Every step is a pure function of the tree; what it finds (headings, links, pictures, faults) goes into the
`Draft` that it is given. HTML written by hand is refused but for a few plain inline tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement, tostring

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from plugins.documents.scan import slug
from plugins.yaml_text import Fault

INLINE_TAGS = {
    "abbr",
    "b",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
}
BLOCKS = {"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
CITATION = r"\[(\d{1,3}(?:, ?\d{1,3})*)\](?![(\[:])"
# ids that the theme gives to places of a page; a heading of the body never takes one.
PAGE_IDS = frozenset({"main"})
PART_IDS = PAGE_IDS | {
    *("key-points", "facts", "not-for", "recovery", "care", "risks", "get-help", "alternatives"),
    *("questions", "faq", "references", "contents", "review", "others"),
}
# Lines that cost Python-Markdown more than their worth, and slips that Markdown itself would let pass.
REFUSED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"^( {0,3}>\s?){8}"), "quotations are nested too deeply", "write one >"),
    (re.compile(r"^\s{40}"), "the line is indented too deeply", "start it further left"),
    (re.compile(r"([\[(]\s*){12}|([*_`]){12}"), "brackets or marks are nested too deeply", "delete them"),
    (re.compile(r"^.{8000}"), "the line has over 8,000 characters", "make paragraphs of it"),
    (re.compile(r"^([^|]*\|){40}"), "the table has too many columns", "make several tables of it"),
    (
        re.compile(r"^\[\^|\w\[\^\w+\]"),
        "footnotes are not used here",
        "list the source under references and cite it as [1]",
    ),
    (re.compile(r"^#(?!#)\s*\S"), "# is the page's title, and the header has it", "write ##"),
)
MOST_BRACKETS = 120  # in one paragraph; the time for them grows with their square
MOST_LINES = 2_000  # of one list or table, for the same reason


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
    cited: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def line(self, needle: str, nth: int = 0) -> int:
        """The line of the file on which `needle` stands for the (nth + 1)th time; the first line if it is not found."""
        at = -1
        for _ in range(nth + 1):
            at = self.text.find(needle, at + 1)
        return self.first_line + self.text.count("\n", 0, max(at, 0))

    def fault(self, line: int, what: str, write: str) -> None:
        self.faults.append(Fault(line, "", what, write))

    def cite(self, number: int) -> str:
        """The id of one more citation of reference `number`."""
        self.cited.append(number)
        return f"cite-{number}-{self.cited.count(number)}"


def to_html(draft: Draft) -> str:
    """The HTML of the draft's text. Internal links stay as written, in braces, for the site to resolve."""
    _refuse_lines(draft)
    if draft.faults:
        return ""
    _CONVERTER.reset()
    _CONVERTER.draft = draft
    html = _CONVERTER.convert(draft.text)
    _refuse_html(_CONVERTER.htmlStash.rawHtmlBlocks, draft)
    return html


def _refuse_lines(draft: Draft) -> None:
    brackets = lines = 0
    for number, line in enumerate(draft.text.split("\n"), draft.first_line):
        for pattern, what, write in REFUSED:
            if pattern.search(line):
                draft.fault(number, what, write)
        brackets, lines = (brackets + line.count("["), lines + 1) if line.strip() else (0, 0)
        if brackets > MOST_BRACKETS or lines == MOST_LINES:
            draft.fault(number, "the paragraph, list or table is too long", "make several of it")
            brackets = 0


def inline(text: str, draft: Draft, line: int) -> Markup:
    """A text of the header: plain, but for citations."""

    def cited(match: re.Match[str]) -> str:
        numbers = [int(number) for number in match[1].split(",")]
        _check_numbers(numbers, draft, line)
        return tostring(_citation(numbers, draft), encoding="unicode", method="html")

    return Markup(re.sub(CITATION, cited, str(escape(curly(text)))))


def curly(text: str) -> str:
    """Typographic quotation marks and apostrophes for the straight ones."""
    text = re.sub(r"(^|[\s(\[–—])\"", r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[–—“])'(?!\d)", r"\1‘", text).replace("'", "’")


def _citation(numbers: list[int], draft: Draft) -> Element:
    sup = Element("sup", {"class": "cite"})
    for position, number in enumerate(numbers):
        link = SubElement(sup, "a", {"id": draft.cite(number), "href": f"#ref-{number}"})
        link.text = AtomicString(f"[{number}]")  # not to be read as Markdown again
        link.tail = " " if position < len(numbers) - 1 else None
    return sup


def _check_numbers(numbers: list[int], draft: Draft, line: int) -> None:
    for number in numbers:
        if not 1 <= number <= draft.references:
            draft.fault(
                line, f"[{number}] cites a reference that is not there", "add it under references, or mend the number"
            )


class _Citations(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        draft: Draft = self.md.draft  # type: ignore[attr-defined]
        numbers = [int(number) for number in m[1].split(",")]
        _check_numbers(numbers, draft, draft.line(m[0]))
        return _citation(numbers, draft), m.start(0), m.end(0)


def curl_quotes(root: Element, draft: Draft) -> None:
    """Set quotation marks as print does, but not in code."""
    before = ""
    for element, inside in _flow(root):
        text = (element.text if inside else element.tail) or ""
        if text and not isinstance(text, AtomicString):
            curled = curly(before + text)[len(before) :]
            element.text, element.tail = (curled, element.tail) if inside else (element.text, curled)
        before = text[-1:] or (before if not (inside and element.tag in BLOCKS) else "")


def _flow(element: Element) -> Iterator[tuple[Element, bool]]:
    """Every text of the tree in reading order: as (element, True) its text, as (element, False) its tail."""
    yield element, True
    for child in element:
        yield from _flow(child)
        yield child, False


def anchor_headings(root: Element, draft: Draft) -> None:
    """Give each heading an id made of its words, and check that no level is left out."""
    taken = set(draft.taken)
    level = 1
    for heading in root.iter():
        if not re.fullmatch("h[1-6]", heading.tag):
            continue
        text = _words(heading)
        depth = int(heading.tag[1])
        name = start = slug(text)
        while name in taken:
            number = int(name.rpartition("-")[2]) + 1 if name != start else 2
            name = f"{start}-{number}"
        taken.add(name)
        if depth == 1:
            draft.fault(draft.line(text), "a line of === makes a second title", "write ## before the heading")
        elif depth > level + 1:
            write = "#" * (level + 1)
            draft.fault(
                draft.line(f"{'#' * depth} "), f"the heading {text!r} leaves out a level", f"write {write} {text}"
            )
        level = depth
        heading.set("id", name)
        draft.headings.append(Heading(name, text, depth))


def wrap_tables(root: Element, draft: Draft) -> None:
    """Let a wide table scroll in a box of its own that the keyboard can reach, named by its heading."""
    label = ""
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if re.fullmatch("h[2-6]", child.tag):
                label = child.get("id", "")
            if child.tag == "table":
                box = Element("div", {"class": "table", "role": "group", "tabindex": "0"})
                box.set("aria-labelledby", label) if label else box.set("aria-label", _words(child.find(".//th")))
                for cell in child.iter("th"):
                    cell.set("scope", "col")
                for cell in child.iter():
                    if cell.attrib.pop("align", None) == "right":
                        cell.set("class", "table__number")
                box.append(child)
                box.tail, child.tail = child.tail, None
                parent[position] = box


def list_images(root: Element, draft: Draft) -> None:
    """Note each picture, which must say what it shows."""
    for image in root.iter("img"):
        target = image.get("src", "")
        line = draft.line(f"({target}")
        draft.images.append(Use(target, line))
        if not image.get("alt", "").strip():
            draft.fault(line, f"the picture {target} has no description", f"write what it shows: ![…]({target})")


def list_links(root: Element, draft: Draft) -> None:
    """Note each link, which must lead somewhere that a visitor can go."""
    seen: dict[str, int] = {}
    for link in root.iter("a"):
        target = link.get("href", "").strip()
        if target.startswith("\x02") or (target.startswith("#ref-") and link.get("id")):
            continue  # a mail address that Markdown disguised, or a citation of ours
        nth = seen[target] = seen.get(target, -1) + 1
        line = draft.line(target, nth)
        if not target:
            draft.fault(line, f"the link {_words(link)!r} leads nowhere", "write its address in the brackets")
        elif re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE) and not target.lower().startswith(SCHEMES):
            draft.fault(
                line, f"the link {target[:40]!r} is not a web address", "write one with https://, mailto: or tel:"
            )
        else:
            draft.links.append(Use(target, line))


STEPS: tuple[Callable[[Element, Draft], None], ...] = (
    curl_quotes,
    anchor_headings,
    wrap_tables,
    list_images,
    list_links,
)


class _Steps(Treeprocessor):
    def run(self, root: Element) -> None:
        for step in STEPS:
            step(root, self.md.draft)  # type: ignore[attr-defined]


class _House(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.inlinePatterns.register(_Citations(CITATION, md), "citation", 175)
        md.treeprocessors.register(_Steps(md), "steps", 5)


def _words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


class _TagCheck(HTMLParser):
    """The tags of hand-written HTML: only plain inline ones, without attributes, each closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE_TAGS or attrs:
            self.refused.append(self.get_starttag_text() or f"<{tag}>")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag != "br":
            self.refused.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.refused.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.refused.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.refused.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)


def _refuse_html(blocks: list[str | Element], draft: Draft) -> None:
    check = _TagCheck()
    for block in blocks:
        check.feed(block if isinstance(block, str) else "")
    check.close()
    if check.rawdata:
        check.refused.append(check.rawdata)
    seen: dict[str, int] = {}
    for tag in check.refused:
        first = tag.split("\n")[0]
        nth = seen[first] = seen.get(first, -1) + 1
        what = "a comment would be published" if tag.startswith("<!--") else f"{first[:60]} is HTML"
        draft.fault(draft.line(first, nth), what, "delete it and write plain Markdown")
    for tag in INLINE_TAGS.intersection(check.open):
        draft.fault(draft.line(f"<{tag}"), f"<{tag}> is not closed", f"write </{tag}> after the words")


class _Converter(markdown.Markdown):
    draft: Draft


_CONVERTER = _Converter(
    extensions=["tables", "def_list", "sane_lists", _House()],
    extension_configs={"tables": {"use_align_attribute": True}},
    output_format="html",
)
