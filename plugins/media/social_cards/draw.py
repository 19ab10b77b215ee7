"""The image of a social card: paper, ink, one accent rule, the topic's mark, and a photograph."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageOps

from plugins.media.social_cards import topic_mark, typesetting
from plugins.media.social_cards.design import CardDesign

WIDTH, HEIGHT = 1200, 630
MARGIN = 88
PICTURE_WIDTH = 440  # of an article's own picture
# Of a JPEG: the best of these that makes no more bytes, or else the worst.
QUALITIES, WORST_QUALITY, MAX_BYTES = (82, 70, 55, 40, 25), 10, 60_000
MARK = 72
STROKE = 1.5  # of a mark, on its grid
TINT = 40  # of 255
FINE = 4  # a mark is drawn so many times as large, for smooth edges
HEAD, RULE, FOOT = 72, 176, 510  # tops of the mark, the rule and the last lines
TITLE = (RULE + 24, FOOT - 24)  # the top and the bottom of its box
INKED = 255  # how much a point of a mask is inked, at most
# theme/css/tokens.css, in light
PAPER, INK, ACCENT = (252, 250, 245), (28, 39, 47), (13, 79, 87)
SHADES = 8  # from paper to ink, and from paper to accent: smooth edges, and four bits a point


def draw_card(face: CardDesign) -> tuple[bytes, str]:
    """Draw a card, and return its file and the ending of its name.

    It is a PNG of a few shades of two colours, or a JPEG where there is a photograph beside them.
    """
    right = WIDTH - PICTURE_WIDTH - MARGIN // 2 if face.picture else WIDTH - MARGIN
    ink_shades = _draw_title(face.title, right).point([value * SHADES // 256 for value in range(256)])
    card = ImageChops.add(ink_shades, _draw_frame(face.label, face.foot, face.mark, right))
    # The shades of ink are the first colours of the palette, those of the accent follow.
    card.putpalette([part for colour in (INK, ACCENT) for step in range(SHADES) for part in _mix_shade(colour, step)])
    if not face.picture:
        return _save_image(card, "PNG"), "png"
    return _save_small_jpeg(_add_picture(card, face.picture)), "jpg"


def _draw_title(text: str, right: int) -> Image.Image:
    """Draw the title as a mask, from the margin to `right`, in the middle of its height."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(ink)
    top, bottom = TITLE
    title = typesetting.fit_text(text, "Semibold", right - MARGIN, bottom - top)
    y = (top + bottom - title.leading * len(title.lines)) // 2
    for line in title.lines:
        pen.text((MARGIN, y), line, INKED, typesetting.load_font("Semibold", title.size))
        y += title.leading
    return ink


def _add_picture(card: Image.Image, file: Path) -> Image.Image:
    """Return the card in full colour, with the picture in `file` at its right edge."""
    with Image.open(file) as opened:
        opened.draft("RGB", (2 * PICTURE_WIDTH, 2 * HEIGHT))
        picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGBA"), (PICTURE_WIDTH, HEIGHT))
    whole = card.convert("RGB")
    whole.paste(picture, (WIDTH - PICTURE_WIDTH, 0), picture)
    return whole


def _save_small_jpeg(image: Image.Image) -> bytes:
    for quality in QUALITIES:
        data = _save_image(image, "JPEG", quality=quality, optimize=True)
        if len(data) <= MAX_BYTES:
            return data
    return _save_image(image, "JPEG", quality=WORST_QUALITY)


def _save_image(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


@lru_cache(maxsize=64)
def _draw_frame(label: str, foot: str, svg: str, right: int) -> Image.Image:
    """Draw what all cards of a topic share, in shades of the accent colour."""
    accent = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(accent)
    left = MARGIN
    if svg:
        accent.paste(draw_mask(svg, MARK), (MARGIN, HEAD))
        left += MARK + 24
    head = typesetting.fit_text(label, "Regular", right - left, MARK, 44)
    pen.text((left, HEAD + MARK // 2), head.lines[0], INKED, typesetting.load_font("Regular", head.size), anchor="lm")
    pen.rectangle((MARGIN, RULE, right - 1, RULE + 3), INKED)
    last = typesetting.fit_text(foot, "Regular", right - MARGIN, MARK, 36)
    pen.multiline_text((MARGIN, FOOT), "\n".join(last.lines), INKED, typesetting.load_font("Regular", last.size))
    return accent.point([n and SHADES + n * SHADES // 256 for n in range(256)])


def _mix_shade(colour: tuple[int, int, int], n: int) -> tuple[int, ...]:
    """Mix step `n` of SHADES between the paper and a colour."""
    return tuple(round(paper + (part - paper) * n / (SHADES - 1)) for paper, part in zip(PAPER, colour, strict=True))


def draw_mask(svg: str, size: int) -> Image.Image:
    """Draw a mark as a mask: how much of each of `size` by `size` points is inked, from 0 to 255."""
    scale = FINE * size / (topic_mark.GRID + STROKE)
    half = STROKE * scale / 2
    image = Image.new("L", (FINE * size, FINE * size))
    draw = ImageDraw.Draw(image)
    for line, tinted in topic_mark.parse_shapes(svg):
        points = [(point.real * scale + half, point.imag * scale + half) for point in line]
        if tinted:
            draw.polygon(points, TINT)
            continue
        draw.line(points, INKED, round(2 * half), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), INKED)
    return image.resize((size, size), Image.Resampling.LANCZOS)
