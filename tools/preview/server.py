"""Serve the preview on http://localhost:8000, and build it again at every save.

    python -m tools.preview.server [PORT]    PORT from the environment where it is not given

`python -m tools.preview.build_worker` makes the builds, one at a time. Each replaces the whole folder .build/preview/,
so every request opens its file by path, and nothing here holds the folder open. A save during a build starts another
build, so the last state is always built. A new day, also by a change of the clock, starts a build, too. Errors are
printed and appear over the pages. A text with errors is shown as far as it can be read; where nothing can be built, the
last site stays up, and until there is one, every address shows the errors. Pages learn of each build through
live_reload.js, which is added to them in each response.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import mimetypes
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from watchfiles import Change, awatch

from plugins.cache.inputs import CONTENT
from plugins.clinic.clock import find_today
from plugins.clinic.model import load_clinic, load_timezone
from plugins.output.work_files import PANEL, PREVIEW_SITE
from tools import build
from tools.preview import page_injection
from tools.preview.build_worker import END

WATCHED = ("content", "theme", "plugins", "tools")
PORTS = 20
DAY_CHECK = 5.0  # seconds between two looks at the clock
CHUNK = 65_536  # bytes of the builder's output that are read at once, at most
STOP_PATIENCE = 5  # seconds
SUCCESS, PARTLY = b"0\n", b"%d\n" % build.PARTLY  # exit codes of builds, as the builder writes them
OVERWRITTEN = re.compile(rb"[^\n]*\r")  # what a progress bar has written over
STEP = 5  # milliseconds without another write after which a save counts as complete
# Content types that differ between machines; text is UTF-8.
TEXT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
OTHER_TYPES = {".avif": "image/avif", ".ico": "image/x-icon", ".webp": "image/webp", ".woff2": "font/woff2"}
ASSETS = {f"{page_injection.FOLDER}{name}": Path(__file__).with_name(name) for name in page_injection.ASSETS}
PAGES = ("", ".htm", ".html", ".md")  # endings of an address that may be meant for a page
STOPPED = "The builder was stopped from outside. The next save starts another."
UNBUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>The site cannot be built yet</title><h1>The site cannot be built yet</h1>
<p>It shows here by itself once this is mended:</p><pre>{}</pre></html>"""


