"""Every page of a site, opened once in a real Chromium and looked at in many ways.

A survey is a list of faults for each rule. It is made by itself, in two windows at a time, and the tests ask it: so a
page is loaded once for all rules, and a rule costs what it measures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import axe_playwright_python
from playwright.async_api import Browser, CDPSession, ConsoleMessage, Page, Request, Response, async_playwright

from tests.chromium import ARGUMENTS, executable_path

MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """async ([tags, without]) => {
  const rules = Object.fromEntries(without.map((name) => [name, { enabled: false }]));
  const { violations } = await axe.run({ runOnly: tags, rules, resultTypes: ["violations"], preload: false });
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}"""
# The colours that axe reads in forced colours are the author's, which nobody sees.
AUTHORS_COLOURS = ("color-contrast", "link-in-text-block")
WINDOWS = 2

RULES: Mapping[str, str] = {
    "axe": "axe-core finds nothing, WCAG 2.2 AA and best practice",
    "targets": "what is pressed is 24 px high and wide, navigation, telephone and mail 44; but not in a sentence",
    "focus": "what has the focus shows it, 3:1, and nothing covers it",
    "skip": "the first Tab shows the skip link, Enter leads to main, and the next Tab goes on in it",
    "landmarks": "one main, banner, contentinfo and h1; each nav has a name of its own; no level is left out",
    "sideways": "nothing scrolls sideways: at 320 px, 200 %, a doubled font, the text spacing of WCAG 1.4.12",
    "cut": "no text is cut off or leaves its box there",
    "grows": "text grows with the reader's own font size",
    "dark": "the page follows the dark scheme",
    "motion": "nothing moves where the reader wants less motion",
    "shift": "nothing moves while the page loads and is read",
    "errors": "nothing is refused, missing or thrown",
    "private": "nothing is asked of others, and nothing is kept in the browser",
    "blocking": "nothing holds back the first picture of the page",
    "print": "heading, telephone, review line and the addresses of links are printed; navigation is not",
}


@dataclass(frozen=True, slots=True)
class Mode:
    """How a page is looked at."""

    width: int
    scheme: Any = "light"
    forced: bool = False

    def __str__(self) -> str:
        return f"{self.width} px, {'forced colours' if self.forced else self.scheme}"


NARROW = Mode(320)
MODES = (
    *(Mode(width, scheme) for width in (320, 768, 1280) for scheme in ("light", "dark")),
    Mode(1280, forced=True),
)


@dataclass
class Survey:
    """`faults` has a list for each of RULES; `seen` are the pages and the modes in which axe saw them."""

    faults: dict[str, list[str]] = field(default_factory=lambda: {rule: [] for rule in RULES})
    seen: set[tuple[str, Mode]] = field(default_factory=set)


def survey(url: str, pages: Mapping[str, Sequence[Mode]]) -> Survey:
    """What is wrong with `pages` below `url`; each is given to axe in its own modes.

    In a thread of its own, for Playwright's synchronous API, which other tests use, has a loop in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_survey(url, pages))).result()


async def _survey(url: str, pages: Mapping[str, Sequence[Mode]]) -> Survey:
    found, waiting = Survey(), list(pages.items())[::-1]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable_path(), args=ARGUMENTS)
        async with asyncio.TaskGroup() as windows:
            for _ in range(WINDOWS):
                windows.create_task(_window(browser, url, waiting, found))
        await browser.close()
    for faults in found.faults.values():
        faults.sort()
    return found


async def _window(browser: Browser, url: str, waiting: list[tuple[str, Sequence[Mode]]], found: Survey) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    look = Look(url, page, await context.new_cdp_session(page), found)
    while waiting:
        await look.at(*waiting.pop())
    for cookie in await context.cookies():
        look.fault("private", f"cookie {cookie.get('name')}")
    await context.close()


