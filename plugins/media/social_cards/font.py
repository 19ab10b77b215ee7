"""The font of social cards: its files, and the letters that it has."""

from __future__ import annotations

import re
from pathlib import Path

from font_source_serif_pro import font_directory

# Latin with its accents, dashes, quotation marks, the bullet, …, €, ™ and the minus sign.
DRAWABLE = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u012b\u012e-\u0131\u0134-\u0149\u014c-\u0165\u0168-\u017f"
    r"\u2010\u2012-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u20ac\u2122\u2212]*"
)
WEIGHTS = ("Regular", "Semibold")


def find_font_file(weight: str) -> Path:
    return Path(font_directory, f"SourceSerifPro-{weight}.otf")
