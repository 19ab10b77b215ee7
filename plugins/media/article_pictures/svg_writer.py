"""A picture as the paths of an inline SVG of few bytes. Tones are classes, which the theme's style sheet colors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from plugins.clinic.model import MotifName
from plugins.media.article_pictures.motifs import make_picture
from plugins.media.article_pictures.shapes import Path, Segment, Shape, Tone

# The classes of tones, in theme/components/picture/picture.css.
CLASSES: dict[Tone, str] = {
    "tint": "a",
    "sand": "b",
    "clay": "c",
    "accent": "d",
    "mist": "e",
    "sea": "f",
    "blush": "g",
    "paper": "k",
}


class SvgPath(NamedTuple):
    """A path element: the class of its tone, its data, and the width of its stroke, "" for a filled area."""

    tone: str
    data: str
    width: str = ""


class SvgPicture(NamedTuple):
    """The paths of a picture, from the back to the front, on a ground of this class."""

    ground: str
    paths: tuple[SvgPath, ...]


@lru_cache(maxsize=4096)  # many lists show the same article
def draw_picture(slug: str, motif: MotifName) -> SvgPicture:
    """Draw the picture of an article from its slug (a translation: its original's) and its topic's motif."""
    picture = make_picture(slug, motif)
    alike = groupby(picture.shapes, lambda shape: (shape.tone, shape.width))
    paths = (_write_shapes(tone, width, shapes) for (tone, width), shapes in alike)
    return SvgPicture(CLASSES[picture.ground], tuple(paths))


def _write_shapes(tone: Tone, width: float, shapes: Iterable[Shape]) -> SvgPath:
    """Write neighboring shapes that look alike as one path."""
    data = "".join(_write_path(path, is_open=bool(width)) for shape in shapes for path in shape.paths)
    return SvgPath(CLASSES[tone], data, _write_number(width) if width else "")


def _write_path(path: Path, is_open: bool) -> str:
    """Write the commands of a path; a dot is a line of no length."""
    begin = f"M{_write_point(path.start)}"
    if not path.segments:
        return f"{begin}h0"
    before = [None, *path.segments]
    return begin + "".join(map(_write_segment, path.segments, before)) + ("" if is_open else "z")


def _write_segment(segment: Segment, before: Segment | None) -> str:
    """Write the shortest command that draws a segment after the one before it."""
    end = segment.points[-1]
    if segment.kind == "arch":
        radii = _write_point(complex(end.real / 2, segment.height))
        return f"a{radii} 0 0 1 {_write_point(end)}"
    if segment.kind == "line":
        if not end.imag:
            return f"h{_write_number(end.real)}"
        return f"v{_write_number(end.imag)}" if not end.real else f"l{_write_point(end)}"
    smooth = _is_smooth(segment, before)
    command = ("t" if smooth else "q") if len(segment.points) == 2 else ("s" if smooth else "c")
    return command + _join_numbers(segment.points[1:] if smooth else segment.points)


def _is_smooth(segment: Segment, before: Segment | None) -> bool:
    """Check whether the first control point of a curve mirrors the last one of a curve before it."""
    if not before or before.kind != "curve" or len(before.points) != len(segment.points):
        return False
    return before.points[-1] - before.points[-2] == segment.points[0]


def _join_numbers(points: Iterable[complex]) -> str:
    return " ".join(map(_write_point, points)).replace(" -", "-")


def _write_point(point: complex) -> str:
    return f"{_write_number(point.real)} {_write_number(point.imag)}".replace(" -", "-")


def _write_number(value: float) -> str:
    """Write a number with at most one decimal, and without what says nothing."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