class Look:
    """One window, and the page that it shows."""

    def __init__(self, url: str, page: Page, devtools: CDPSession, found: Survey) -> None:
        self.url, self.page, self.devtools, self.found = url, page, devtools, found
        self.name = ""
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfailed", lambda request: self.fault("errors", f"failed: {request.url}"))
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.fault("errors", str(error)))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.fault("private", request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.fault("errors", f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.fault("errors", message.text)

    def fault(self, rule: str, what: str, where: object = "") -> None:
        self.found.faults[rule].append(f"{self.name}{f' at {where}' if where else ''}: {what}")

    async def measure(self, rule: str, name: str | None = None, where: object = "") -> None:
        """Note under `rule` what the function `name` of measure.js finds."""
        for what in await self.page.evaluate(f"measure.{name or rule}()"):
            self.fault(rule, what, where)

    async def set(self, mode: Mode) -> None:
        await self.page.set_viewport_size({"width": mode.width, "height": 800})
        await self.page.emulate_media(color_scheme=mode.scheme, forced_colors="active" if mode.forced else "none")

    async def at(self, name: str, modes: Sequence[Mode]) -> None:
        self.name = name
        await self.set(NARROW)
        await self.page.goto(urljoin(self.url, name))
        await self.page.evaluate(MEASURE)
        await self.page.evaluate("measure.read()")
        for rule in ("shift", "blocking", "landmarks"):
            await self.measure(rule)
        await self.measure("private", "stored")
        await self._keyboard()
        await self.page.evaluate("measure.open()")
        await self._schemes()
        await self._print()
        await self._sizes()
        await self.page.evaluate(AXE)
        for mode in modes:
            await self.set(mode)
            for what in await self.page.evaluate(RUN_AXE, [TAGS, AUTHORS_COLOURS if mode.forced else ()]):
                self.fault("axe", what, mode)
            self.found.seen.add((name, mode))

    async def _keyboard(self) -> None:
        press = self.page.keyboard.press
        await press("Tab")
        await self.measure("skip", "skipLink")
        await press("Enter")
        await self.measure("skip", "skipped")
        await press("Tab")
        await self.measure("skip", "inside")

    async def _schemes(self) -> None:
        grounds = {}
        for mode in (NARROW, Mode(1280, "dark"), Mode(1280, forced=True)):
            await self.set(mode)
            await self.measure("focus", where=mode)
            grounds[mode.scheme, mode.forced] = await self.page.evaluate("measure.ground()")
        if grounds["light", False] == grounds["dark", False]:
            self.fault("dark", f"the ground is {grounds['light', False]} in both schemes")
        await self.page.emulate_media(reduced_motion="reduce", forced_colors="none")
        await self.measure("motion")
        await self.page.emulate_media(reduced_motion="no-preference")

    async def _print(self) -> None:
        await self.page.emulate_media(media="print")
        await self.measure("print")
        await self.page.emulate_media(media="screen")

    async def _sizes(self) -> None:
        """Widths, a doubled font and text spacing: what fits at 320 px with both is hard to break."""
        for width in (320, 640, 1280):
            await self._fits(width, f"{width} px")
            if width != 640:
                await self.measure("targets", where=f"{width} px")
        await self.page.evaluate("measure.remember()")
        await self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        await self.measure("grows")
        for width in (1280, 320):
            await self._fits(width, f"{width} px, font doubled")
        await self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        await self.page.evaluate("measure.space(true)")
        await self._fits(320, "320 px, spaced")
        await self.page.evaluate("measure.space(false)")

    async def _fits(self, width: int, where: str) -> None:
        await self.set(Mode(width))
        await self.measure("sideways", where=where)
        await self.measure("cut", where=where)


def html_pages(folder: Path) -> list[str]:
    """The pages of a built site; not those that only lead on."""
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html")))
    return [name for name in names if 'http-equiv="refresh"' not in (folder / name).read_text("utf-8")]


def all_modes(names: Iterable[str]) -> dict[str, Sequence[Mode]]:
    return dict.fromkeys(names, MODES)


def some_modes(names: Iterable[str]) -> dict[str, Sequence[Mode]]:
    """Each page in one mode; the modes come round, so that all of them are met often."""
    return {name: (MODES[n % len(MODES)],) for n, name in enumerate(names)}
