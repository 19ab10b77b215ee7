"""What every test may ask for.

The browser: Playwright's synchronous API keeps an event loop running in the main thread, so that from the
first use of `browser` on, a test in this process cannot call asyncio.run().
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.browser import executable

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    # Without these it calls home at every start, which a closed network answers with noise.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Visit(Protocol):
    def __call__(self, url: str, **context: Any) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium. Where there is none the test fails: a skipped browser test proves nothing."""
    path = executable()
    assert path, "no Chromium: run python -m tools.browser, as `make test` does"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open `url` as a new visitor and give the page; what follows are Playwright's context options.

    visit(url, viewport={"width": 320, "height": 640}, color_scheme="dark", java_script_enabled=False)

    The test fails at its end when a script on a page raised an error that nothing caught.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def new(url: str, **context: Any) -> Page:
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.goto(url)
        return page

    yield new
    for context in contexts:
        context.close()
    assert errors == []
