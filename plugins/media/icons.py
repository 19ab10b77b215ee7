"""The icons that browsers and phones ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.output.output_dir import File

# Of each bitmap: its size in points, and whether it has a margin and filled corners.
BITMAPS = {
    "apple-touch-icon.png": (180, True),
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-maskable.png": (512, True),
}


def list_icon_files(cache: Cache) -> Iterator[File]:
    """List the output files of all icons, which are drawn only when what draws them has changed."""
    code = fingerprint.hash_code("media/icons.py", "media/logo.py")
    icons = cache.memoize("icons", code, _draw_icons)
    for name in icons:
        yield File(name, code, partial(icons.__getitem__, name))


def _draw_icons() -> dict[str, bytes]:
    """Draw every icon; return the bytes of each file by its name."""
    from plugins.media import logo  # most builds draw nothing, and what draws is large

    bitmaps = {name: logo.png(size, full) for name, (size, full) in BITMAPS.items()}
    return {"favicon.ico": logo.ico(), "icon.svg": logo.svg(), **bitmaps}
