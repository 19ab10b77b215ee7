"""What a Markdown text may not hold: what takes too long to convert, what Markdown silently misreads, and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from plugins.documents.conversion import Conversion

INLINE_TAGS = {
    *("abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark"),
    *("q", "s", "small", "strong", "sub", "sup"),
}
# Patterns match a line from the line break before it: a search for \n is ten times as fast as one for ^.
# Lines that take Python-Markdown too long.
COSTLY: tuple[tuple[str, str], ...] = (
    ("quotation-deep", r"\n( {0,3}>\s?){8}"),
    ("line-indented", r"\n\s{40}"),
    ("marks-deep", r"[\[(](?:\s*[\[(]){11}"),
    ("marks-deep", r"[*_`\\][*_`\\]{59}"),
    ("list-deep", r"(?m)\n(?!( {0,3}([-*]) {0,2}(\2 {0,2}){2,40}$))\s*(([-*+>:]|\d{1,9}\.)\s+){8}"),
    ("picture-pasted", r"\](?:\(|: *)<?data:image/"),
    ("line-long", r"\n(?=.{8000})(?!.*data:image/)"),
    ("table-wide", r"\n(?:[^|\n]*\|){40}"),
)
# Mistakes that Markdown accepts silently.
SLIPS: tuple[tuple[str, str], ...] = (
    ("footnote-used", r"\[\^\w+\]"),
    ("footnote-used", r"\n {0,3}\[\d{1,3}\]:"),
)
MOST_BRACKETS = 120  # in one paragraph; the time for them grows with their square
MOST_LINES = 2_000  # in one list or table, for the same reason
MOST_SHOWN = 60  # characters of a tag in a message
MOST_OPEN_TAGS = 50  # < without >: for each of them, the rest of the text is searched
OPEN_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*(?=<|$)")

Lines = Sequence[tuple[int, str]]  # each with its number in the file


def refuse_costly_text(conversion: Conversion) -> bool:
    """Refuse what the converter would take too long for. Return whether there is anything of the kind."""
    errors_before = len(conversion.errors)
    lines = _number_lines(conversion)
    _refuse_lines(COSTLY, lines, conversion)
    _refuse_length(lines, conversion)
    return len(conversion.errors) > errors_before


def refuse_slips(conversion: Conversion) -> None:
    """Refuse mistakes that the converter would accept silently."""
    lines = _number_lines(conversion)
    _refuse_lines(SLIPS, lines, conversion)


def _number_lines(conversion: Conversion) -> Lines:
    return list(enumerate(conversion.text.split("\n"), conversion.first_line))


def _refuse_lines(refused: Sequence[tuple[str, str]], lines: Lines, conversion: Conversion) -> None:
    """Refuse each line that one of the `refused` patterns matches."""
    text = f"\n{conversion.text}"
    suspected = [one for one in refused if re.search(one[1], text)]
    for number, line in lines if suspected else ():
        for rule, pattern in suspected:
            if re.search(pattern, f"\n{line}"):
                conversion.refuse(rule, number)


def _refuse_length(lines: Lines, conversion: Conversion) -> None:
    """Refuse paragraphs, lists and tables that are too long to convert, and too many tags that do not end."""
    brackets = length = tags = 0
    signs, tags_open = conversion.text.count("[") + conversion.text.count("\\"), conversion.text.count("<")
    if signs <= MOST_BRACKETS and tags_open <= MOST_OPEN_TAGS and len(lines) < MOST_LINES:
        return
    for number, line in lines:
        brackets, length = (brackets + line.count("[") + line.count("\\"), length + 1) if line.strip() else (0, 0)
        if brackets > MOST_BRACKETS or length == MOST_LINES:
            conversion.refuse("block-long", number)
            brackets = 0
        tags += len(OPEN_TAG.findall(line))
        if tags > MOST_OPEN_TAGS:
            conversion.refuse("tags-unclosed", number)
            return


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

    def close(self) -> None:
        super().close()
        if self.rawdata.strip():  # a tag without its end
            self.refused.append(self.rawdata)


def refuse_html(pieces: Iterable[str], conversion: Conversion) -> None:
    """Refuse the HTML written by hand in one block that is not allowed, and comments: `pieces` are all that it has."""
    parser = _TagParser()
    for piece in pieces:
        parser.feed(piece)
    parser.close()
    for tag in parser.refused:
        _refuse_tag(tag, conversion)
    for name in INLINE_TAGS.intersection(parser.open):
        conversion.refuse("html-unclosed", conversion.find_line(f"<{name}"), tag=name)


def _refuse_tag(tag: str, conversion: Conversion) -> None:
    first_line = tag.split("\n")[0]
    line = conversion.find_line(first_line)
    conversion.refuse(_choose_rule(first_line), line, tag=first_line[:MOST_SHOWN])


def _choose_rule(tag: str) -> str:
    """Choose the rule that refuses a tag: an allowed one can only be refused as an end, </b>, without a start."""
    if tag.startswith("<!--"):
        return "html-comment"
    end_tag_name = tag[2:-1]
    return "html-end-tag" if end_tag_name in INLINE_TAGS else "html-refused"
