"""The logo: layers of skin under a beam of light. SVG and bitmaps are drawn from one set of shapes."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

GRID = 64
INK = "#0d4f57"
PAPER = "#fcfaf5"
# Bars as (left, top, right, bottom) on the grid: the beam, then three layers that it passes.
BEAM = (29, 10, 35, 44)
LAYERS = ((12, 24, 52, 28), (12, 36, 52, 40), (12, 48, 52, 52))
ROUND = 14
SAFE = 0.88  # so much smaller, no bar leaves the circle that every phone's mask keeps: two fifths of the grid


def svg() -> bytes:
    bars = "".join(f'<path d="M{x} {y}H{right}V{bottom}H{x}z"/>' for x, y, right, bottom in (BEAM, *LAYERS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">'
        f'<rect width="{GRID}" height="{GRID}" rx="{ROUND}" fill="{INK}"/><g fill="{PAPER}">{bars}</g></svg>'
    ).encode()


def png(size: int, full: bool = False) -> bytes:
    """Draw the logo `size` points wide; `full` has a margin and filled corners, for phones that cut their own shape."""
    out = io.BytesIO()
    (_draw_logo(size, 0, SAFE).convert("RGB") if full else _draw_logo(size)).save(out, "PNG", optimize=True)
    return out.getvalue()


def ico() -> bytes:
    sizes = [_draw_logo(size) for size in (48, 32, 16)]
    out = io.BytesIO()
    sizes[0].save(out, "ICO", sizes=[image.size for image in sizes], append_images=sizes[1:])
    return out.getvalue()


def _draw_logo(size: int, rounded: int = ROUND, share: float = 1) -> Image.Image:
    """Draw the logo in a square of `size` points: four times as large, then reduced, for smooth corners."""
    scale = 4 * size / GRID
    image = Image.new("RGBA", (4 * size, 4 * size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, 4 * size - 1, 4 * size - 1), rounded * scale, fill=INK)
    for bar in (BEAM, *LAYERS):
        x, y, right, bottom = (scale * (GRID / 2 + share * (edge - GRID / 2)) for edge in bar)
        draw.rectangle((x, y, right - 1, bottom - 1), fill=PAPER)
    return image.reduce(4)
