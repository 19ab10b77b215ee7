"""The icons that browsers and phones ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from plugins.cache import fingerprint
from plugins.output.output_dir import File

SIZES = (
    ("apple-touch-icon", 180, True),
    ("icon-192", 192, False),
    ("icon-512", 512, False),
    ("icon-maskable", 512, True),
)


def list_icon_files() -> Iterator[File]:
    """List the output files of all icons."""
    makers = {"favicon.ico": partial(_draw_icon, "ico"), "icon.svg": partial(_draw_icon, "svg")}
    makers |= {f"{name}.png": partial(_draw_icon, "png", size, full) for name, size, full in SIZES}
    for name, make in makers.items():
        yield File(name, fingerprint.hash_code(), make)


def _draw_icon(kind: str, *how: Any) -> bytes:
    """Draw the logo as `kind` of file, "svg", "png" or "ico"."""
    from plugins.media import logo  # most builds draw nothing, and what draws is large

    data: bytes = getattr(logo, kind)(*how)
    return data
