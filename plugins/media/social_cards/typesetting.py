"""Typesetting of titles: the largest size at which a text fits into a box, in lines of even length."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from plugins.media.social_cards.font import find_font_file

SIZES = range(92, 19, -4)
WHOLE_WORDS = 44  # down to this size a word is not broken
LEADING = 1.16  # from one line to the next, in sizes

Measure = Callable[[str], float]  # the width of a text, in sizes


@dataclass(frozen=True, slots=True)
class TypesetText:
    """A text that fits its box: its size in pixels, and its lines."""

    size: int
    lines: tuple[str, ...]

    @property
    def leading(self) -> int:
        return round(self.size * LEADING)


@lru_cache(maxsize=64)
def load_font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Load the font. The basic layout needs no system library, so it is the same everywhere, but does not kern."""
    return ImageFont.truetype(find_font_file(weight), size, layout_engine=ImageFont.Layout.BASIC)


def fit_text(text: str, weight: str, width: int, height: int, largest: int = SIZES[0]) -> TypesetText:
    """Fit `text` into a box of so many pixels. What is too long at the smallest size ends in an ellipsis."""
    words, sizes = text.split(), [size for size in SIZES if size <= largest]
    measure = lru_cache(maxsize=None)(lambda word: load_font(weight, SIZES[0]).getlength(word) / SIZES[0])
    for whole in (True, False):
        for size in sizes if not whole else [size for size in sizes if size >= WHOLE_WORDS]:
            lines = _break_lines(words, measure, width / size, whole)
            if not lines or round(size * LEADING) * len(lines) > height:
                continue
            # hinting makes letters a little wider at some sizes
            if all(load_font(weight, size).getlength(line) <= width for line in lines):
                return TypesetText(size, _balance_lines(words, measure, width / size, lines) if whole else lines)
    most = height // round(SIZES[-1] * LEADING)
    cut = lines[most - 1 : most] if len(lines) > most else ()
    return TypesetText(SIZES[-1], (*lines[: most - len(cut)], *(f"{line[:-2].rstrip()}…" for line in cut)))


def _break_lines(words: list[str], measure: Measure, width: float, whole: bool) -> tuple[str, ...]:
    """Break words into lines of at most `width`; none where one is wider than that and must stay `whole`."""
    lines, used, space = [""], 0.0, measure(" ")
    for word in words:
        length = measure(word)
        if length > width and whole:
            return ()
        for part, part_length in [(word, length)] if length <= width else _break_word(word, measure, width):
            if lines[-1] and used + space + part_length > width:
                lines.append(part)
                used = part_length
            else:
                used += space * bool(lines[-1]) + part_length
                lines[-1] = f"{lines[-1]} {part}".lstrip()
    return tuple(lines)


def _break_word(word: str, measure: Measure, width: float) -> Iterator[tuple[str, float]]:
    """Break a word that is wider than a line into pieces, each with its width."""
    start, used = 0, 0.0
    for position, letter in enumerate(word):
        if used + measure(letter) > width:
            yield word[start:position], used
            start, used = position, 0.0
        used += measure(letter)
    yield word[start:], used


def _balance_lines(words: list[str], measure: Measure, width: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Even out lines: the same number of them, in the narrowest box that holds them."""
    low, high = width / 2, width
    for _ in range(6):
        middle = (low + high) / 2
        narrower = _break_lines(words, measure, middle, whole=True)
        if narrower and len(narrower) == len(lines):
            high, lines = middle, narrower
        else:
            low = middle
    return lines
