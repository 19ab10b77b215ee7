"""What a visitor reads of a content file, and where in it that stands."""

from __future__ import annotations

import pytest

from plugins.lint.sentences import Block, make_locator, split_blocks
from tests.small import article


def test_a_block_gives_back_every_letter_of_the_file() -> None:
    text = article("One **two** `three` [four](x) [1].\n\n- Five\n  six", summary='"Se\\"ven"')
    for block in split_blocks(text):
        for at, letter in enumerate(block.text):
            assert letter == " " or text[block.find_position(at)] == letter


def test_every_position_has_its_line_and_column() -> None:
    text = "ab\n\nc"
    assert [make_locator(text)(at) for at in range(len(text))] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1)]


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("a<br>b", "a b"),
        ("a `x` b", "a   b"),
        ("a&nbsp;b", "a b"),
        ("said [1] so", "said [1] so"),
        ("said [1-3] so [2; 4]", "said [1-3] so [2; 4]"),
        ("said [ 1 ] so", "said [ 1 ] so"),
        ("a **b**c", "a bc"),
        ("a [b](/c) d", "a b d"),
        ("a [b](lang:es) d", "a b d"),
        ("a\xadb", "ab"),
    ],
)
def test_what_is_cut_out_leaves_a_gap_where_words_would_run_together(line: str, heard: str) -> None:
    block = Block("")
    block.add(line, 0)
    assert block.text == heard


@pytest.mark.parametrize(
    ("lines", "foreign"),
    [
        (["a [b c](lang:es) d [e](/f) [g] [h](lang:fr)"], ["b c", "h"]),
        (["a [b", "c](lang:es) d"], ["b c"]),
        (["[a [b](/c) d](lang:es) [e [f](lang:fr)](/g)"], ["a b d", "f"]),
        (["a](lang:es) [b [c](lang:fr"], [""]),
        (["a [1] b [c [2]](lang:es)"], ["c [2]"]),
    ],
)
def test_words_in_another_language_are_known(lines: list[str], foreign: list[str]) -> None:
    block = Block("")
    for line in lines:
        block.add(line, 0)
    assert [block.text[start:end] for start, end in block.foreign] == foreign
