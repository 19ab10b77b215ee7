"""Find what GFM and this site read alike, and no editor means: markup of other systems, lost cells, open code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from xml.etree.ElementTree import Element

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.outline import TAG, TAGS, Outline, find_place
from plugins.schema.languages import MARK_SIGN

MARKS = ("**", "~~", "__", "==", "++", "^", "\\")
MOST_LINKED = 40  # characters before a ] that are shown
MOST_MARKED = 10  # before the code of a language, by which its line is found
MOST_OF_A_KIND = 20  # that are told of one text
SHOWN = 60  # characters of a text's words in a message
CODE = re.compile(f"{TAG}code{TAG}[^{TAG}]*{TAG}/code{TAG}")
CAPTION = re.compile(f"{TAG}img [^{TAG}]* title=(?P<caption>[^{TAG}]*){TAG}")
HARD_BREAK = f"{TAG}br{TAG}"
END = "\x00"  # of a block
BREAK = "\r"  # a line break that visitors see
NOT_END = r"[^\n\r\x00]"
# What begins an item for an editor, but for no parser of Markdown, at least not within a paragraph.
ITEM = (
    r"(?:[–—§][ \xa0]|o[ \xa0]{2}|\(?(?:\d{1,2}|[a-z]|[ivx]+)\)[ \xa0]"
    r"|[a-zA-Z]\.[ ]|\d{1,2}\.(?:[ ]|(?=[^\W\d_]))|[*+-](?=[^\W\d_]))"
)
ITEMS = rf"(?P<items>{ITEM}{NOT_END}*)(?=\n[ ]*{ITEM})"
# A row of a table, and the row that is missing or has other columns.
ROW = rf"(?P<table>\|{NOT_END}*\||\+[-=]{NOT_END}*\+|[ ]*\|?[ ]*:?--[-:| ]*\|[-|: ]*)[ ]*(?=[\n\x00])"
# Markup that visitors would see as it stands, as patterns over kinds and words of all blocks, one for each sign that
# begins it; and by the name of a group, the rule that refuses what it matches.
RAW = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"""\x00(?:
            p[ ](?P<no_space>\#{{1,6}}[^\s\#\x00]{NOT_END}*)
            |p[ ](?P<directive>(?:!!!|\?\?\?|:::|\.\.[ ][a-z]+::|\*\[[^\]\x00]+\]:){NOT_END}*)
            |p[ ](?P<box>\[[ xX]\])\s
            |p[ ](?:{ITEMS}|{ROW})
            |h[1-6][ ]?(?P<no_heading>)(?=\x00)
            |li(?P<no_item>)(?=\x00/li\x00)
        )""",
        rf"\n[ ]*(?:{ITEMS}|{ROW})",
        r"""\[(?:
            (?P<directive>!\w+\]|\[?_?(?:TOC|toc)_?\]\]?)
            |\[(?P<link>[^\[\]\x00]+)\]\]
            |(?P<shortcode>/[a-z][\w-]*\]|(?:caption|embed|gallery)[^\]\x00]*\]
                |[a-z][\w-]*(?:[ ][\w-]+=[^\]\x00]*)+\])
            |(?P<citation>\s*\d{1,3}(?:(?:\s|[,;.&+–—-]|and|y|to|a)+\d{1,3})*[\s,;.]+\]
                |\s*\d{1,3}(?:(?:\s|[,;.&+–—-]|and|y|to|a)+\d{1,3})+\])
        )""",
        r"(?P<citation>【[^【】\x00]*】)",  # of a chat program
        # Brackets that were meant as a link.
        r"(?P<link>\](?<!\d\])(?=\((?!lang:)|\[\D|[ ]\((?:https?:|[/{\#])))",
        r"(?P<language>\(lang:)",
        r"(?P<braces>\{+[^{}\x00]*\}+|\{[{%])",
        r"(?P<braces><%[^<\x00]*?%>)",
        r"(?P<formula>\$\$[^$\x00]+\$\$)",
        r"(?P<emoji>:(?<![\w:].)(?:[a-z]+(?:_[a-z]+)*|[+-]1|100):)(?![\w:])",
        r"(?P<marks>\*\*|~~|__(?<![\w_]..)(?=[^\W_])|==(?=\w)|\+\+(?<![\w+{]..)(?=\w)|\^(?=[^\s^\x00]+\^)|\\(?=\x00))",
    )
)
RULES = {
    "no_space": "heading-space",
    "directive": "directive-raw",
    "box": "checkbox-raw",
    "no_heading": "heading-empty",
    "no_item": "item-empty",
    "items": "items-joined",
    "table": "table-unread",
    "citation": "citation-unread",
    "formula": "formula-raw",
    "link": "link-unclosed",
    "shortcode": "shortcode-raw",
    "language": "language-mark-open",
    "braces": "braces-raw",
    "emoji": "emoji-raw",
    "marks": "marks-raw",
}
OF_A_BLOCK = {"items-joined", "table-unread"}  # rules that are told once of each block
FENCE = re.compile(r"`{3,}|~{3,}")
SECOND_HEADER = re.compile(
    r"^(?P<fence>---|\+\+\+) *\n\w[\w-]* *[:=].*\n(?:(?:\w[\w-]* *[:=]|[ #]|-(?!--)).*\n)*(?P=fence) *$", re.MULTILINE
)
CELL = re.compile(r"(?<!\\)\|")


def find_raw_markup(ours: Outline, lines: Sequence[str], restore: Callable[[str], str]) -> Iterator[Diagnostic]:
    """Find markup that visitors would see as it stands, and what has no words.

    `ours` is an outline with escaped signs set aside; `restore` puts them back. `lines` are those of the text.
    """
    text = _join_blocks(ours)
    told: set[tuple[int, str]] = set()
    for pattern in RAW:
        for match in islice(pattern.finditer(text), MOST_OF_A_KIND):
            rule = RULES[str(match.lastgroup)]
            block = text.count(END, 0, match.start() + 1) - 1
            if rule not in OF_A_BLOCK or (block, rule) not in told:
                told.add((block, rule))
                raw = restore(_widen(match, text)).strip()
                yield diagnose(rule, "", ours.find_line(block, raw, lines), text=" ".join(raw.split())[:SHOWN])


def _join_blocks(ours: Outline) -> str:
    """Join the blocks, each between two signs for their ends, without code and tags, but with pictures' captions."""
    text = END.join(["", *("" if block.startswith("pre") else block for block in ours.blocks), ""])
    if TAG not in text:
        return text
    text = CODE.sub("", CAPTION.sub(r" \g<caption> ", text).replace(HARD_BREAK, BREAK))
    return TAGS.sub("", text)


