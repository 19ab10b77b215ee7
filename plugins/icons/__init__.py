"""The icons that browsers and phones ask for.

Reads:  nothing
Writes: favicon.ico, icon.svg, apple-touch-icon.png, icon-192.png, icon-512.png
"""

from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.icons import mark


class Icons(Generator):
    def generate_output(self, writer: Any) -> None:
        writer.write_bytes("favicon.ico", mark.ico())
        writer.write_bytes("icon.svg", mark.svg())
        for name, size in {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}.items():
            writer.write_bytes(f"{name}.png", mark.png(size))


def icons(pelican: Any) -> type[Icons]:
    return Icons


def register() -> None:
    signals.get_generators.connect(icons)
