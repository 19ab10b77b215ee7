"""Find where Python-Markdown reads a text otherwise than GFM."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.outline import TAG, TAGS, Outline, is_same, normalize_blocks

MOST_DIFFERENCES = 5  # that are told of one text
SHOWN = 60  # characters of a text's words in a message
LINK = re.compile(f"{TAG}(?:a|img) [^{TAG}]*{TAG}")
# The rule that tells of a difference, by the first kind of block that GFM or else Python-Markdown finds there.
RULES = (
    ("list-otherwise", ("ul", "ol", "li", "/ul", "/ol", "/li")),
    ("table-otherwise", ("table", "tr", "td", "th", "/table", "/tr")),
    ("quotation-otherwise", ("blockquote", "/blockquote")),
    ("heading-otherwise", ("h1", "h2", "h3", "h4", "h5", "h6")),
    ("code-otherwise", ("pre",)),
)


def find_differences(ours: Outline, gfm: Outline, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Find where GFM reads a text otherwise. Where it finds other blocks, only the first place is told.

    `lines` are those of the text.
    """
    if is_same(ours, gfm):
        return
    our_blocks, gfm_blocks = normalize_blocks(ours), normalize_blocks(gfm)
    pairs = enumerate(zip_longest(our_blocks, gfm_blocks, fillvalue=""))
    for position, pair in islice((one for one in pairs if one[1][0] != one[1][1]), MOST_DIFFERENCES):
        words = _show_words(our_blocks, gfm_blocks, position)
        line = gfm.find_line(position, words.partition(" ")[0], lines)
        yield diagnose(_choose_rule(*pair), "", line, words=words)
        if pair[0].partition(" ")[0] != pair[1].partition(" ")[0]:
            return


def _choose_rule(ours: str, gfm: str) -> str:
    """Choose the rule that tells how two readings of one block differ."""
    kinds = {ours.partition(" ")[0], gfm.partition(" ")[0]}
    if len(kinds) > 1:
        return next((rule for rule, tags in RULES if kinds.intersection(tags)), "block-otherwise")
    if LINK.findall(ours) != LINK.findall(gfm):
        return "link-otherwise"
    return "marks-otherwise" if TAGS.findall(ours) != TAGS.findall(gfm) else "block-otherwise"


def _show_words(ours: Sequence[str], gfm: Sequence[str], position: int) -> str:
    """Show the words of the first blocks with any from a position on, from the word at which they begin to differ."""
    our_words, gfm_words = (_find_words(blocks, position) for blocks in (ours, gfm))
    signs = enumerate(zip(our_words, gfm_words, strict=False))
    common = next((place for place, (one, other) in signs if one != other), 0)
    return (gfm_words or our_words)[gfm_words.rfind(" ", 0, common) + 1 :][:SHOWN].strip()


def _find_words(blocks: Sequence[str], position: int) -> str:
    """Find the words of the first block with any from a position on; else of the last before it."""
    return next(filter(None, map(_strip_tags, [*blocks[position:], *blocks[:position][::-1]])), "")


def _strip_tags(block: str) -> str:
    return TAGS.sub("", block.partition(" ")[2]).strip()
