"""Published pictures in the cache: each is made when its original, or what makes it, changes."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

from pelicanconf import AVIF_QUALITY, JPEG_QUALITY, PICTURE_WIDTHS, WEBP_QUALITY
from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.file_stat import is_settled, read_file_stat
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.media.images import lfs_pointer
from plugins.media.images.picture import Picture, PictureData

MAKERS = ("svg", "metadata", "lfs_pointer", "encode", "picture")
NUMBERS = PICTURE_WIDTHS, AVIF_QUALITY, WEBP_QUALITY, JPEG_QUALITY
PICTURES, FILES = "pictures", "picture files"  # kinds of rows


class PictureCache:
    """The pictures of originals. The digests of originals are cached by file stat, so that few are read."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.code = fingerprint.hash_code(*(f"media/images/{name}.py" for name in MAKERS))

    def load(self, source: Path) -> Picture | None:
        """Load the picture of this file, None where it was not made before."""
        key = self._make_key(source)
        cached = self.cache.load(PICTURES, key.hex(), key)
        return pickle.loads(cached) if cached else None

    def save(self, source: Path, made: PictureData) -> Picture:
        """Save the picture that `make_picture` made of this file."""
        key = self._make_key(source)
        picture = made.picture._replace(original=self._hash_original(source).hex())
        self.cache.save(PICTURES, [(key.hex(), key, pickle.dumps(picture, 5))])
        self.cache.save(FILES, ((name, key, data) for name, data in made.files.items()))
        return picture

    def read_file(self, source: Path, name: str) -> bytes:
        """Read the bytes of one file of a picture; the picture is made again where the cache has lost it.

        Raises KeyError if the picture of `source` has no such file.
        """
        if data := self.cache.load(FILES, name, self._make_key(source)):
            return data
        made = make_picture(source)
        if not isinstance(made, PictureData):
            raise KeyError(name)
        return made.files[name]

    def _make_key(self, source: Path) -> bytes:
        return fingerprint.hash_values(self._hash_original(source).hex(), find_ending(source), self.code.hex(), NUMBERS)

    def _hash_original(self, source: Path) -> bytes:
        """Compute the SHA-256 of an original, or take it from the cache where its file stat is the same."""
        name, stat = fingerprint.hash_values(str(source)).hex(), read_file_stat(str(source))  # a path may not be UTF-8
        if digest := self.cache.load("originals", name, stat):
            return digest
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        if is_settled(stat):
            self.cache.save("originals", [(name, stat, digest)])
        return digest


def make_picture(source: Path) -> PictureData | Diagnostic:
    """Make a picture from an original, by its kind. May run in several threads."""
    from plugins.media.images import (
        encode,  # most builds make none, and what makes them is large
        svg,
    )

    with source.open("rb") as file:
        if lfs_pointer.is_pointer(file.read(len(lfs_pointer.START))):
            return diagnose("picture-lfs-pointer")
    if find_ending(source) == "svg":
        return svg.sanitize_svg(source.read_bytes())
    with source.open("rb") as file:
        return encode.publishable(file, find_ending(source))


def find_ending(source: Path) -> str:
    """Find the ending of a file's name, in small letters."""
    return source.suffix.lower().removeprefix(".")
