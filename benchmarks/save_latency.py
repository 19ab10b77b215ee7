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

from benchmarks.corpus import CorpusArticle
from benchmarks.generator_sites import BenchmarkError, BenchmarkSite, find_hugo
from benchmarks.process_cost import run_server
from tools.quality import chromium_setup

POLL = 0.01  # seconds
LONGEST = 1800.0  # seconds until a page has to be there
PAUSE = 0.5  # seconds after each edit, so that nobody pays for what another still does
PHASE = (
    0.5  # seconds of random extra pause at most: a server gathers changes for a while, and edits should hit any of it
)
SHOWS = "words => document.body.textContent.includes(words)"
Edits = Iterator[tuple[CorpusArticle, str]]


@dataclass(frozen=True, slots=True)
class WatchedServer:
    """A running server; `sees` says whether words are where they are looked for, `look` raises if it has ended."""

    site: BenchmarkSite
    look: Callable[[], None]
    sees: Callable[[CorpusArticle, str], bool]

    def wait(self, article: CorpusArticle, words: str) -> None:
        """Wait until the words are seen. Raises BenchmarkError after LONGEST seconds."""
        until = time.monotonic() + LONGEST
        while not self.sees(article, words):
            self.look()
            if time.monotonic() > until:
                raise BenchmarkError(f"The server of {self.site.name} did not show an edit in {LONGEST:.0f} seconds.")
            time.sleep(POLL)

    def edit(self, article: CorpusArticle, words: str) -> float:
        """Save an article, and return the seconds until its new words are seen."""
        started = time.perf_counter()
        self.site.write_article(article)
        self.wait(article, words)
        waited = time.perf_counter() - started
        time.sleep(PAUSE + random.uniform(0, PHASE))
        return waited


def require_chromium() -> str:
    """Return the path of a Chromium. Raises BenchmarkError where there is none."""
    if not (path := chromium_setup.find_chromium()):
        raise BenchmarkError("There is no Chromium here: python -m tools.quality.chromium_setup")
    return path


def measure_answers(ours: BenchmarkSite, hugo: BenchmarkSite, edits: Edits, rounds: int) -> list[tuple[float, float]]:
    """Measure the seconds until the servers, ours and Hugo's, answer with the words, in each round."""
    with ExitStack() as stack:
        return _measure_in_turn([_start_preview(stack, ours)[0], _start_hugo(stack, hugo)], edits, rounds)


def measure_display(ours: BenchmarkSite, stock: BenchmarkSite, edits: Edits, rounds: int) -> list[tuple[float, float]]:
    """Measure the seconds until Chromium shows the words, and until `pelican -lr` has written them, in each round.

    The browser stays at the page of the first edit, so all edits are of one article.
    """
    with ExitStack() as stack:
        server, port = _start_preview(stack, ours)
        article, _ = next(edits)
        server.wait(article, "<h1")
        page = stack.enter_context(sync_playwright()).chromium.launch(executable_path=require_chromium()).new_page()
        page.goto(f"http://localhost:{port}/{article.slug}/")

        def on_page(_: CorpusArticle, words: str) -> bool:
            return bool(page.wait_for_function(SHOWS, arg=words, timeout=LONGEST * 1000))

        return _measure_in_turn(
            [WatchedServer(ours, server.look, on_page), _start_pelican(stack, stock)], edits, rounds
        )


def _measure_in_turn(servers: Sequence[WatchedServer], edits: Edits, rounds: int) -> list[tuple[float, float]]:
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


def _start_preview(stack: ExitStack, site: BenchmarkSite) -> tuple[WatchedServer, int]:
    port = _find_free_port()
    look = stack.enter_context(run_server(site, (sys.executable, "-m", "tools.preview.server", str(port))))
    return WatchedServer(site, look, lambda article, words: words in _fetch_page(port, article)), port


def _start_hugo(stack: ExitStack, site: BenchmarkSite) -> WatchedServer:
    port = _find_free_port()
    command = (find_hugo(), "server", "--bind", "127.0.0.1", "--port", str(port))
    look = stack.enter_context(run_server(site, command))
    return WatchedServer(site, look, lambda article, words: words in _fetch_page(port, article))


def _start_pelican(stack: ExitStack, site: BenchmarkSite) -> WatchedServer:
    command = (*site.command, "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", str(_find_free_port()))
    look = stack.enter_context(run_server(site, command))

    def in_file(article: CorpusArticle, words: str) -> bool:
        page = site.get_page_path(article)
        return page.exists() and words in page.read_text("utf-8")

    return WatchedServer(site, look, in_file)


def _fetch_page(port: int, article: CorpusArticle) -> str:
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


def _find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
