"""A built site on loopback, served as a host would: compressed, with its own 404 page and the rules of `_headers`."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

TEXT_SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".xsl", ".svg", ".txt", ".webmanifest")
CONTENT_TYPES = {
    ".webmanifest": "application/manifest+json",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".js": "text/javascript",
}


class StaticServer(ThreadingHTTPServer):
    """Serves the site in `folder`, at `base` of a free port."""

    daemon_threads = True

    def __init__(self, folder: Path, base: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.base = folder.resolve(), base
        rules = folder / "_headers"
        lines = rules.read_text("utf-8").splitlines() if rules.exists() else []
        # HSTS would send the browser to a port that speaks TLS.
        self.rules = [line.strip().split(": ", 1) for line in lines if line.startswith(" ") and "Strict-" not in line]


class _Handler(BaseHTTPRequestHandler):
    server: StaticServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._respond(body=True)

    def do_HEAD(self) -> None:
        self._respond(body=False)

    def _respond(self, body: bool) -> None:
        """Send the file of this address, or 404.html; without its bytes for a HEAD request."""
        path = self._find_file()
        status, path = (200, path) if path else (404, self.server.folder / "404.html")
        data = path.read_bytes() if path.is_file() else b""
        self.send_response(status)
        self.send_header("Content-Type", _guess_content_type(path))
        if path.suffix in TEXT_SUFFIXES and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        for name, value in self.server.rules:
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def _find_file(self) -> Path | None:
        """Find the file for the address of the request; None where there is none below the site's folder."""
        address = unquote(urlsplit(self.path).path)
        if not address.startswith(self.server.base):
            return None
        path = (self.server.folder / address.removeprefix(self.server.base)).resolve()
        if path.is_dir() and address.endswith("/"):
            path /= "index.html"
        return path if path.is_file() and path.is_relative_to(self.server.folder) else None

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def _guess_content_type(path: Path) -> str:
    kind = CONTENT_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if path.suffix in TEXT_SUFFIXES else kind


@contextmanager
def serve_static(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve the site in `folder` while the context lasts; yield its address, which ends with a slash."""
    with StaticServer(folder, base) as host:
        Thread(target=host.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{host.server_port}{base}"
        finally:
            host.shutdown()
