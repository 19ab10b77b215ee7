"""The image of a social card: its texts on paper, and beside them a photograph or a drawn picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageOps

from plugins.media.article_pictures.motifs import make_picture
from plugins.media.article_pictures.painter import Color, paint_picture
from plugins.media.article_pictures.shapes import Tone
from plugins.media.social_cards import typesetting
from plugins.media.social_cards.design import CardDesign

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
PICTURE_WIDTH = 560
LABEL, TITLE, FOOT = (64, 88), (160, 330), (510, 88)  # the top and the height of the box of each text
TEXT_WIDTH = WIDTH - PICTURE_WIDTH - 2 * MARGIN
# Of a JPEG: the best of these that makes no more bytes, or else the worst.
QUALITIES, WORST_QUALITY, MAX_BYTES = (82, 70, 55, 40, 25), 10, 60_000
COLORS = 64  # of a PNG: flat tones, and the steps between them at smooth edges
# theme/css/tokens.css, in light
INK, QUIET = (34, 51, 51), (68, 85, 85)
TONES: dict[Tone, Color] = {
    "paper": (252, 250, 245),
    "accent": (0, 85, 85),
    "tint": (224, 238, 234),
    "mist": (196, 222, 216),
    "sea": (143, 188, 180),
    "sand": (246, 231, 212),
    "blush": (239, 198, 164),
    "clay": (221, 153, 102),
}


class CardText(NamedTuple):
    """A text on a card: the top and the height of its box, its largest size in pixels, its weight and its color."""

    text: str
    box: tuple[int, int]
    largest: int
    weight: str
    color: Color


def draw_card(design: CardDesign) -> tuple[bytes, str]:
    """Draw a card, and return its file and the ending of its name: a JPEG of a photograph, else a PNG."""
    card = Image.new("RGB", (WIDTH, HEIGHT), TONES["paper"])
    label = CardText(design.label, LABEL, 36, "Regular", QUIET)
    title = CardText(design.title, TITLE, 72, "Semibold", INK)
    foot = CardText(design.foot, FOOT, 34, "Semibold", TONES["accent"])
    for text in (label, title, foot):
        _write_text(ImageDraw.Draw(card), text)
    if design.photograph:
        card.paste(_fit_photograph(design.photograph.file), (WIDTH - PICTURE_WIDTH, 0))
        return _save_small_jpeg(card), "jpg"
    picture = make_picture(design.slug, design.motif)
    card.paste(paint_picture(picture, PICTURE_WIDTH, HEIGHT, TONES), (WIDTH - PICTURE_WIDTH, 0))
    return _save_small_png(card), "png"


def _write_text(pen: ImageDraw.ImageDraw, text: CardText) -> None:
    """Write a text into its box, from the top."""
    top, height = text.box
    fitted = typesetting.fit_text(text.text, text.weight, TEXT_WIDTH, height, text.largest)
    font = typesetting.load_font(text.weight, fitted.size)
    for number, line in enumerate(fitted.lines):
        pen.text((MARGIN, top + number * fitted.leading), line, text.color, font)


def _fit_photograph(file: Path) -> Image.Image:
    """Cut a photograph to the place of the picture; where it is transparent, there is paper."""
    size = (PICTURE_WIDTH, HEIGHT)
    with Image.open(file) as opened:
        opened.draft("RGB", (2 * PICTURE_WIDTH, 2 * HEIGHT))
        picture = ImageOps.fit(ImageOps.exif_transpose(opened).convert("RGBA"), size)
    ground = Image.new("RGB", size, TONES["paper"])
    ground.paste(picture, (0, 0), picture)
    return ground


def _save_small_png(image: Image.Image) -> bytes:
    # A seventh of the time of the default method and the last level, for no more bytes.
    few_colors = image.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return _save_image(few_colors, "PNG", compress_level=8)


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
