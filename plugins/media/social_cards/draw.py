"""The image of a social card: paper, ink, one accent rule, the topic's mark, and a photograph."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageOps

from plugins.media.social_cards import topic_mark, typesetting
from plugins.media.social_cards.design import CardDesign

WIDTH, HEIGHT = 1200, 630
MARGIN = 88
PICTURE = 440  # the width of an article's own picture
QUALITIES, MOST = (82, 70, 55, 40, 25), 60_000  # the best of these for a photograph that makes no more bytes
MARK = 72
STROKE = 1.5  # of a mark, on its grid
TINT = 40  # of 255
FINE = 4  # a mark is drawn so many times as large, for smooth edges
HEAD, RULE, FOOT = 72, 176, 510  # tops of the mark, the rule and the last lines
TITLE = (RULE + 24, FOOT - 24)
# theme/css/tokens.css, in light
PAPER, INK, ACCENT = (252, 250, 245), (28, 39, 47), (13, 79, 87)
SHADES = 8  # from paper to ink, and from paper to accent: smooth edges, and four bits a point


def draw_card(face: CardDesign) -> tuple[bytes, str]:
    """Draw a card, and return its file and the ending of its name.

    It is a PNG of a few shades of two colours, or a JPEG where there is a photograph beside them.
    """
    right = WIDTH - PICTURE - MARGIN // 2 if face.picture else WIDTH - MARGIN
    ink = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(ink)
    top, bottom = TITLE
    title = typesetting.fit_text(face.title, "Semibold", right - MARGIN, bottom - top)
    y = (top + bottom - title.leading * len(title.lines)) // 2
    for line in title.lines:
        pen.text((MARGIN, y), line, 255, typesetting.load_font("Semibold", title.size))
        y += title.leading
    shades = ink.point([n * SHADES // 256 for n in range(256)])
    card = ImageChops.add(shades, _draw_frame(face.label, face.foot, face.mark, right))
    card.putpalette([part for colour in (INK, ACCENT) for n in range(SHADES) for part in _mix_shade(colour, n)])
    if not face.picture:
        return _save_image(card, "PNG"), "png"
    with Image.open(face.picture) as opened:
        opened.draft("RGB", (2 * PICTURE, 2 * HEIGHT))
        picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGBA"), (PICTURE, HEIGHT))
    whole = card.convert("RGB")
    whole.paste(picture, (WIDTH - PICTURE, 0), picture)
    files = (_save_image(whole, "JPEG", quality=quality, optimize=True) for quality in QUALITIES)
    return next((data for data in files if len(data) <= MOST), None) or _save_image(whole, "JPEG", quality=10), "jpg"


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
    pen.text((left, HEAD + MARK // 2), head.lines[0], 255, typesetting.load_font("Regular", head.size), anchor="lm")
    pen.rectangle((MARGIN, RULE, right - 1, RULE + 3), 255)
    last = typesetting.fit_text(foot, "Regular", right - MARGIN, MARK, 36)
    pen.multiline_text((MARGIN, FOOT), "\n".join(last.lines), 255, typesetting.load_font("Regular", last.size))
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
        draw.line(points, 255, round(2 * half), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), 255)
    return image.resize((size, size), Image.Resampling.LANCZOS)