class PreviewServer(uvicorn.Server):
    """Disconnects the pages that listen for builds before it waits for all answers to end."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self.preview = preview

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.preview.disconnect_pages()
        await super().shutdown(sockets)


class Preview:
    """The preview as it was last built; `base` is the path below which it is served, "" until a build has made one.

    `errors` are those of the last build, each with its place; `is_current` says that what is shown was made by it.
    """

    def __init__(self) -> None:
        self.saved = asyncio.Event()
        self.tried = asyncio.Event()
        self.base = ""
        self.said = b""
        self.builds = 0
        self.errors: list[tuple[str, str]] = []
        self.is_current = False
        self.panel: dict[str, Any] = {}
        self.turn = asyncio.Event()  # set and replaced by a new one after each build, and at the end
        self.ended = False
        self.day: date | None = None  # on which the last build began
        self.builder: asyncio.subprocess.Process | None = None

    async def build_on_save(self) -> None:
        """Build whenever something was saved since the last build began."""
        try:
            while await self.saved.wait():
                self.saved.clear()
                await self.build()
                self.tried.set()
                self.notify_pages()
        finally:
            if self.builder:
                await stop_builder(self.builder)

    def notify_pages(self) -> None:
        """Send the current state to all pages that listen."""
        self.turn.set()
        self.turn = asyncio.Event()

    def disconnect_pages(self) -> None:
        """Disconnect the pages that listen."""
        self.ended = True
        self.notify_pages()

    async def build(self) -> None:
        """Build the current state of the files, print the output of the build as it arrives, and keep its result."""
        self.day = read_day()
        if not self.builder or self.builder.returncode is not None:
            self.builder = await start_builder()
        print("Building.", flush=True)  # by this line VS Code knows that earlier errors are out of date
        said, code = await request_build(self.builder)
        self.said = OVERWRITTEN.sub(b"", said)
        if not code:  # it was stopped from outside; the next save starts another
            await stop_builder(self.builder)
        self.keep_result(code)

    def keep_result(self, code: bytes) -> None:
        """Keep what pages are to know of the last build, by its exit code: base, editor's panel and errors."""
        self.is_current, self.errors = code in (SUCCESS, PARTLY), []
        if self.is_current:
            clinic, _ = load_clinic(CONTENT)
            self.base = clinic.base if clinic else self.base
            with contextlib.suppress(OSError, ValueError):
                self.panel = json.loads(PANEL.read_bytes())
        if code != SUCCESS:
            lines = page_injection.parse_errors(self.said.decode("utf-8", "replace"))
            self.errors = lines or [("", STOPPED)]
        self.builds += 1

    def rebuild_on_new_day(self) -> None:
        """Start a build where the last one was on another day."""
        if self.builds and read_day() != self.day:
            self.saved.set()

    async def watch_day(self) -> None:
        """Check every DAY_CHECK seconds whether the day has changed."""
        while True:
            await asyncio.sleep(DAY_CHECK)
            self.rebuild_on_new_day()

    def stream_events(self, request: Request) -> Response:
        """Send the state of a page, now and after each build, as server-sent events."""
        page = unquote(request.query_params.get("page", ""))
        if request.scope["path"] != f"{self.base}{page_injection.FOLDER}events":
            return self.respond_not_found(request.scope["path"])

        async def states() -> AsyncIterator[str]:
            yield "retry: 1000\n"
            while not self.ended:
                turn = self.turn  # taken before the state is read, so that no build is missed
                yield f"data: {json.dumps(self.describe_page(page))}\n\n"
                await turn.wait()

        return StreamingResponse(states(), headers={"Cache-Control": "no-store"}, media_type="text/event-stream")

    def describe_page(self, path: str) -> dict[str, Any]:
        """Describe the state of the page at this address, for tools/preview/live_reload.js."""
        name = path.removeprefix(self.base).removesuffix("index.html")
        mark = self.digest_page(self.read_address(path) or self.read_not_found())
        panel = self.panel.get(name)
        file = panel["file"] if panel else ""
        errors = sorted(self.errors, key=lambda error: not file or error[0].partition(":")[0] != file)  # its own first
        return {"build": self.builds, "mark": mark, "errors": errors, "current": self.is_current, "panel": panel}

    def read_address(self, path: str) -> bytes:
        """Read the bytes at this address; none where there is no file."""
        if path.startswith(self.base):
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                return locate_file(path.removeprefix(self.base)).read_bytes()
        return b""

    def digest_page(self, page: bytes) -> str:
        """Compute the digest of a page and of the scripts that it loads."""
        return page_injection.digest_page(page, self.read_address)

    def respond(self, request: Request) -> Response:
        """Answer a request as a static host would; until a build has made a site, with what the build said."""
        self.rebuild_on_new_day()
        if not self.base:
            page = UNBUILT.format(html.escape(self.said.decode("utf-8", "replace")))
            return make_response(503, "page.html", page.encode())
        path: str = request.scope["path"]
        query = request.scope["query_string"].decode("latin-1")
        if path.startswith(self.base):
            return self.respond_with_file(path, query)
        if path in ("/", self.base.rstrip("/")):
            return make_redirect(self.base, query)
        return self.respond_not_found(path)

    def respond_with_file(self, path: str, query: str) -> Response:
        """Answer a request for an address below the base: with a file, or a redirect to the folder of that name."""
        name = path.removeprefix(self.base)
        if name in ASSETS:
            return make_response(200, name, ASSETS[name].read_bytes())
        try:
            file = locate_file(name)
            if file.is_dir():
                return make_redirect(f"{path}/", query)
            content = file.read_bytes()
        except (OSError, ValueError, RuntimeError):
            return self.respond_not_found(path)
        return make_response(200, file.name, self.add_client(content) if file.suffix == ".html" else content)

    def add_client(self, page: bytes) -> bytes:
        """Add the live-reload client to a page."""
        return page_injection.add_client(page, self.base, self.digest_page(page))

    def read_not_found(self) -> bytes:
        """Read the site's own page for "not found"; no bytes where it has none."""
        with contextlib.suppress(OSError):
            return (PREVIEW_SITE / "404.html").read_bytes()
        return b""

    def respond_not_found(self, path: str) -> Response:
        """Answer with status 404 and, for a page, links to similar addresses."""
        page = self.read_not_found()
        if not page:
            return make_response(404, "404.txt", b"Not found, and the site has no 404.html to say so.")
        near = (
            page_injection.find_similar_addresses(path, list_page_addresses(self.base))
            if Path(path).suffix in PAGES
            else []
        )
        return make_response(404, "404.html", page_injection.add_suggestions(self.add_client(page), near))


