"""What is there without scripts, and what a script asks of others: nothing before a click, and after it one vendor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests import awkward
from tests.conftest import Visit
from tools.preview.static_server import serve_static

VENDOR = "livechatinc.com"
# What the vendor's script does to ours when it has come: it takes over its calls, and answers the first of them.
STUB = """
const calls = window.LiveChatWidget._q;
window.LiveChatWidget._h = (name, given) => calls.push([name, given]);
for (const [name, [event, answer]] of [...calls]) if (name === "once" && event === "ready") answer();
window.stubbed = calls.map(([name, given]) => [name, given[0]]);
"""
PLAIN = {
    "the text": "main p",
    "the heading": "main h1",
    "navigation": "body > header nav a",
    "the telephone number": "a[href^='tel:']",
    "the mail address": "a[href^='mailto:']",
}


@pytest.fixture(scope="module")
def url(awkward_site: Path) -> Iterator[str]:
    with serve_static(awkward_site, awkward.BASE) as url:
        yield url


def asked(page: Page) -> list[str]:
    """Everything that the page asks for from here on, noted as it is asked."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_everything_is_there(url: str, visit: Visit, width: int) -> None:
    page = visit(url, viewport={"width": width, "height": 700}, java_script_enabled=False)
    for name in ("index.html", "five-pictures/", "chat/", "contact/", "archive/", "404.html"):
        page.goto(url + name)
        for what, selector in PLAIN.items():
            assert page.locator(selector).first.is_visible(), f"{name}: {what}"
        pictures = page.locator("main img").all()
        assert len(pictures) == 5 or "pictures" not in name
        for picture in pictures:
            picture.scroll_into_view_if_needed()
            assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") > 0
        buttons = page.locator("main button:not([type=submit])")  # a form works without
        assert not any(button.is_visible() for button in buttons.all()), name


def test_chat_without_scripts_is_a_link_that_says_where_it_leads(url: str, visit: Visit) -> None:
    page = visit(f"{url}chat/", java_script_enabled=False)
    link = page.locator(f"main a[href*='{awkward.LICENSE}']")
    assert link.is_visible()
    assert "LiveChat" in link.inner_text()


def test_chat_asks_its_vendor_only_after_the_click_and_only_there(url: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    vendor: list[str] = []

    def answer(route: Route) -> None:
        vendor.append(route.request.url)
        route.fulfill(body=STUB, content_type="text/javascript")

    context.route(lambda address: VENDOR in address, answer)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    requests = asked(page)
    page.goto(f"{url}chat/")
    page.mouse.wheel(0, 9_000)
    page.wait_for_timeout(200)
    assert [address for address in requests if not address.startswith(url)] == []

    page.get_by_role("button", name="Start chat").click()
    page.wait_for_function("window.stubbed")
    assert vendor == [f"https://cdn.{VENDOR}/tracking.js"]
    assert ["call", "maximize"] in page.evaluate("window.stubbed")
    assert page.evaluate("window.__lc.license") == int(awkward.LICENSE)
    assert said == []  # the page's policy lets the vendor in

    for name in ("", f"{awkward.PLAIN}/", "contact/"):
        page.goto(url + name)
    assert len(vendor) == 1
    assert {address for address in requests if not address.startswith(url)} == set(vendor)
    assert context.cookies() == []
    context.close()


def test_chat_that_does_not_come_says_so(url: str, visit: Visit) -> None:
    page = visit(f"{url}chat/")
    page.route(lambda address: VENDOR in address, lambda route: route.abort())
    button = page.get_by_role("button", name="Start chat")
    button.click()
    page.get_by_text("The chat did not load.").wait_for()
    assert button.evaluate("(one) => one === document.activeElement")
    assert button.get_attribute("aria-busy") == "false"
