"""Which pictures documents show, and which originals there are."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from plugins.documents.document import Card
from plugins.documents.draft import Shown
from plugins.documents.markdown import COMPARES

FOLDER = "images"


def uses(card: Card) -> list[Shown]:
    """List the pictures of a document: those of its text, then that of its front matter."""
    return [*card.images, *header_image(card)]


def header_image(card: Card) -> list[Shown]:
    """List the picture of the front matter; empty where it has none."""
    compares = bool(COMPARES.search(card.image_alt))
    return [Shown(card.image, card.lines["image"], False, compares)] if card.image else []


def file_name(target: str) -> str:
    """Parse the path of a picture in content/images from any of the ways in which editors write it."""
    path = posixpath.normpath(re.sub(r"^\{\w+\}", "", unquote(target)).lstrip("/"))
    while path.startswith("../"):
        path = path[3:]
    return path.removeprefix(f"{FOLDER}/")


def originals(content: Path) -> dict[str, Path]:
    """Find every file in content/images, by its path from there."""
    folder = content / FOLDER
    files = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): path for path in files}