def read_day() -> date | None:
    """Return the current day as a build sees it.

    None where the settings or SITE_DATE cannot be read, which the build reports.
    """
    try:
        return find_today(os.environ, load_timezone(CONTENT))
    except (Exception, SystemExit):
        return None


def locate_file(path: str) -> Path:
    """Find the file for an address below the site's base.

    Raises OSError, ValueError or RuntimeError for an address that leads out of the site, has a NUL, is too long or is a
    loop of links.
    """
    site = PREVIEW_SITE.resolve()
    file = (site / path / ("" if path and not path.endswith("/") else "index.html")).resolve()
    if path.startswith("/") or not file.is_relative_to(site):
        raise FileNotFoundError(path)
    return file


def make_response(status: int, name: str, content: bytes) -> Response:
    """Make a response with the content type of this file name. It is never cached: the next save may change it."""
    suffix = Path(name).suffix
    kind = "application/atom+xml" if Path(name).name == "feed.xml" else TEXT_TYPES.get(suffix)
    if kind:
        kind += "; charset=utf-8"
    else:
        kind = OTHER_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, status, {"Content-Type": kind, "Cache-Control": "no-store"})


def make_redirect(path: str, query: str) -> Response:
    there = quote(path) + (f"?{query}" if query else "")
    return Response(status_code=307, headers={"Location": there, "Cache-Control": "no-store"})


def list_page_addresses(base: str) -> Iterator[str]:
    """List the addresses of all pages in the preview."""
    for folder, _, files in os.walk(PREVIEW_SITE):
        if "index.html" in files:
            yield base + "".join(f"{part}/" for part in Path(folder).relative_to(PREVIEW_SITE).parts)


async def start_builder() -> asyncio.subprocess.Process:
    """Start the builder, which waits for requests to build."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tools.preview.build_worker"),
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PROGRESS": "1" if sys.stdout.isatty() else ""},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C comes to us alone; we end the builder and all that it started
    )


async def request_build(builder: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    """Have the builder build once, and print its output as it arrives.

    Return the output, and the exit code as the builder writes it after END: nothing where it was stopped before.
    """
    assert builder.stdin and builder.stdout
    builder.stdin.write(b"\n")
    heard, end = b"", END.encode()
    while not (end in heard and heard.endswith(b"\n")) and (chunk := await builder.stdout.read(CHUNK)):
        if end not in heard:
            sys.stdout.buffer.write(chunk.partition(end)[0])
            sys.stdout.buffer.flush()
        heard += chunk
    said, _, code = heard.partition(end)
    return said, code


async def stop_builder(builder: asyncio.subprocess.Process) -> None:
    """Stop the builder and all that it started: with SIGTERM, after STOP_PATIENCE seconds with SIGKILL."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if builder.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(builder.pid, number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(builder.wait(), STOP_PATIENCE)


