"""A published picture: several files, of which a browser chooses one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Picture(NamedTuple):
    """`formats` are endings of files, the best first and the original's last; each of the `widths` has a file of each.

    `name` is a digest of all its files. `tone` is the average colour as three hexadecimal digits, "" where a picture
    is transparent. `hidden` is the metadata of the original, as `plugins.media.images.metadata` names it.
    `original` is the SHA-256 of the original's bytes, `points` that of its points, "" where it has none.
    """

    name: str
    width: int
    height: int
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    tone: str = ""
    hidden: tuple[str, ...] = ()
    original: str = ""
    points: str = ""

    def format_name(self, width: int, ending: str) -> str:
        return f"{self.name}-{width}.{ending}"

    def list_digests(self) -> tuple[str, ...]:
        """List the digests that identify the original: of its bytes and, if it has any, of its points."""
        return tuple(filter(None, (self.original, self.points)))

    def list_names(self) -> list[str]:
        return [self.format_name(width, ending) for width in self.widths for ending in self.formats]


@dataclass(frozen=True, slots=True)
class PictureData:
    """A picture, and the bytes of its files by name."""

    picture: Picture
    files: Mapping[str, bytes]


def make_picture_data(width: int, height: int, data: Mapping[tuple[int, str], bytes], tone: str = "") -> PictureData:
    """Make a picture of `width` by `height` points from its files' bytes, by width and ending."""
    name = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in data.values())).hexdigest()[:12]
    widths, formats = (tuple(dict.fromkeys(key[n] for key in data)) for n in (0, 1))
    picture = Picture(name, width, height, widths, formats, tone)  # type: ignore[arg-type]
    return PictureData(picture, {picture.format_name(*key): part for key, part in data.items()})
