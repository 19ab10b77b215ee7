"""The colours, measured as WCAG does."""

from __future__ import annotations

import re

import pytest

from tests.project import ROOT

TOKENS = dict(
    re.findall(r"--color-([a-z]+): light-dark\(([^)]*)\)", (ROOT / "theme/css/tokens.css").read_text("utf-8"))
)
PAIRS = [
    *((text, ground, 7) for text in ("ink", "accent") for ground in ("paper", "tint", "sand")),
    *((text, ground, 6.4) for text in ("quiet",) for ground in ("paper", "tint", "sand")),
    ("ink", "mark", 7),
    ("alarm", "paper", 7),
    ("caution", "sand", 3),
]


def luminance(colour: str) -> float:
    digits = colour.strip().removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(text: str, ground: str, least: float, scheme: int) -> None:
    low, high = sorted(luminance(TOKENS[name].split(",")[scheme]) for name in (text, ground))
    assert (high + 0.05) / (low + 0.05) >= least
