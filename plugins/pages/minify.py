"""HTML without the line breaks that no visitor sees: those around the tags of blocks."""

from __future__ import annotations

import re

# Never pre or textarea, and nothing that stands in a line of text.
BLOCKS = (
    "address|article|aside|blockquote|body|br|circle|dd|desc|details|div|dl|dt|figcaption|figure|footer|form|g|h[1-6]|head|"
    "header|html|li|line|link|main|meta|nav|ol|p|path|rect|script|section|style|summary|svg|table|tbody|td|text|th|thead|"
    "title|tr|ul"
)
NAMES = frozenset(BLOCKS.split("|")) - {"h[1-6]"} | {f"h{level}" for level in range(1, 7)}
BEFORE = re.compile(rf"\n\s*(?=</?(?:{BLOCKS})[\s>])")
AFTER = re.compile(r">\s+")
TAG = re.compile(r"</?(\w+)[\s>]")


def compact(html: str) -> str:
    return AFTER.sub(_end, BEFORE.sub("", html))


def _end(found: re.Match[str]) -> str:
    """The end of a block's tag alone; any other > with the space after it."""
    html, end = found.string, found.start()
    start = max(html.rfind("<", 0, end), 0)
    tag = TAG.match(html, start)
    return ">" if tag and tag[1] in NAMES and html.find(">", start) == end else found[0]
