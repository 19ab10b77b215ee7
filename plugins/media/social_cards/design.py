"""The design of a social card: its texts, mark and picture. `draw` makes the image."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from plugins.media.social_cards.font import DRAWABLE


@lru_cache(maxsize=256)  # labels and feet come again and again
def _is_drawable(text: str) -> bool:
    return DRAWABLE.fullmatch(text) is not None


class CardDesign(NamedTuple):
    """What a card shows: `label` above `title`, `foot` below, the topic's mark as SVG, and a picture's file.

    `picture_name` changes when the picture does, `picture_alt` says what it shows.
    """

    title: str
    label: str
    foot: str
    mark: str = ""
    picture: Path | None = None
    picture_name: str = ""
    picture_alt: str = ""

    def is_drawable(self) -> bool:
        """Check that the font has every letter."""
        return all(map(_is_drawable, (self.title, self.label, self.foot)))

    def describe(self) -> str:
        """Describe what the card says and shows, for those who do not see it."""
        texts = (self.title, self.label, self.foot, self.picture_alt)
        return ". ".join(text.rstrip(".") for text in texts if text)
