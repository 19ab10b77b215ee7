"""Drawings (SVG) for publishing: they cannot act, move or load anything, and have no traces of their maker.

A pure function of the file's bytes. Pages show drawings through <img> only, where browsers run nothing of them either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pelicanconf import PICTURE_WIDTHS
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.media.images.picture import PictureData, make_picture_data

MAX_BYTES = 200_000  # what needs more is a picture made of points
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ACTIVE = {"script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video", "canvas"}
MOVING = {"animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard"}
TRACES = {"metadata", "title", "desc"}
DECLARATION = re.compile(r"<!ENTITY\b|<\?(?!xml\s)[\w-]*")  # of an entity, or an instruction to a program
# In an attribute or a style: what loads something else, or runs.
OUTSIDE = re.compile(r"""url\(\s*["']?(?!\s*["']?\#)|@import|image-set|src\(|javascript:|[a-z]+://|\\""", re.I)
NUMBER = re.compile(r"\s*(\d*\.?\d+)(px)?\s*")

ElementTree.register_namespace("", SVG[1:-1])
ElementTree.register_namespace("xlink", LINK[1:-5])


def sanitize_svg(data: bytes) -> PictureData | Diagnostic:
    """Check a drawing, strip its metadata and measure it; or say what is wrong with it."""
    if len(data) > MAX_BYTES:
        return diagnose("svg-large", kilobytes=len(data) // 1000)
    try:
        return _sanitize_text(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ElementTree.ParseError, RecursionError):
        return diagnose("picture-damaged")


def _sanitize_text(text: str) -> PictureData | Diagnostic:
    """Check, strip and measure the text of a drawing. Raises ParseError, or RecursionError if it is nested deeply."""
    if declared := DECLARATION.search(text):
        return _diagnose_part(declared[0])
    root = ElementTree.fromstring(text)
    if root.tag != f"{SVG}svg":
        return diagnose("svg-other")
    if error := next(_find_unsafe_parts(root), None):
        return error
    _strip_traces(root)
    stripped = ElementTree.tostring(root, encoding="utf-8")
    if not (size := _read_size(root)):
        return diagnose("svg-unsized")
    width, height = size
    return make_picture_data(width, height, {(width, "svg"): stripped})


def _diagnose_part(part: str) -> Diagnostic:
    return diagnose("svg-active", part=part[:40])


def _find_unsafe_parts(root: Element) -> Iterator[Diagnostic]:
    """Find what can act, move or load something else: elements, attributes and styles."""
    for element in root.iter():
        tag = _strip_namespace(element.tag)
        if tag.lower() in ACTIVE:
            yield _diagnose_part(f"<{tag}>")
        if tag == "image":
            yield diagnose("svg-with-picture")
        if tag.lower() in MOVING or (tag == "style" and "@keyframes" in (element.text or "")):
            yield diagnose("svg-moving")
        yield from _find_unsafe_attributes(element)
        if tag == "style" and (outside := OUTSIDE.search("".join(element.itertext()))):
            yield _diagnose_part(outside[0])


def _find_unsafe_attributes(element: Element) -> Iterator[Diagnostic]:
    for qualified_name, value in element.items():
        name = _strip_namespace(qualified_name).lower()
        is_outer_link = name in ("href", "src") and not value.strip().startswith("#")
        if name.startswith("on") or is_outer_link:
            yield _diagnose_part(f"{name}={value}")
        elif _is_published(element) and OUTSIDE.search(value):
            yield _diagnose_part(value)


def _strip_namespace(name: str) -> str:
    """Strip the namespace, which ElementTree writes in braces in front of a name."""
    return name.rpartition("}")[2]


def _is_published(element: Element) -> bool:
    return element.tag.startswith(SVG) and element.tag.removeprefix(SVG) not in TRACES


def _strip_traces(root: Element) -> None:
    """Remove what drawing programs leave in a file: names, dates, paths, their own settings."""
    for element in list(root.iter()):
        for name in [name for name in element.attrib if name.startswith("{") and name not in (LINK, SPACE)]:
            del element.attrib[name]
        for child in list(element):
            if not _is_published(child):
                element.remove(child)


def _read_size(root: Element) -> tuple[int, int] | None:
    """Read width and height from the drawing. By its viewBox alone it is as wide as a column of text."""
    said = [NUMBER.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = [NUMBER.fullmatch(part) for part in root.get("viewBox", "").replace(",", " ").split()[2:]]
    sides = [float(match[1]) for match in (said if all(said) else box) if match]
    if len(sides) != 2 or not all(sides):
        return None
    scale = 1 if all(said) else PICTURE_WIDTHS[1] / sides[0]
    width, height = (max(1, round(side * scale)) for side in sides)
    return width, height
