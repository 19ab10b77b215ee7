"""What GFM has beside Python-Markdown: escapes of all signs, \\ at a line's end, ~~struck~~ words, bare addresses."""

from __future__ import annotations

import re
import string
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import AtomicString, code_escape

from plugins.documents.gfm import LINE_END, SEPARATOR

BACKSLASH_BREAK = r"\\\n"
# Bare addresses, each with what is put before it as the target of its link.
URL = (r"(?<![a-zA-Z])https?://[^\s<\x02\x03]+", "")
WWW = (r"(?<![^\s*_~(])www\.[^\s<\x02\x03]+", "http://")
MAIL = (r"(?<![\w.+/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<![-_])(?![\w@-])", "mailto:")
TRAILING = re.compile(r"(?:[?!.,:*_~'\"]|&\w+;)+$")


class _AutolinkProcessor(InlineProcessor):
    """Makes a link of a bare address, without the punctuation after it."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, before: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.before = before

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        address = m[0]
        while (shorter := _cut_end(address)) != address:
            address = shorter
        link = Element("a", href=self.before + address)
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


def _cut_end(address: str) -> str:
    """Cut what GFM does not count to an address off its end: punctuation, and a ) that no ( belongs to."""
    if address.endswith(")") and address.count(")") > address.count("("):
        return address[:-1]
    return TRAILING.sub("", address)


class _AmpersandProcessor(InlineProcessor):
    """Sets an escaped & aside as an entity. As a sign it would make another entity of what follows, as in \\&copy;."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return self.md.htmlStash.store("&amp;"), m.start(), m.end()


class _HeadingProcessor(HashHeaderProcessor):
    """Reads a heading only where a space follows its #, and keeps a # that belongs to its last word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ \n]|$)(?P<header>(?:\\.|[^\\])*?)(?: #+ *)?(?:\n|$)")


class _LayoutProcessor(BlockProcessor):
    """Reads the signs of `gfm.lay_out`: what parts two blocks is an element, to be removed from the tree; and code."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(SEPARATOR)

    def run(self, parent: Element, blocks: list[str]) -> None:
        code = blocks.pop(0).rstrip().removeprefix(SEPARATOR)
        if code:
            SubElement(SubElement(parent, "pre"), "code").text = AtomicString(code_escape(code.replace(LINE_END, "\n")))
        else:
            SubElement(parent, "separator")


def remove_separators(root: Element) -> None:
    for parent in root.iter():
        for separator in parent.findall("separator"):
            parent.remove(separator)


class GfmExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS = list(string.punctuation)
        md.parser.blockprocessors.register(_LayoutProcessor(md.parser), "layout", 210)
        md.parser.blockprocessors.register(_HeadingProcessor(md.parser), "hashheader", 70)
        patterns = md.inlinePatterns
        patterns.register(_AmpersandProcessor(r"\\&", md), "ampersand", 185)
        patterns.register(SubstituteTagInlineProcessor(BACKSLASH_BREAK, "br"), "backslash_break", 105)
        for priority, name, (pattern, before) in ((88, "url", URL), (87, "www", WWW), (86, "mail", MAIL)):
            patterns.register(_AutolinkProcessor(pattern, before, md), name, priority)
        assert md.delimiters  # of emphasis
        md.delimiters.add("~", "s,s")
