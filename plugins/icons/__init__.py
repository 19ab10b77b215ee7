"""The icons that browsers and phones ask for.

Reads:  nothing
Writes: favicon.ico, icon.svg, apple-touch-icon.png, icon-192.png, icon-512.png, icon-maskable.png
"""

from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.icons import mark

SIZES = (
    ("apple-touch-icon", 180, True),
    ("icon-192", 192, False),
    ("icon-512", 512, False),
    ("icon-maskable", 512, True),
)


class Icons(Generator):
    def generate_output(self, writer: Any) -> None:
        writer.write_bytes("favicon.ico", mark.ico())
        writer.write_bytes("icon.svg", mark.svg())
        for name, size, full in SIZES:
            writer.write_bytes(f"{name}.png", mark.png(size, full))


def icons(pelican: Any) -> type[Icons]:
    return Icons


def register() -> None:
    signals.get_generators.connect(icons)
