"""A picture as inline SVG of few bytes. Its tones are classes, so that the theme's style sheet colors it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from plugins.media.article_pictures.motifs import Picture
from plugins.media.article_pictures.shapes import HEIGHT, WIDTH, Path, Segment, Shape, Tone

# The classes of tones and of strokes, in theme/components/picture/picture.css.
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
STROKE_CLASS = "s"


def write_svg(picture: Picture) -> str:
    """Write a picture as an SVG element that screen readers pass over. It fills its box and is cut to the middle."""
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"'
    paths = "".join(_write_shapes(picture.shapes))
    return f'<svg class="picture {CLASSES[picture.ground]}" {size} aria-hidden="true">{paths}</svg>'


def _write_shapes(shapes: Iterable[Shape]) -> Iterator[str]:
    """Write shapes; neighbors that look alike share an element."""
    for (tone, width), alike in groupby(shapes, lambda shape: (shape.tone, shape.width)):
        data = "".join(_write_path(path, is_open=bool(width)) for shape in alike for path in shape.paths)
        stroke = f' {STROKE_CLASS}" stroke-width="{_write_number(width)}"' if width else '"'
        yield f'<path class="{CLASSES[tone]}{stroke} d="{data}"/>'


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
