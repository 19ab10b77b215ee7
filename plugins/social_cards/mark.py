"""A topic's mark, read from the theme's SVG and drawn in points: a grid of 24, straight strokes and circles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from PIL import Image, ImageDraw

GRID = 24
STROKE = 1.5
TINT = 40  # of 255
FINE = 4  # drawn so many times as large, for smooth edges
TURN = complex(0.9951847266721969, 0.0980171403295606)  # a 64th of a circle, the same on every platform

Line = list[complex]


def mask(svg: str, size: int) -> Image.Image:
    """How much of each of `size` by `size` points is inked, from 0 to 255."""
    scale = FINE * size / (GRID + STROKE)
    half = STROKE * scale / 2
    image = Image.new("L", (FINE * size, FINE * size))
    draw = ImageDraw.Draw(image)
    for line, tinted in _shapes(svg):
        points = [(point.real * scale + half, point.imag * scale + half) for point in line]
        if tinted:
            draw.polygon(points, TINT)
            continue
        draw.line(points, 255, round(2 * half), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), 255)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _shapes(svg: str) -> Iterator[tuple[Line, bool]]:
    """The points of each shape, and whether it is a tinted face and not a stroke."""
    for element in ElementTree.fromstring(svg).iter():
        tinted = element.get("class", "").endswith("__tint")
        if element.tag.endswith("circle"):
            centre = complex(float(element.get("cx", 0)), float(element.get("cy", 0)))
            yield [centre + float(element.get("r", 0)) * TURN**n for n in range(65)], tinted
        for line in strokes(element.get("d", "")):
            yield line, tinted


def strokes(path: str) -> Iterator[Line]:
    """The lines of a path of M, L, H, V and Z, in either case. Raises ValueError at any other command."""
    line: Line = []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        kind, relative = command.upper(), command.islower()
        if kind == "M":
            if len(line) > 1:
                yield line
            before = line[-1] if relative and line else 0
            line, numbers, kind = [before + complex(*numbers[:2])], numbers[2:], "L"
        match kind:
            case "L":
                for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                    line.append(relative * line[-1] + complex(x, y))
            case "H":
                for x in numbers:
                    line.append(complex(relative * line[-1].real + x, line[-1].imag))
            case "V":
                for y in numbers:
                    line.append(complex(line[-1].real, relative * line[-1].imag + y))
            case "Z":
                line.append(line[0])
            case _:
                raise ValueError(f"a mark is drawn of straight strokes and circles; its path has {command}")
    if len(line) > 1:
        yield line
