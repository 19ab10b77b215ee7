"""How a heading leads to itself: what is seen of that, what is heard, and what is copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.conftest import Visit
from tools.preview.static_server import serve_static

SIGN = "(link) => getComputedStyle(link, '::before').content.startsWith('\"#\"')"
COPIED = """(link) => {
  const range = document.createRange();
  range.selectNode(link.closest("h2"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return String(getSelection());
}"""


@pytest.fixture(scope="module")
def url(own_site: Path) -> Iterator[str]:
    with serve_static(own_site) as url:
        yield f"{url}lumo-laser-treatment/"


def find_link(page: object, name: str) -> Locator:
    return page.get_by_role("heading", name=name, exact=True).get_by_role("link", name=name, exact=True)  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("name", "address"), [("What it costs", "what-it-costs"), ("What can go wrong", "risks")])
def test_a_heading_shows_its_sign_to_who_points_at_it_and_leads_to_itself(
    width: int, name: str, address: str, url: str, visit: Visit
) -> None:
    page = visit(url, viewport={"width": width, "height": 640})
    link = find_link(page, name)
    size = link.evaluate("(link) => document.documentElement.scrollWidth + ',' + link.getBoundingClientRect().height")
    assert not link.evaluate(SIGN)
    link.hover()
    assert link.evaluate(SIGN)
    page.mouse.move(0, 0)
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate(SIGN)
    # Nothing moves, and nothing is wider than the window.
    assert size == link.evaluate(
        "(link) => document.documentElement.scrollWidth + ',' + link.getBoundingClientRect().height"
    )
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#{address}"
    expect(link).to_be_in_viewport()


def test_the_sign_is_neither_copied_nor_printed(url: str, visit: Visit) -> None:
    page = visit(url)
    link = find_link(page, "What it costs")
    link.hover()
    assert link.evaluate(COPIED).strip() == "What it costs"
    page.mouse.move(0, 0)
    page.emulate_media(media="print")
    assert not link.evaluate(SIGN)
    assert link.evaluate("(link) => getComputedStyle(link).textDecorationLine") == "none"
