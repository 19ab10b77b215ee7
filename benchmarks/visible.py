"""From the save of a text to its new words on the page, with a server running."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from benchmarks.corpus import Article
from benchmarks.measure import running
from benchmarks.sites import Failed, Site, hugo_program

POLL = 0.01  # seconds
LONGEST = 1800.0  # seconds until a page has to be there
PAUSE = 0.5  # seconds after each edit, so that nobody pays for what another still does


@dataclass(frozen=True, slots=True)
class Server:
    site: Site
    port: int
    look: Callable[[], None]

    def wait(self, article: Article, words: str) -> None:
        """Until `words` are on the article's page."""
        until = time.monotonic() + LONGEST
        while words not in _get(self.port, f"/{article.slug}/"):
            self.look()
            if time.monotonic() > until:
                raise Failed(f"The server of {self.site.name} did not show an edit in {LONGEST:.0f} seconds.")
            time.sleep(POLL)

    def edit(self, article: Article, words: str) -> float:
        """Seconds until a body edit is seen."""
        started = time.perf_counter()
        self.site.put(article)
        self.wait(article, words)
        waited = time.perf_counter() - started
        time.sleep(PAUSE)
        return waited


def times(ours: Site, hugo: Site, edits: Iterator[tuple[Article, str]], rounds: int) -> list[tuple[float, float]]:
    """Seconds of ours and of Hugo's in each round, both running, after one edit that does not count."""
    ports = _free_port(), _free_port()
    commands = (
        (sys.executable, "-m", "tools.serve", str(ports[0])),
        (hugo_program(), "server", "--bind", "127.0.0.1", "--port", str(ports[1])),
    )
    with ExitStack() as stack:
        servers = [
            Server(site, port, stack.enter_context(running(site, command)))
            for site, port, command in zip((ours, hugo), ports, commands, strict=True)
        ]
        first = next(edits)[0]
        for server in servers:
            server.wait(first, "<h1")
        time.sleep(PAUSE)
        found = []
        for _ in range(rounds + 1):
            article, words = next(edits)
            found.append((servers[0].edit(article, words), servers[1].edit(article, words)))
        return found[1:]


def _get(port: int, path: str) -> str:
    """The page, or "" while there is none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
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
