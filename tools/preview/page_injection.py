"""What the preview server adds to pages: the live-reload script, and links to similar addresses on the 404 page.

The script, tools/preview/live_reload.js with its style live_reload.css, shows the next build by itself, the problems of
the last one, and notes for the editor of the page. It is added to each response; the files have none of it. All of this
is pure functions of bytes and names.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import re
from collections.abc import Callable, Iterable

FOLDER = ".live/"  # below the site's base, where no address of the site begins with a dot
ASSETS = ("live_reload.js", "live_reload.css")
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
SCRIPT = re.compile(r'<script src="([^"]+)"')
PLACE = re.compile(r"(\S[^:]*\.\w+(?::\d+)?): (.+)")
NEAR = 5  # addresses


def add_client(page: bytes, base: str, mark: str) -> bytes:
    """Add the client script to the head of a page, and allow it in the page's policy.

    `mark` is the digest of the page, by which the script sees that a page has changed.
    """
    text = page.decode("utf-8", "surrogateescape")
    tag = f'<script src="{base}{FOLDER}live_reload.js" data-base="{base}" data-mark="{mark}" defer></script></head>'
    text = POLICY.sub(lambda found: found[1] + allow_client(found[2]), text, count=1).replace("</head>", tag, 1)
    return text.encode("utf-8", "surrogateescape")


def allow_client(policy: str) -> str:
    """Extend a content security policy: scripts, styles and connections of the page's own host are allowed, too."""
    rules = {name: sources for name, _, sources in (rule.strip().partition(" ") for rule in policy.split(";"))}
    rules.pop("", None)
    for name in ("script-src", "style-src", "connect-src"):
        sources = set(rules.get(name, "").split()) - {"'none'", "'self'"}
        rules[name] = " ".join(["'self'", *sorted(sources)])
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def digest_page(page: bytes, read: Callable[[str], bytes]) -> str:
    """Compute the digest of a page and of the scripts that it loads; `read` returns the bytes at an address."""
    whole = hashlib.blake2b(page, digest_size=12)
    for address in SCRIPT.findall(page.decode("utf-8", "replace")):
        whole.update(read(address))
    return whole.hexdigest()


def parse_problems(said: str) -> list[tuple[str, str]]:
    """Parse the output of a failed build into lines, each as its place (file and line, or "") and the rest."""
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    return [(found[1], found[2]) if (found := PLACE.fullmatch(line)) else ("", line) for line in lines]


def find_similar_addresses(path: str, addresses: Iterable[str]) -> list[str]:
    """Find the addresses whose last part is most similar to that of `path`, the most similar first."""
    by_name: dict[str, list[str]] = {}
    for address in sorted(addresses):
        by_name.setdefault(_extract_name(address), []).append(address)
    names = difflib.get_close_matches(_extract_name(path), by_name, NEAR)
    return [address for name in names for address in by_name[name]][:NEAR]


def _extract_name(address: str) -> str:
    """Extract the last part of an address, in small letters and without .html, .htm or .md."""
    return re.sub(r"\.(html?|md)$", "", address.rstrip("/").rpartition("/")[2].lower())


def add_suggestions(page: bytes, addresses: Iterable[str]) -> bytes:
    """Add links to these addresses below the heading of the page for "not found"."""
    links = "".join(f'<li><a href="{html.escape(one)}">{html.escape(one)}</a></li>' for one in addresses)
    return page.replace(b"</h1>", f"</h1><p>Did you mean:</p><ul>{links}</ul>".encode(), 1) if links else page
