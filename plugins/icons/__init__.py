"""The icons that browsers and phones ask for.

Reads:  nothing
Writes: context["files"]: favicon.ico, icon.svg, apple-touch-icon.png, icon-192.png, icon-512.png, icon-maskable.png
"""

from functools import partial
from typing import Any

from pelican import signals

from plugins.cache import fingerprint
from plugins.output.output_dir import File, add

SIZES = (
    ("apple-touch-icon", 180, True),
    ("icon-192", 192, False),
    ("icon-512", 512, False),
    ("icon-maskable", 512, True),
)


def attach(generators: list[Any]) -> None:
    made = {"favicon.ico": partial(_drawn, "ico"), "icon.svg": partial(_drawn, "svg")}
    made |= {f"{name}.png": partial(_drawn, "png", size, full) for name, size, full in SIZES}
    add(generators[0].context, (File(name, fingerprint.of_code(), make) for name, make in made.items()))


def _drawn(kind: str, *how: Any) -> bytes:
    from plugins.media import icons  # most builds draw nothing, and what draws is large

    data: bytes = getattr(icons, kind)(*how)
    return data


def register() -> None:
    signals.all_generators_finalized.connect(attach)
