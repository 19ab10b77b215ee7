"""Drawn social cards in the cache: each is drawn when what it shows, or what draws it, changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.media.social_cards import font
from plugins.media.social_cards.design import CardDesign

NAMES, FILES = "social card names", "social cards"  # kinds of rows


class SocialCardCache:
    """Social cards by their design. `designs` has that of each card that was asked for, by its published name."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.designs: dict[str, CardDesign] = {}
        fonts = [Path(font.find_font_file(weight)) for weight in font.WEIGHTS]
        drawing = (
            fingerprint.hash_files(fonts[0].parent, fonts),
            fingerprint.hash_code("media/social_cards", "media/article_pictures"),
        )
        self._code = fingerprint.hash_values(*(one.hex() for one in drawing))
        self._names = {
            key: str(name, "ascii") for key, (code, name) in cache.load_all(NAMES).items() if code == self._code
        }

    def find_or_draw(self, design: CardDesign) -> str:
        """Return the name under which a card is published. It is drawn if it never was."""
        key = self._make_key(design)
        name = self._names.get(key)
        if not name:
            name, data = _draw(design)
            self._names[key] = name
            self.cache.save(NAMES, [(key, self._code, name.encode())])
            self.cache.save(FILES, [(key, self._code, data)])
        self.designs[name] = design
        return name

    def read_data(self, name: str) -> bytes:
        """Read the bytes of the card of this name, which `find_or_draw` returned. It is drawn again if it is lost."""
        design = self.designs[name]
        return self.cache.load(FILES, self._make_key(design), self._code) or _draw(design)[1]

    def _make_key(self, design: CardDesign) -> str:
        photograph = design.photograph.name if design.photograph else ""
        shown = design.label, design.foot, design.title, design.slug, design.motif, photograph
        return hashlib.sha256("\0".join(shown).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _draw(design: CardDesign) -> tuple[str, bytes]:
    """Draw a card; return its name and its bytes."""
    from plugins.media.social_cards.draw import draw_card  # most builds draw nothing, and what draws is large

    data, ending = draw_card(design)
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}", data
