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
    """Parse the lines of a path of M, L, H, V and Z, in either case. Raise ValueError at any other command."""
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
