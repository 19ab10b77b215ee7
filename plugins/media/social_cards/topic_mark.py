"""A topic's mark, parsed from the theme's SVG: straight strokes and circles on a grid of 24."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

GRID = 24
COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")  # of a path: a letter and its numbers
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
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


def parse_strokes(path: str) -> list[Line]:
    """Parse the lines that an SVG path draws, each as its points. Numbers of a small letter count from the last point.

    Raises ValueError at a command other than M, L, H, V and Z.
    """
    lines: list[Line] = [[]]
    for command, text in COMMAND.findall(path):
        numbers = [float(number) for number in NUMBER.findall(text)]
        if command in "Mm":  # a line begins at its first point, and goes on to any further ones
            last_line = lines[-1]
            origin = last_line[-1] if command == "m" and last_line else 0
            lines.append([origin + complex(*numbers[:2])])
            numbers = numbers[2:]
        _add_points(lines[-1], command, numbers)
    return [line for line in lines if len(line) > 1]


def _add_points(line: Line, command: str, numbers: list[float]) -> None:
    """Add the points to a line to which a command of its path, with these numbers, leads."""
    is_relative = command.islower()  # as a factor, 1 keeps the last point and 0 drops it
    match command.upper():
        case "M" | "L":
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                line.append(is_relative * line[-1] + complex(x, y))
        case "H":
            line += [complex(is_relative * line[-1].real + x, line[-1].imag) for x in numbers]
        case "V":
            line += [complex(line[-1].real, is_relative * line[-1].imag + y) for y in numbers]
        case "Z":
            line.append(line[0])
        case _:
            raise ValueError(f"a mark is drawn of straight strokes and circles; its path has {command}")