def _widen(match: re.Match[str], text: str) -> str:
    """Return what is matched, with its bracket; of a link's ] the words before it, of marks those that they touch."""
    raw, before = str(match[str(match.lastgroup)]), text[: match.start()]
    if raw == "]":
        return re.split(r"[\[\x00]", before)[-1][-MOST_LINKED:]
    if raw == MARK_SIGN:
        return re.split(r"[\n\x00]", before)[-1][-MOST_MARKED:] + raw
    if raw in MARKS:
        return re.split(r"[\s\x00]", before)[-1] + re.split(r"[\s\x00]", text[match.start() :], maxsplit=1)[0]
    return match[0] if match[0] == f"[{raw}" else raw


def find_lost_cells(gfm: Element, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Find the rows of tables with more cells than their table has columns: what is in these is shown nowhere."""
    for row in gfm.iter("tr"):
        line = find_place(row).start
        cells = CELL.split(lines[line - 1].strip(" >").removeprefix("|").removesuffix("|"))
        if len(cells) > len(row):
            yield diagnose("table-cell-lost", "", line, cell=cells[len(row)].strip(), columns=len(row))


def find_second_header(source: str) -> Iterator[Diagnostic]:
    """Find front matter that is copied into the text."""
    for header in SECOND_HEADER.finditer(source):
        yield diagnose("header-second", "", source.count("\n", 0, header.start()) + 1)


def find_open_code(gfm: Element, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Find code that begins with ``` and does not end: all that follows would be code."""
    for block in gfm.iter("pre"):
        place = find_place(block)
        fence = FENCE.search(lines[place.start - 1])
        if fence and (len(place) == 1 or fence[0] not in lines[place.stop - 2]):
            yield diagnose("code-open", "", place.start, fence=fence[0])
