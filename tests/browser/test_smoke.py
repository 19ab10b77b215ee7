"""The site in a real browser: it opens, it is quiet, and the keyboard finds the text."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest

from tests import project
from tests.conftest import Visit

PATHS = ["/", "/halo-laser-treatment/", "/contact/", "/chat/", "/archive/", "/404.html"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the built site answers."""
    folder = project.copy(tmp_path_factory.mktemp("browser"))
    assert project.build(folder).returncode == 0
    handler = functools.partial(Quiet, directory=str(folder / "output"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_opens_and_asks_nobody_else(address: str, visit: Visit, path: str, width: int) -> None:
    page = visit(f"{address}/robots.txt", viewport={"width": width, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}{path}")
    page.mouse.wheel(0, 100_000)
    assert page.locator("h1").is_visible()
    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PATHS)
def test_the_first_tab_stop_leads_to_the_text(address: str, visit: Visit, path: str) -> None:
    page = visit(f"{address}{path}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_page_follows_the_readers_scheme(address: str, visit: Visit) -> None:
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert visit(address, color_scheme="light").evaluate(colour) != visit(address, color_scheme="dark").evaluate(colour)


def test_the_policy_lets_the_style_in(address: str, visit: Visit) -> None:
    page = visit(address)
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate("getComputedStyle(document.querySelector('header a[href^=tel]')).display") != "inline"
