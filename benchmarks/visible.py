"""Measure the time from the save of a text until a running server shows the new words."""

from __future__ import annotations

import random
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from playwright.sync_api import sync_playwright

from benchmarks.corpus import Article
from benchmarks.measure import running
from benchmarks.sites import Failed, Site, hugo_program
from tools.quality import browser

POLL = 0.01  # seconds
LONGEST = 1800.0  # seconds until a page has to be there
PAUSE = 0.5  # seconds after each edit, so that nobody pays for what another still does
PHASE = (
    0.5  # seconds of random extra pause at most: a server gathers changes for a while, and edits should hit any of it
)
SHOWS = "words => document.body.textContent.includes(words)"
Edits = Iterator[tuple[Article, str]]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `sees` says whether words are where they are looked for, `look` raises if it has ended."""

    site: Site
    look: Callable[[], None]
    sees: Callable[[Article, str], bool]

    def wait(self, article: Article, words: str) -> None:
        """Wait until the words are seen. Raises BenchmarkError after LONGEST seconds."""
        until = time.monotonic() + LONGEST
        while not self.sees(article, words):
            self.look()
            if time.monotonic() > until:
                raise Failed(f"The server of {self.site.name} did not show an edit in {LONGEST:.0f} seconds.")
            time.sleep(POLL)

    def edit(self, article: Article, words: str) -> float:
        """Save an article, and return the seconds until its new words are seen."""
        started = time.perf_counter()
        self.site.put(article)
        self.wait(article, words)
        waited = time.perf_counter() - started
        time.sleep(PAUSE + random.uniform(0, PHASE))
        return waited


def chromium() -> str:
    """Return the path of a Chromium. Raises BenchmarkError where there is none."""
    if not (path := browser.executable()):
        raise Failed("There is no Chromium here: python -m tools.quality.browser")
    return path


def answered(ours: Site, hugo: Site, edits: Edits, rounds: int) -> list[tuple[float, float]]:
    """Measure the seconds until the servers, ours and Hugo's, answer with the words, in each round."""
    with ExitStack() as stack:
        return _in_turn([_preview(stack, ours)[0], _hugo(stack, hugo)], edits, rounds)


def shown(ours: Site, stock: Site, edits: Edits, rounds: int) -> list[tuple[float, float]]:
    """Measure the seconds until Chromium shows the words, and until `pelican -lr` has written them, in each round.

    The browser stays at the page of the first edit, so all edits are of one article.
    """
    with ExitStack() as stack:
        server, port = _preview(stack, ours)
        article, _ = next(edits)
        server.wait(article, "<h1")
        page = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium()).new_page()
        page.goto(f"http://localhost:{port}/{article.slug}/")

        def on_page(_: Article, words: str) -> bool:
            return bool(page.wait_for_function(SHOWS, arg=words, timeout=LONGEST * 1000))

        return _in_turn([Server(ours, server.look, on_page), _pelican(stack, stock)], edits, rounds)


def _in_turn(servers: Sequence[Server], edits: Edits, rounds: int) -> list[tuple[float, float]]:
    """Measure both servers in each round, after one edit that does not count."""
    first, _ = next(edits)
    for server in servers:
        server.wait(first, first.title)
    time.sleep(PAUSE)
    found = []
    for _ in range(rounds + 1):
        article, words = next(edits)
        found.append((servers[0].edit(article, words), servers[1].edit(article, words)))
    return found[1:]


def _preview(stack: ExitStack, site: Site) -> tuple[Server, int]:
    port = _free_port()
    look = stack.enter_context(running(site, (sys.executable, "-m", "tools.preview.server", str(port))))
    return Server(site, look, lambda article, words: words in _get(port, article)), port


def _hugo(stack: ExitStack, site: Site) -> Server:
    port = _free_port()
    command = (hugo_program(), "server", "--bind", "127.0.0.1", "--port", str(port))
    look = stack.enter_context(running(site, command))
    return Server(site, look, lambda article, words: words in _get(port, article))


def _pelican(stack: ExitStack, site: Site) -> Server:
    command = (*site.command, "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", str(_free_port()))
    look = stack.enter_context(running(site, command))

    def in_file(article: Article, words: str) -> bool:
        page = site.page(article)
        return page.exists() and words in page.read_text("utf-8")

    return Server(site, look, in_file)


def _get(port: int, article: Article) -> str:
    """Fetch the article's page; "" while there is none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"/{article.slug}/")
        answer = connection.getresponse()
        page = answer.read().decode("utf-8", "replace")
        return page if answer.status == 200 else ""
    except (OSError, HTTPException):
        return ""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