async def watch_folders(saved: asyncio.Event, changed: asyncio.Event) -> None:
    """Set `saved` at every change in a watched folder, and once at the start.

    `watch_project_folder` sets `changed`, at which the watch starts again.
    """
    while True:
        changed.clear()
        # Set once the watch below has started, so that no save between a build and the watch is missed.
        asyncio.get_running_loop().call_soon(saved.set)
        async for _ in awatch(*filter(os.path.isdir, WATCHED), step=STEP, stop_event=changed):
            saved.set()


async def watch_project_folder(saved: asyncio.Event, changed: asyncio.Event) -> None:
    """Set `saved` when the settings change, and `changed` when a watched folder itself is added or removed."""

    def concerns(change: Change, path: str) -> bool:
        name = Path(path).name
        return name.endswith(".py") or (name in WATCHED and change is not Change.modified)

    async for changes in awatch(".", watch_filter=concerns, step=STEP, recursive=False):
        saved.set()
        if any(Path(path).name in WATCHED for _, path in changes):
            changed.set()


def listen(first: int) -> socket.socket:
    """Open a listening socket on the first free port, for this machine only."""
    for port in range(first, first + PORTS):
        if is_port_in_use("127.0.0.1", port) or is_port_in_use("::1", port):
            continue  # On ::1 our own bind would not notice it, and a browser may ask there first.
        with contextlib.suppress(OSError, OverflowError):
            return socket.create_server(("127.0.0.1", port))
    last = first + PORTS - 1
    raise SystemExit(f"No port from {first} to {last} is free; name another: make serve PORT=9000")


def is_port_in_use(host: str, port: int) -> bool:
    """Say whether something accepts connections on this port."""
    with contextlib.suppress(OSError, OverflowError):
        socket.create_connection((host, port), 1).close()
        return True
    return False


async def serve(listener: socket.socket) -> None:
    """Build, print the address of the site, and serve it until a signal arrives."""
    preview, changed = Preview(), asyncio.Event()
    config = uvicorn.Config(make_app(preview), lifespan="off", log_level="warning", timeout_graceful_shutdown=1)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch_folders(preview.saved, changed))
        tasks.create_task(watch_project_folder(preview.saved, changed))
        tasks.create_task(preview.build_on_save())
        tasks.create_task(preview.watch_day())
        await preview.tried.wait()
        address = f"http://localhost:{listener.getsockname()[1]}{preview.base or '/'}"
        print(f"{address} shows the site, anew at every save. Ctrl-C ends.", flush=True)
        if has_screen(os.environ, sys.platform, sys.stdout.isatty()):
            await open_browser(address)
        await PreviewServer(config, preview).serve(sockets=[listener])


def make_app(preview: Preview) -> Starlette:
    """Make the application that answers requests for the preview, from this machine only."""
    events = Route("/{base:path}.live/events", preview.stream_events)
    pages = Route("/{path:path}", preview.respond)
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])
    return Starlette(routes=[events, pages], middleware=[hosts])


def has_screen(environment: Mapping[str, str], platform: str, terminal: bool) -> bool:
    """Say whether somebody sits at this machine, in front of a screen."""
    if not terminal or environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    return platform == "darwin" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


async def open_browser(address: str) -> None:
    """Open the address in a browser, from a process of its own that Ctrl-C does not end, without its output."""
    quiet = asyncio.subprocess.DEVNULL
    words = (sys.executable, "-m", "webbrowser", address)
    await asyncio.create_subprocess_exec(*words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def main(arguments: list[str]) -> int:
    """Serve on the given port, or the next free one, and return the exit code."""
    first = arguments[0] if arguments else os.environ.get("PORT") or "8000"
    if not first.isdecimal():
        raise SystemExit(f"PORT is a number, not {first!r}: make serve PORT=8000")
    # A shell starts what a script puts in the background with SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))
    with listen(int(first)) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(listener))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
