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
AFTER = re.compile(r"(</?(\w+)(?:\s[^>]*)?>)\s+")


def compact(html: str) -> str:
    return AFTER.sub(lambda found: found[1 if found[2] in NAMES else 0], BEFORE.sub("", html))
