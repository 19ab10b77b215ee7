"""What a Markdown text may not hold: what takes too long to convert, what Markdown silently misreads, and HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from plugins.documents.conversion import Conversion

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
FOOTNOTE = "footnotes are not used here", "list the source under references and cite it as [1]"
# Patterns match a line from the line break before it: a search for \n is ten times as fast as one for ^.
# Lines that take Python-Markdown too long.
COSTLY: tuple[tuple[str, str, str], ...] = (
    (r"\n( {0,3}>\s?){8}", "quotations are nested too deeply", "write one >"),
    (r"\n\s{40}", "the line is indented too deeply", "start it further left"),
    (r"[\[(](?:\s*[\[(]){11}", "brackets or marks are nested too deeply", "delete them"),
    (r"[*_`\\][*_`\\]{59}", "brackets or marks are nested too deeply", "delete them"),
    (
        r"(?m)\n(?!( {0,3}([-*]) {0,2}(\2 {0,2}){2,40}$))\s*(([-*+>:]|\d{1,9}\.)\s+){8}",
        "lists are nested too deeply",
        "write one mark",
    ),
    (r"\n.{8000}", "the line has over 8,000 characters", "make paragraphs of it"),
    (r"\n(?:[^|\n]*\|){40}", "the table has too many columns", "make several tables of it"),
)
# Mistakes that Markdown accepts silently.
SLIPS: tuple[tuple[str, str, str], ...] = (
    (r"\n\s*(```|~~~)", "blocks of code are not used here", "delete the line"),
    (r"\[\^\w+\]", *FOOTNOTE),
    (r"\n {0,3}\[\d{1,3}\]:", *FOOTNOTE),
    (r"\n#(?!#)\s*\S", "# is the page's title, and the header has it", "write ##"),
)
MOST_BRACKETS = 120  # in one paragraph; the time for them grows with their square
MOST_LINES = 2_000  # in one list or table, for the same reason
MOST_OPEN_TAGS = 50  # < without >: for each of them, the rest of the text is searched
OPEN_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*(?=<|$)")
LIST_ITEM = re.compile(r"( *)([-*+]|\d{1,9}\.) +[^\s*-]")
ANY_ITEM = re.compile(f"^{LIST_ITEM.pattern}", re.MULTILINE)

Lines = Sequence[tuple[int, str]]  # each with its number in the file


def refuse_text(conversion: Conversion) -> bool:
    """Refuse what the converter would accept silently. Return whether the text can be converted in reasonable time."""
    lines, before = list(enumerate(conversion.text.split("\n"), conversion.first_line)), len(conversion.faults)
    _refuse_lines(COSTLY, lines, conversion)
    _refuse_length(lines, conversion)
    may = len(conversion.faults) == before
    _refuse_lines(SLIPS, lines, conversion)
    _refuse_lists(lines, conversion)
    return may


def _refuse_lines(refused: Sequence[tuple[str, str, str]], lines: Lines, conversion: Conversion) -> None:
    """Refuse each line that one of the `refused` patterns matches."""
    text = f"\n{conversion.text}"
    suspected = [one for one in refused if re.search(one[0], text)]
    for number, line in lines if suspected else ():
        for pattern, what, write in suspected:
            if re.search(pattern, f"\n{line}"):
                conversion.fault(number, what, write)


def _refuse_length(lines: Lines, conversion: Conversion) -> None:
    """Refuse paragraphs, lists and tables that are too long to convert, and too many tags that do not end."""
    brackets = length = tags = 0
    signs, tags_open = conversion.text.count("[") + conversion.text.count("\\"), conversion.text.count("<")
    if signs <= MOST_BRACKETS and tags_open <= MOST_OPEN_TAGS and len(lines) < MOST_LINES:
        return
    for number, line in lines:
        brackets, length = (brackets + line.count("[") + line.count("\\"), length + 1) if line.strip() else (0, 0)
        if brackets > MOST_BRACKETS or length == MOST_LINES:
            conversion.fault(number, "the paragraph, list or table is too long", "make several of it")
            brackets = 0
        tags += len(OPEN_TAG.findall(line))
        if tags > MOST_OPEN_TAGS:
            conversion.fault(number, "there are too many < without >", "write &lt; for the sign")
            return


def _refuse_lists(lines: Lines, conversion: Conversion) -> None:
    """Refuse lists that Markdown would join to the paragraph above, or would flatten."""
    if not ANY_ITEM.search(conversion.text):
        return
    indent: int | None = None  # of the last item, while a list is open
    before = ""
    for number, line in lines:
        item = LIST_ITEM.match(line)
        if item and indent is None:
            if re.match(r"[^\s#]", before) and item[2] in ("-", "*", "+", "1.") and not item[1]:
                conversion.fault(number, "a list begins right below a text", "leave an empty line between them")
            indent = len(item[1]) if len(item[1]) < 4 else None
        elif item and indent is not None:
            start = len(item[1])
            if start != indent and (start % 4 or start > indent // 4 * 4 + 4):
                what = f"a list item after {start} spaces is not read as one inside the item above"
                conversion.fault(number, what, "write 4 spaces before it for each level")
            else:
                indent = start
        elif line.strip() and not line.startswith(" ") and not before.strip():
            indent = None
        before = line


class _TagParser(HTMLParser):
    """A parser that collects the HTML that is refused: all but closed inline tags without attributes."""

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


def refuse_html(blocks: list[str | Element], conversion: Conversion) -> None:
    """Refuse the hand-written HTML that the converter stashed, and comments."""
    check = _TagParser()
    for block in blocks:
        check.feed(block if isinstance(block, str) else "")
    check.close()
    if check.rawdata.strip():
        check.refused.append(check.rawdata)
    for tag in check.refused:
        first = tag.split("\n")[0]
        what, write = f"{first[:60]} is HTML", "delete it, or write &lt; where the sign < is meant"
        if tag.startswith("<!--"):
            what, write = "a comment would be published", "delete it and write plain Markdown"
        elif first[2:-1] in INLINE_TAGS:
            what, write = f"{first} closes no tag that is open here", "delete it, or put it where the words end"
        conversion.fault(conversion.find_line(first), what, write)
    for tag in INLINE_TAGS.intersection(check.open):
        conversion.fault(conversion.find_line(f"<{tag}"), f"<{tag}> is not closed", f"write </{tag}> after the words")
