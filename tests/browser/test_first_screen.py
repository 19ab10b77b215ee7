"""What a reader sees first on a small phone, in the font of this machine and in a wide one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Visit
from tools.preview.static_server import serve_static

PHONE = {"width": 320, "height": 640}
FONTS = ["", "DejaVu Sans"]
SHARE = 0.17  # of the screen, for the header
LINES = """() => new Set([...document.querySelectorAll("header nav li")].map(
  (item) => Math.round(item.getBoundingClientRect().top))).size"""
HEIGHT = "(name) => document.querySelector(name)?.getBoundingClientRect().height ?? 0"
END = "(name) => document.querySelector(name).getBoundingClientRect().bottom"
PAGES = ["index.html", "contact/", "search/", "lumo-laser-treatment/", "es/", "es/contacto/", "es/archive/", "404.html"]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", PAGES)
def test_the_header_leaves_room(name: str, font: str, own_site: Path, visit: Visit) -> None:
    with serve_static(own_site) as url:
        page = visit(url + name, viewport=PHONE, bypass_csp=True)
        page.add_style_tag(content=f"* {{ font-family: '{font}' !important }}" if font else "a {}")
        assert page.evaluate(HEIGHT, "body > header") <= SHARE * PHONE["height"]
        assert page.evaluate(LINES) == 1


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", ["lumo-laser-treatment/", "healing-after-a-laser/"])
def test_title_summary_and_first_key_point_are_on_it(name: str, font: str, own_site: Path, visit: Visit) -> None:
    """On a day without a notice."""
    with serve_static(own_site) as url:
        page = visit(url + name, viewport=PHONE, bypass_csp=True)
        page.add_style_tag(content=f"* {{ font-family: '{font}' !important }}" if font else "a {}")
        end = page.evaluate(END, "#key-points li")
        assert 0 < page.evaluate(END, "h1") < page.evaluate(END, ".lede") < end
        assert end - page.evaluate(HEIGHT, ".notices") <= PHONE["height"]
