"""Remove the white space around block tags, which no browser shows, from HTML."""

from __future__ import annotations

import re

# Never pre or textarea, where white space shows, and no inline elements.
BLOCKS = (
    "address|article|aside|blockquote|body|br|circle|dd|desc|details|div|dl|dt|figcaption|figure|footer|form|g|h[1-6]|head|"
    "header|html|li|line|link|main|meta|nav|ol|p|path|rect|script|section|style|summary|svg|table|tbody|td|text|th|thead|"
    "title|tr|ul"
)
NAMES = frozenset(BLOCKS.split("|")) - {"h[1-6]"} | {f"h{level}" for level in range(1, 7)}
BEFORE = re.compile(rf"\n\s*(?=</?(?:{BLOCKS})[\s>])")
AFTER = re.compile(r">\s+")
TAG = re.compile(r"</?(\w+)[\s>]")


def minify_html(html: str) -> str:
    """Remove the white space around the tags of blocks."""
    return AFTER.sub(_trim_end, BEFORE.sub("", html))


def _trim_end(found: re.Match[str]) -> str:
    """Replace a > with white space after it: by > alone where it closes the tag of a block, else by itself."""
    html, end = found.string, found.start()
    start = max(html.rfind("<", 0, end), 0)
    tag = TAG.match(html, start)
    return ">" if tag and tag[1] in NAMES and html.find(">", start) == end else found[0]
