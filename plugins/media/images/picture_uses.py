"""Which pictures documents show, and which originals there are."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from plugins.documents.conversion import PictureUse
from plugins.documents.document import DocumentMeta
from plugins.documents.markdown import COMPARES

IMAGES_FOLDER = "images"


def list_picture_uses(meta: DocumentMeta) -> list[PictureUse]:
    """List the pictures of a document: those of its text, then that of its front matter."""
    return [*meta.images, *list_header_image(meta)]


def list_header_image(meta: DocumentMeta) -> list[PictureUse]:
    """List the picture of the front matter; empty where it has none."""
    compares = bool(COMPARES.search(meta.image_alt))
    line = meta.lines["portrait" if meta.person else "image"] if meta.image else 0
    return [PictureUse(meta.image, line, False, compares)] if meta.image else []


def parse_picture_path(target: str) -> str:
    """Parse the path of a picture in content/images from any of the ways in which editors write it."""
    path = posixpath.normpath(re.sub(r"^\{\w+\}", "", unquote(target)).lstrip("/"))
    while path.startswith("../"):
        path = path[3:]
    return path.removeprefix(f"{IMAGES_FOLDER}/")


def find_originals(content: Path) -> dict[str, Path]:
    """Find every file in content/images, by its path from there."""
    folder = content / IMAGES_FOLDER
    files = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): path for path in files}
