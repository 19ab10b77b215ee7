"""Every stop of the Tab key, photographed with the focus and without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypedDict

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests import awkward
from tests.conftest import Visit
from tools.preview.static_server import serve_static

# A page of each template, and of what only one page has.
SAMPLE = (
    "index.html",
    "every-part/index.html",
    "chat/index.html",
    "search/index.html",
    "archive/index.html",
    "404.html",
)
SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
STOPS = 400
ALIKE = 2  # stops of one kind that are photographed; the others look the same
MARGIN = 12  # of a photograph around the stop, in pixels: a ring stands outside its box
# Where the focus is, what it looks like there, and how long the edge is that a ring should follow.
HERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const kind = [here, here.parentElement].map((one) => `${one.localName}.${one.className}`).join(" in ");
  const box = here.getBoundingClientRect();
  const edges = [...here.getClientRects()].map((one) => 2 * (one.width + one.height));
  const edge = Math.min(2 * (box.width + box.height), edges.reduce((sum, one) => sum + one, 0));
  const words = here.textContent.trim().slice(0, 40);
  const hidden = box.bottom < 9 || box.top > innerHeight - 9;
  return { kind, words, edge, hidden, box: [box.left, box.top, box.right, box.bottom] };
}"""


class Stop(TypedDict):
    kind: str
    words: str
    edge: float
    box: list[float]
    hidden: bool


@pytest.fixture(scope="module")
def url(awkward_site: Path) -> Iterator[str]:
    with serve_static(awkward_site, awkward.BASE) as url:
        yield url


def stops(page: Page) -> Iterator[Stop]:
    """Every stop of the Tab key from the top of the page to its end."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        here: Stop | None = page.evaluate(HERE)
        if here is None:
            return
        yield here
    raise AssertionError(f"after {STOPS} stops the page goes on: a trap")


def photograph(page: Page, box: list[float]) -> Image.Image:
    size = page.viewport_size
    assert size
    left, top = max(box[0] - MARGIN, 0), max(box[1] - MARGIN, 0)
    right, bottom = min(box[2] + MARGIN, size["width"]), min(box[3] + MARGIN, size["height"])
    clip: Any = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return Image.open(BytesIO(page.screenshot(clip=clip, caret="initial"))).convert("RGB")


def changed(one: Image.Image, other: Image.Image) -> int:
    """How many pixels differ by 3:1 or more."""
    where = ImageChops.difference(one, other).getbbox()
    if not where:
        return 0
    pairs = Counter(zip(pixels(one.crop(where)), pixels(other.crop(where)), strict=True))
    return sum(count for (first, second), count in pairs.items() if contrast(first, second) >= 3)


def pixels(image: Image.Image) -> Iterator[bytes]:
    data = image.tobytes()
    return (data[at : at + 3] for at in range(0, len(data), 3))


def contrast(one: bytes, other: bytes) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(pixel: bytes) -> float:
    shares = [part / 255 for part in pixel]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def weak(page: Page, seen: Counter[str]) -> list[str]:
    """The stops that are out of sight, or change by less than an edge of one pixel around them.

    `seen` counts the kinds that were photographed before.
    """
    faults: list[str] = []
    before = seen.total()
    for stop in stops(page):
        seen[stop["kind"]] += 1
        if seen[stop["kind"]] > ALIKE:
            continue
        if stop["hidden"]:
            faults.append(f"is out of sight: {stop['kind']} “{stop['words']}”")
        focused = photograph(page, stop["box"])
        page.evaluate("document.activeElement.blur()")
        count = changed(focused, photograph(page, stop["box"]))
        if count < stop["edge"]:
            faults.append(f"{count} of {stop['edge']:.0f} pixels change: {stop['kind']} “{stop['words']}”")
    assert seen.total() > before + 5
    return faults


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_stop_of_the_tab_key_is_seen(url: str, visit: Visit, scheme: str) -> None:
    seen: Counter[str] = Counter()
    faults = []
    page = visit(url, viewport={"width": 800, "height": 900}, **SCHEMES[scheme])
    for name in SAMPLE:
        page.goto(url + name)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        faults += [f"{name} {fault}" for fault in weak(page, seen)]
    assert faults == []


def test_a_stop_that_is_not_seen_is_told(visit: Visit) -> None:
    with serve_static(Path(__file__).parent / "faulty") as url:
        faults = "\n".join(
            weak(visit(url, viewport={"width": 800, "height": 900}, java_script_enabled=False), Counter())
        )
    for name in ("ringless", "faint", "covered"):
        assert f"“{name}”" in faults
    assert "“address”" not in faults
