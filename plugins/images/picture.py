"""A picture as it may be published: turned upright, of a sensible size, and without what cameras hide in it."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

from PIL import Image, ImageOps, UnidentifiedImageError

WIDEST = 1600  # pixels
MOST_PIXELS = 40_000_000
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
ACTIVE = re.compile(
    rb"<(\w+:)?script|<(\w+:)?foreignObject|\son\w+\s*=|javascript:|(href|src)\s*=\s*[\"'](?!#)|@import|url\(\s*[\"']?(?!#)|<!ENTITY",
    re.I,
)
SIZE = re.compile(rb"<svg[^>]*\sviewBox\s*=\s*[\"']\s*[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)", re.I)


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` holds a digest of the bytes; `width` and `height` are in pixels."""

    name: str
    data: bytes
    width: int
    height: int


def publishable(name: str, data: bytes) -> Picture | tuple[str, str]:
    """The picture to publish for the file `name`, or what is wrong with it and what to do."""
    stem, _, ending = name.lower().rpartition(".")
    if ending == "svg":
        return _drawing(stem, data)
    if ending not in FORMATS:
        return "is not a kind of picture that the site can publish", "save it as .jpg, .png, .webp or .svg"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # told below
            with Image.open(io.BytesIO(data), formats=[FORMATS[ending]]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return (
                        f"has {opened.width * opened.height / 1e6:.0f} million points",
                        "make it smaller, below 40 million",
                    )
                if getattr(opened, "is_animated", False):
                    return "moves", "use a still picture"
                image = ImageOps.exif_transpose(opened)
                image.thumbnail((WIDEST, WIDEST * 4))
                mode = "RGBA" if FORMATS[ending] != "JPEG" and image.has_transparency_data else "RGB"
                image = image.convert(mode)
    except UnidentifiedImageError:
        return f"is not a {FORMATS[ending]} picture, whatever its name says", "save it again under its right ending"
    except Image.DecompressionBombError:
        return "unpacks to too many points", "make it smaller, below 40 million points"
    except (OSError, ValueError, SyntaxError):
        return "is damaged", "save or copy it again"
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, FORMATS[ending], quality=82, optimize=True)
    return _picture(stem, ending, out.getvalue(), *bare.size)


def _drawing(stem: str, data: bytes) -> Picture | tuple[str, str]:
    active = ACTIVE.search(data)
    try:
        active = active or ACTIVE.search(ElementTree.tostring(ElementTree.fromstring(data)))  # with entities read
    except (ElementTree.ParseError, ValueError):
        return "is damaged", "save or copy it again"
    if active:
        return (
            f"holds {active[0].decode('ascii', 'replace').strip()!r}, which can act or call elsewhere",
            "export it as a plain SVG",
        )
    size = SIZE.search(data)
    if not size:
        return "does not say its size", "export it with a viewBox"
    return _picture(stem, "svg", data, round(float(size[1])), round(float(size[2])))


def _picture(stem: str, ending: str, data: bytes, width: int, height: int) -> Picture:
    stem = re.sub(r"[^a-z0-9/]+", "-", stem).strip("-")
    return Picture(f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}", data, width, height)
