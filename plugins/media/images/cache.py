"""The cache of published pictures: each is made once, and stored by a digest of all that it is made of.

There is one zip file for each picture, written in one step. Its checksums are verified when it is read; a damaged one
is made again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import PIL

from pelicanconf import AVIF_QUALITY, JPEG_QUALITY, PICTURE_WIDTHS, WEBP_QUALITY
from plugins.media.images import lfs_pointer
from plugins.media.images.picture import Fault, Picture, PictureData

MAKERS = (Path(__file__).with_name(f"{name}.py") for name in ("svg", "metadata", "lfs_pointer", "encode", "picture"))
NUMBERS = PICTURE_WIDTHS, AVIF_QUALITY, WEBP_QUALITY, JPEG_QUALITY
CODE = hashlib.sha256(b"".join([repr(NUMBERS).encode(), *(path.read_bytes() for path in MAKERS)])).hexdigest()
CACHE_FOLDER = Path(".build/images")
RECORD = "picture.json"
SEEN = "seen.json"
SETTLED = 2 * 10**9  # nanoseconds; a file that was changed since may change again within one tick of its clock


class PictureCache:
    """A folder of published pictures. Digests of originals are cached by file stat, so that few are read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Digests of originals by their state: large files need not be read at every build.
        self._seen: dict[str, str] = {}
        try:
            self._seen_before = dict(json.loads((folder / SEEN).read_bytes()))
        except (OSError, ValueError, TypeError):
            self._seen_before = {}

    def load(self, source: Path) -> Picture | None:
        """Load the picture of this file; None if it was not made before, or is damaged."""
        try:
            with zipfile.ZipFile(self._find_path(source)) as kept:
                return _read_picture(kept)
        except Exception:  # there is none, or it is damaged in whatever way
            return None

    def make(self, source: Path) -> Picture | Fault:
        """Make the picture of this file and store it. May run in several threads."""
        made = _make_picture(source)
        if not isinstance(made, PictureData):
            return made
        made = replace(made, picture=made.picture._replace(original=self._digest(source)))
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as kept:
            for name, content in {RECORD: json.dumps(made.picture).encode(), **made.files}.items():
                kept.writestr(name, content)
        _write_whole(self._find_path(source), data.getvalue())
        return made.picture

    def read_files(self, source: Path) -> Mapping[str, bytes]:
        """Read the bytes of each file of a picture, by name. One that was damaged since is made again."""
        try:
            return self._read_files(source)
        except Exception:  # damaged since
            self.make(source)
            return self._read_files(source)

    def save(self) -> None:
        """Save the digests of the originals for the next build."""
        if self._seen != self._seen_before:
            _write_whole(self.folder / SEEN, json.dumps(self._seen).encode())

    def _read_files(self, source: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(self._find_path(source)) as kept:
            return {name: kept.read(name) for name in _read_picture(kept).list_names()}

    def _find_path(self, source: Path) -> Path:
        made_of = f"{self._digest(source)} {_find_ending(source)} {PIL.__version__} {CODE}"
        return self.folder / f"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.zip"

    def _digest(self, source: Path) -> str:
        """Compute the SHA-256 of an original, or take it from the last build if its file stat is the same.

        A file that was changed less than SETTLED ago may change again with the same stat, so its digest is not saved.
        """
        status = source.stat()
        times = status.st_mtime_ns, status.st_ctime_ns
        state = f"{source} {status.st_ino} {status.st_size} {times}"
        if not (digest := self._seen_before.get(state)):
            with source.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        if time.time_ns() - max(times) > SETTLED:
            self._seen[state] = digest
        return digest


def _read_picture(kept: zipfile.ZipFile) -> Picture:
    name, width, height, widths, formats, tone, hidden, *digests = json.loads(kept.read(RECORD))
    return Picture(name, width, height, tuple(widths), tuple(formats), tone, tuple(hidden), *digests)


def _find_ending(source: Path) -> str:
    return source.suffix.lower().removeprefix(".")


def _make_picture(source: Path) -> PictureData | Fault:
    """Make a picture from an original, by its kind."""
    from plugins.media.images import (
        encode,  # most builds make none, and what makes them is large
        svg,
    )

    with source.open("rb") as file:
        if lfs_pointer.is_pointer(file.read(len(lfs_pointer.START))):
            return lfs_pointer.MISSING
    if _find_ending(source) == "svg":
        return svg.sanitize_svg(source.read_bytes())
    with source.open("rb") as file:
        return encode.publishable(file, _find_ending(source))


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step: it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    partial.write_bytes(data)
    partial.replace(path)
