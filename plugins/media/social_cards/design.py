"""The design of a social card: its texts and its picture. `draw` makes the image."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from plugins.clinic.model import MotifName
from plugins.media.social_cards.font import DRAWABLE


@lru_cache(maxsize=256)  # labels and feet come again and again
def _is_drawable(text: str) -> bool:
    return DRAWABLE.fullmatch(text) is not None


class Photograph(NamedTuple):
    """A photograph of an article: its file, a name that changes when the file does, and what it shows."""

    file: Path
    name: str
    alt: str


class CardDesign(NamedTuple):
    """What a card shows: `label` above `title`, `foot` below, and beside them a photograph or a drawn picture.

    The picture is drawn from the `slug` and the `motif`.
    """

    title: str
    label: str
    foot: str
    slug: str
    motif: MotifName
    photograph: Photograph | None = None

    def is_drawable(self) -> bool:
        """Check that the font has every letter."""
        return all(map(_is_drawable, (self.title, self.label, self.foot)))

    def describe(self) -> str:
        """Describe what the card says and shows, for those who do not see it."""
        texts = (self.title, self.label, self.foot, self.photograph.alt if self.photograph else "")
        return ". ".join(text.rstrip(".") for text in texts if text)
