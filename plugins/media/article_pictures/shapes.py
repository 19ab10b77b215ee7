"""Shapes of a picture: filled areas and round strokes, made of lines and curves, each with a tone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

WIDTH, HEIGHT = 96, 64
Tone = Literal["tint", "sand", "mist", "sea", "accent", "clay", "blush", "paper"]


class Segment(NamedTuple):
    """A part of a path, from the end of the part before it: its points are relative to that.

    A `line` has its end, a `curve` one or two control points and its end. An `arch` is the upper half of an ellipse;
    its only point is the end, and `height` is how far it rises.
    """

    kind: Literal["line", "curve", "arch"]
    points: tuple[complex, ...]
    height: float = 0


class Path(NamedTuple):
    """Segments that begin at a point. A path without segments is a dot."""

    start: complex
    segments: tuple[Segment, ...] = ()


class Shape(NamedTuple):
    """Paths of one tone: strokes of a `width` with round ends, or filled areas where that is 0."""

    tone: Tone
    paths: tuple[Path, ...]
    width: float = 0


def draw_lines(start: complex, *ends: complex) -> Path:
    """Make a path of straight lines; each end is relative to the one before."""
    return Path(start, tuple(Segment("line", (end,)) for end in ends))


def draw_arch(start: complex, width: float, rise: float, walls: float = 0) -> Path:
    """Make an arch over `width` that rises above its walls, from the foot of its left wall."""
    top = Segment("arch", (complex(width),), rise)
    if not walls:
        return Path(start, (top,))
    return Path(start, (Segment("line", (-1j * walls,)), top, Segment("line", (1j * walls,))))


def draw_half_waves(start: complex, step: complex, swing: complex, number: int) -> Path:
    """Make a path that swings to one side and to the other, `number` times, and goes on by `step` each time."""
    swings = (swing if position % 2 == 0 else -swing for position in range(number))
    return Path(start, tuple(Segment("curve", (step / 2 + one, step)) for one in swings))


def draw_drop(top: complex, size: float) -> Path:
    """Make a drop of water."""
    left = Segment("curve", (size * (-7 + 9j), size * (-5 + 15j), size * 15j))
    right = Segment("curve", (size * 5, size * (7 - 6j), size * -15j))
    return Path(top, (left, right))


def close_to_foot(path: Path) -> Path:
    """Close a wave, from the left edge to beyond the right one, to the area below it."""
    reached = path.start + sum(segment.points[-1] for segment in path.segments)
    down = complex(0, HEIGHT - reached.imag)
    return Path(path.start, (*path.segments, *draw_lines(0, down, complex(-reached.real)).segments))


def close_to_left(path: Path) -> Path:
    """Close a path from the top to the foot to the area at its left."""
    return Path(path.start, (*path.segments, *draw_lines(0, complex(-path.start.real), -1j * HEIGHT).segments))


def make_area(tone: Tone, *paths: Path) -> Shape:
    return Shape(tone, paths)


def make_dots(tone: Tone, size: float, places: Iterable[complex]) -> Shape:
    """Make dots of a diameter."""
    return Shape(tone, tuple(map(Path, places)), size)
