"""The cache of drawn social cards: each is drawn once, and found again by what it is drawn from."""

from __future__ import annotations

import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path

import PIL

from plugins.media.social_cards import font
from plugins.media.social_cards.design import CardDesign


class SocialCardCache:
    """A folder of files named `<key>.<digest>.<ending>`: the digests of what a card is drawn from, and of its bytes.

    Each is written in one step. One that was damaged since is drawn again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faces: dict[str, CardDesign] = {}
        kept = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
        self._names = dict(name.split(".", 1) for name in kept if name.count(".") == 2)

    def find_or_draw(self, face: CardDesign) -> str:
        """Return the name under which a card is published; it is drawn if it never was."""
        key = _compute_key(face)
        name = self._names.get(key) or self._draw(key, face)
        self._names[key] = name
        self.faces[name] = face
        return name

    def read_data(self, name: str) -> bytes:
        """Read the bytes of the card of this name, which `find_or_draw` returned."""
        key = _compute_key(self.faces[name])
        path = self.folder / f"{key}.{name}"
        data = path.read_bytes() if path.exists() else b""
        if _digest(data) != name.split(".")[0]:
            path.unlink(missing_ok=True)
            data = (self.folder / f"{key}.{self._draw(key, self.faces[name])}").read_bytes()
        return data

    def _draw(self, key: str, face: CardDesign) -> str:
        from plugins.media.social_cards.draw import draw_card  # most builds draw nothing, and what draws is large

        data, ending = draw_card(face)
        name = f"{_digest(data)}.{ending}"
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f"{key}.{os.getpid()}"
        partial.write_bytes(data)
        partial.replace(self.folder / f"{key}.{name}")
        return name


def _compute_key(face: CardDesign) -> str:
    said = (_digest_shared(face.label, face.foot, face.mark), face.title, face.picture_name)
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=256)
def _digest_shared(*said: str) -> str:
    """Compute a digest of what the cards of many articles have in common."""
    return hashlib.sha256(repr((_fingerprint_drawing(), *said)).encode()).hexdigest()


@cache
def _fingerprint_drawing() -> str:
    """Fingerprint what draws cards: this code, the font, and Pillow."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), *map(font.find_font_file, font.WEIGHTS)]
    return " ".join([PIL.__version__, *(_digest(path.read_bytes()) for path in files)])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
