"""A built site on loopback, served as a host would: compressed, with its own 404 page and the rules of `_headers`."""

from __future__ import annotations

import mimetypes
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

for ending in ("avif", "webp"):
    mimetypes.add_type(f"image/{ending}", f".{ending}")  # Python 3.11 has neither


class SiteFiles(StaticFiles):
    """The files of a site, each with the headers that its `_headers` file sets."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        rules = folder / "_headers"
        lines = rules.read_text("utf-8").splitlines() if rules.exists() else []
        # HSTS would send the browser to a port that speaks TLS.
        self.rules = dict(
            line.strip().split(": ", 1) for line in lines if line.startswith(" ") and "Strict-" not in line
        )

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Make the response to a request."""
        response = await super().get_response(path, scope)
        response.headers.update(self.rules)
        return response


@contextmanager
def serve_static(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve the site in `folder` while the context lasts; yield its address, which ends with a slash."""
    compress = Middleware(GZipMiddleware, minimum_size=1, compresslevel=6)
    app = Starlette(routes=[Mount(base, SiteFiles(folder))], middleware=[compress])
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=1))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}{base}"
        finally:
            server.should_exit = True
            thread.join()
