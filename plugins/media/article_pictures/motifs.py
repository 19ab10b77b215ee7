"""The picture of an article, made by rule: the motif is its topic's, and what varies is drawn from its slug.

All that matters lies in the middle square, so that lists can cut a picture to that. There is no outline, face, skin or
text. Equal slugs and motifs have the same picture on every page and on the social card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from plugins.clinic.model import MotifName
from plugins.media.article_pictures.shapes import (
    HEIGHT,
    WIDTH,
    Path,
    Shape,
    Tone,
    close_to_foot,
    close_to_left,
    draw_arch,
    draw_drop,
    draw_half_waves,
    draw_lines,
    make_area,
    make_dots,
)

# The pictures of the home page and of the page at unknown addresses, as the slug and motif of an article.
HOME: tuple[str, MotifName] = ("index", "sunrise")
LOST: tuple[str, MotifName] = ("404", "doors")
PERIODS = (16, 24, 32, 48)  # of waves
DOT = 4.4
DOOR_WIDTH, DOOR_GAP = 14, 4
DOOR_HEIGHTS = ((18, 26, 22), (26, 18, 22), (22, 30, 16), (16, 22, 30), (30, 22, 18))
DROP_SIZES = (1, 1.35, 0.8)
SHEET = (28, 38)
STONES = (15, 11, 8, 4)  # half lengths, from the lowest
MIDDLE = WIDTH / 2
Choice = TypeVar("Choice")


class Picture(NamedTuple):
    """A picture: the tone of its ground, and its shapes from the back to the front."""

    ground: Tone
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """The bytes that decide what varies in a picture."""

    data: bytes

    def pick(self, number: int, *choices: Choice) -> Choice:
        """Pick one of the choices by the byte of this number."""
        return choices[self.data[number] % len(choices)]

    @property
    def horizon(self) -> int:
        return self.pick(1, 38, 40, 42)

    @property
    def radius(self) -> int:
        return self.pick(2, 10, 12, 14)


Motif = Callable[[Seed], Iterable[Shape]]


def make_picture(slug: str, motif: MotifName) -> Picture:
    """Make the picture of an article from its slug (a translation: its original's) and the name of a motif."""
    seed = Seed(hashlib.sha256(slug.encode()).digest())
    ground: Tone = seed.pick(0, "tint", "sand")
    return Picture(ground, tuple(MOTIFS[motif](seed)))


def _draw_beams(seed: Seed) -> Iterator[Shape]:
    """Draw beams that reach to different depths."""
    yield _draw_disc(seed, "clay", distance=2)
    yield from _draw_layers(seed)
    number, gap = seed.pick(7, 4, 5, 6, 7), seed.pick(8, 6, 7, 8)
    left = MIDDLE - gap * (number - 1) / 2 + seed.pick(9, -6, 0, 6)
    stride = seed.pick(11, 1, 2)
    depths = [(6, 12, 18)[(seed.data[10] + beam * stride) % 3] for beam in range(number)]
    ends = [complex(left + beam * gap, seed.horizon + depth) for beam, depth in enumerate(depths)]
    yield make_dots("blush", 8, ends)
    yield Shape("accent", tuple(draw_lines(complex(end.real), 1j * end.imag) for end in ends), 2)
    yield make_dots("clay", DOT, ends)


def _draw_sunrise(seed: Seed) -> Iterator[Shape]:
    """Draw a rising sun, and days as dots, of which some are past."""
    outer, step = seed.pick(7, 26, 29, 32), seed.pick(8, 7, 8, 9)
    rings: tuple[Tone, ...] = ("blush", "clay", "accent")
    for ring, tone in enumerate(rings):
        yield make_dots(tone, 2 * (outer - ring * step), [complex(_find_disc_x(seed), seed.horizon + 2)])
    yield from _draw_layers(seed)
    number, past = seed.pick(9, 5, 6, 7), seed.pick(10, 2, 3, 4)
    days = [complex(MIDDLE - 4 * (number - 1) + 8 * day, seed.horizon + 17) for day in range(number)]
    yield make_dots("accent", DOT, days[:past])
    yield make_dots("paper", DOT, days[past:])


def _draw_doors(seed: Seed) -> Iterator[Shape]:
    """Draw three doors, of which one is open and has a path to it."""
    yield _draw_disc(seed, "blush", distance=8, x=seed.pick(9, 20, 76))
    yield from _draw_layers(seed)
    heights, opened, foot = seed.pick(7, *DOOR_HEIGHTS), seed.pick(8, 0, 1, 2), seed.horizon + 4
    width, pitch = DOOR_WIDTH, DOOR_WIDTH + DOOR_GAP
    lefts = [MIDDLE - width / 2 + pitch * (door - 1) for door in range(3)]
    below = HEIGHT - foot
    threshold = complex(lefts[opened] + width / 2 - 3, foot)
    yield make_area("blush", draw_lines(threshold, 6, complex(9, below), -24))
    yield make_area("accent", *(_draw_door(left, foot, width, high) for left, high in zip(lefts, heights, strict=True)))
    yield make_area("clay", _draw_door(lefts[opened] + 3, foot, width - 6, heights[opened] - 3))
    closed = [door for door in range(3) if door != opened]
    yield make_dots("sea", 2, [complex(lefts[door] + width - 4, foot - heights[door] // 2 + 2) for door in closed])


def _draw_door(left: float, foot: float, width: float, height: float) -> Path:
    return draw_arch(complex(left, foot), width, width / 2, height - width / 2)


def _draw_contour(seed: Seed) -> Iterator[Shape]:
    """Draw the contours of a body as a landscape from above."""
    bend, left = seed.pick(8, 14, 18, 22) * seed.pick(9, 1, -1), seed.pick(10, 30, 36, 42)
    yield make_dots("clay", 2 * seed.radius, [complex(left + seed.pick(11, 30, 35, 40), seed.pick(12, 18, 22, 40))])
    tones: tuple[Tone, ...] = ("mist", "sea", "accent")
    for layer, tone in enumerate(tones):
        yield make_area(tone, close_to_left(_draw_side(left - 10 * layer, bend)))
    number = seed.pick(7, 2, 3)
    yield Shape("accent", tuple(_draw_side(left + 7 + 6 * line, bend) for line in range(number)), 1.6)


def _draw_side(x: float, bend: float) -> Path:
    return draw_half_waves(complex(x), HEIGHT / 2 * 1j, complex(bend), 2)


def _draw_drops(seed: Seed) -> Iterator[Shape]:
    """Draw drops of different sizes over water."""
    yield from _draw_layers(seed)
    number, first = seed.pick(7, 3, 4), seed.pick(13, 0, 1)
    places = [
        complex(MIDDLE + 13 * (drop - (number - 1) / 2), seed.pick(9 + drop, 6, 11, 16)) for drop in range(number)
    ]
    sizes = [DROP_SIZES[(seed.data[8] + drop) % 3] for drop in range(number)]
    tones: tuple[Tone, ...] = ("clay", "accent")
    for drop, (place, size) in enumerate(zip(places, sizes, strict=True)):
        yield make_area(tones[(drop + first) % 2], draw_drop(place, size))
    dashes = ((place.real, drop % 2) for drop, place in enumerate(places))
    surface = seed.horizon + 11
    yield Shape(
        "paper", tuple(draw_lines(complex(x - 3 - 2 * odd, surface + 6 * odd), 6 + 4 * odd) for x, odd in dashes), 1.8
    )


def _draw_shade(seed: Seed) -> Iterator[Shape]:
    """Draw a parasol beside the sun."""
    sun = seed.pick(7, 22, 74)
    yield make_dots("clay", 2 * seed.radius, [complex(sun, 16)])
    yield from _draw_layers(seed)
    middle, radius = complex(MIDDLE + (8 if sun < MIDDLE else -8), seed.horizon - 8), seed.pick(8, 20, 23, 26)
    yield Shape("accent", (draw_lines(middle, 20j),), 2.2)
    yield make_area("accent", draw_arch(middle - radius, 2 * radius, radius))
    yield make_area("blush", draw_arch(middle - radius / 2.6, 2 * radius / 2.6, radius))


def _draw_sheets(seed: Seed) -> Iterator[Shape]:
    """Draw two sheets of paper with lines."""
    yield _draw_disc(seed, "clay", distance=6, x=seed.pick(7, 22, 74))
    yield from _draw_layers(seed)
    corner = complex(seed.pick(8, 30, 34, 38), 14)
    yield make_area("sea", _draw_sheet(corner + 8 - 6j))
    yield make_area("accent", _draw_sheet(corner))
    number = seed.pick(9, 3, 4)
    lengths = [(16, 12, 16, 8)[(line + seed.data[10]) % 4] for line in range(number)]
    lines = (draw_lines(corner + 6 + 1j * (9 + 7 * line), length) for line, length in enumerate(lengths))
    yield Shape("paper", tuple(lines), 2)


def _draw_sheet(corner: complex) -> Path:
    width, height = SHEET
    return draw_lines(corner, width, 1j * height, -width)


def _draw_stones(seed: Seed) -> Iterator[Shape]:
    """Draw a pile of stones: the motif of a topic that names none."""
    yield _draw_disc(seed, "blush", distance=8)
    yield from _draw_layers(seed)
    tones: tuple[Tone, ...] = ("accent", "clay")
    for stone, half in enumerate(STONES[: seed.pick(7, 3, 4)]):
        middle = complex(MIDDLE + seed.pick(8 + stone, -2, -1, 0, 1, 2), seed.horizon + 4 - 9.5 * stone)
        yield Shape(tones[stone % 2], (draw_lines(middle - half, 2 * half),), 9)


def _find_disc_x(seed: Seed) -> int:
    return seed.pick(3, 26, 37, 48, 59, 70)


def _draw_disc(seed: Seed, tone: Tone, distance: float, x: int = 0) -> Shape:
    """Draw a disc above the horizon, so far from it, at `x` or where the seed says."""
    place = complex(x or _find_disc_x(seed), seed.horizon - seed.radius - distance)
    return make_dots(tone, 2 * seed.radius, [place])


def _draw_layers(seed: Seed) -> Iterator[Shape]:
    """Draw the land: waves to the foot of the picture, far and near."""
    far = seed.data[4]
    side = seed.pick(5, -1, 1)
    yield _draw_wave("mist", seed.horizon, PERIODS[far % 4], side * seed.pick(5, 3, 5, 7))
    near = (far % 4 + seed.pick(6, 1, 2, 3)) % 4
    yield _draw_wave("sea", seed.horizon + 9, PERIODS[near], -side * seed.pick(6, 3, 4, 5))


def _draw_wave(tone: Tone, y: float, period: int, height: float) -> Shape:
    waves = draw_half_waves(1j * y, complex(period), 1j * height, -(-WIDTH // period))
    return make_area(tone, close_to_foot(waves))


MOTIFS: dict[MotifName, Motif] = {
    "beams": _draw_beams,
    "sunrise": _draw_sunrise,
    "doors": _draw_doors,
    "contour": _draw_contour,
    "drops": _draw_drops,
    "shade": _draw_shade,
    "sheets": _draw_sheets,
    "stones": _draw_stones,
}
