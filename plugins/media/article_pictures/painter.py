"""A picture drawn by Pillow, for social cards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

from PIL import Image, ImageDraw

from plugins.media.article_pictures.motifs import Picture
from plugins.media.article_pictures.shapes import HEIGHT, WIDTH, Path, Segment, Shape, Tone

FINE = 3  # a picture is drawn so many times as large, for smooth edges
STEPS = 32  # straight lines that a curve is drawn of
Color = tuple[int, int, int]


def paint_picture(picture: Picture, width: int, height: int, colors: Mapping[Tone, Color]) -> Image.Image:
    """Paint a picture that fills so many pixels, cut to its middle."""
    canvas = _Canvas(picture, FINE * width, FINE * height, colors)
    for shape in picture.shapes:
        canvas.paint(shape)
    return canvas.image.reduce(FINE)


class _Canvas:
    """An image of so many pixels, filled by the picture's middle part."""

    def __init__(self, picture: Picture, width: int, height: int, colors: Mapping[Tone, Color]) -> None:
        self.image = Image.new("RGB", (width, height), colors[picture.ground])
        self._pen, self._colors = ImageDraw.Draw(self.image), colors
        self._scale = max(width / WIDTH, height / HEIGHT)
        self._corner = complex(width - WIDTH * self._scale, height - HEIGHT * self._scale) / 2

    def paint(self, shape: Shape) -> None:
        """Paint a shape over what is there."""
        color, width = self._colors[shape.tone], shape.width * self._scale
        for path in shape.paths:
            points = [self._corner + point * self._scale for point in _flatten_path(path)]
            if width:
                self._paint_stroke(points, width, color)
            else:
                self._pen.polygon([(point.real, point.imag) for point in points], color)

    def _paint_stroke(self, points: list[complex], width: float, color: Color) -> None:
        """Paint a stroke with round ends."""
        if len(points) > 1:
            self._pen.line([(point.real, point.imag) for point in points], color, round(width), joint="curve")
        for end in (points[0], points[-1]):
            radius = complex(width, width) / 2
            low, high = end - radius, end + radius
            self._pen.ellipse((low.real, low.imag, high.real, high.imag), color)


def _flatten_path(path: Path) -> list[complex]:
    """List the points of straight lines that look like the path."""
    points = [path.start]
    for segment in path.segments:
        start = points[-1]
        points += [start + offset for offset in _flatten_segment(segment)]
    return points


def _flatten_segment(segment: Segment) -> Iterator[complex]:
    """Yield the points of a segment after its start, relative to that."""
    if segment.kind == "line":
        yield segment.points[0]
        return
    for step in range(1, STEPS + 1):
        share = step / STEPS
        yield (
            _find_arch_point(segment, share)
            if segment.kind == "arch"
            else _find_curve_point((0, *segment.points), share)
        )


def _find_arch_point(segment: Segment, share: float) -> complex:
    radius, angle = segment.points[-1].real / 2, math.pi * share
    return complex(radius * (1 - math.cos(angle)), -segment.height * math.sin(angle))


def _find_curve_point(points: tuple[complex, ...], share: float) -> complex:
    """Find the point of a Bézier curve at a share of its way, by De Casteljau's algorithm."""
    while len(points) > 1:
        points = tuple(one + (other - one) * share for one, other in pairwise(points))
    return points[0]
