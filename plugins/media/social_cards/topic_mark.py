"""A topic's mark, parsed from the theme's SVG: straight strokes and circles on a grid of 24."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

GRID = 24
TURN = complex(0.9951847266721969, 0.0980171403295606)  # a 64th of a circle, the same on every platform

Line = list[complex]


def parse_shapes(svg: str) -> Iterator[tuple[Line, bool]]:
    """Parse the shapes of a mark: the points of each, and whether it is a tinted area and not a stroke."""
    for element in ElementTree.fromstring(svg).iter():
        tinted = element.get("class", "").endswith("__tint")
        if element.tag.endswith("circle"):
            centre = complex(float(element.get("cx", 0)), float(element.get("cy", 0)))
            yield [centre + float(element.get("r", 0)) * TURN**n for n in range(65)], tinted
        for line in parse_strokes(element.get("d", "")):
            yield line, tinted


def parse_strokes(path: str) -> Iterator[Line]:
    """Parse the lines of a path of M, L, H, V and Z, in either case. Raise ValueError at any other command.

    In lower case, its numbers count from the last point.
    """
    line: Line = []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        is_relative = command.islower()
        match command.upper():
            case "M":
                if len(line) > 1:
                    yield line
                origin = line[-1] if is_relative and line else 0
                line = [origin + complex(*numbers[:2])]
                _add_points(line, numbers[2:], is_relative)  # a line leads to each further point
            case "L":
                _add_points(line, numbers, is_relative)
            case "H":
                for x in numbers:
                    line.append(complex(is_relative * line[-1].real + x, line[-1].imag))
            case "V":
                for y in numbers:
                    line.append(complex(line[-1].real, is_relative * line[-1].imag + y))
            case "Z":
                line.append(line[0])
            case _:
                raise ValueError(f"a mark is drawn of straight strokes and circles; its path has {command}")
    if len(line) > 1:
        yield line


def _add_points(line: Line, numbers: list[float], is_relative: bool) -> None:
    """Add points, given as x, y, x, y, ..., to the line."""
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        line.append(is_relative * line[-1] + complex(x, y))
