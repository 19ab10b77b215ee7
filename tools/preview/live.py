"""What the preview server adds to a page while it answers: a script that shows the next build by itself, what is wrong
with the last one, and what an editor should know of the page. No file has any of it.

Pure functions of bytes and names; tools/preview/live.js is the script, tools/preview/live.css its look.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import re
from collections.abc import Callable, Iterable

FOLDER = ".live/"  # below the site's base, where no address of the site begins with a dot
ASSETS = ("live.js", "live.css")
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
SCRIPT = re.compile(r'<script src="([^"]+)"')
PLACE = re.compile(r"(\S[^:]*\.\w+(?::\d+)?): (.+)")
NEAR = 5  # addresses


def enlivened(page: bytes, base: str, mark: str) -> bytes:
    """The page with the script in its head, and let in by its policy. `mark` is the page's digest."""
    text = page.decode("utf-8", "surrogateescape")
    tag = f'<script src="{base}{FOLDER}live.js" data-base="{base}" data-mark="{mark}" defer></script></head>'
    text = POLICY.sub(lambda found: found[1] + let_in(found[2]), text, count=1).replace("</head>", tag, 1)
    return text.encode("utf-8", "surrogateescape")


def let_in(policy: str) -> str:
    """The policy, with which a page may also load scripts and styles of its own host, and ask it."""
    rules = {name: sources for name, _, sources in (rule.strip().partition(" ") for rule in policy.split(";"))}
    rules.pop("", None)
    for name in ("script-src", "style-src", "connect-src"):
        sources = set(rules.get(name, "").split()) - {"'none'", "'self'"}
        rules[name] = " ".join(["'self'", *sorted(sources)])
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def digest(page: bytes, read: Callable[[str], bytes]) -> str:
    """Of a page and of the scripts that it loads; `read` gives what is at an address."""
    whole = hashlib.blake2b(page, digest_size=12)
    for address in SCRIPT.findall(page.decode("utf-8", "replace")):
        whole.update(read(address))
    return whole.hexdigest()


def problems(said: str) -> list[tuple[str, str]]:
    """The lines of a build that failed, each as its place (file and line, or "") and the rest."""
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    return [(found[1], found[2]) if (found := PLACE.fullmatch(line)) else ("", line) for line in lines]


def near(path: str, addresses: Iterable[str]) -> list[str]:
    """The addresses whose last part is likest to that of `path`, the likest first."""
    by_name: dict[str, list[str]] = {}
    for address in sorted(addresses):
        by_name.setdefault(_name(address), []).append(address)
    names = difflib.get_close_matches(_name(path), by_name, NEAR)
    return [address for name in names for address in by_name[name]][:NEAR]


def _name(address: str) -> str:
    return re.sub(r"\.(html?|md)$", "", address.rstrip("/").rpartition("/")[2].lower())


def with_near(page: bytes, addresses: Iterable[str]) -> bytes:
    """The page for what is not there, with links to these addresses below its heading."""
    links = "".join(f'<li><a href="{html.escape(one)}">{html.escape(one)}</a></li>' for one in addresses)
    return page.replace(b"</h1>", f"</h1><p>Did you mean:</p><ul>{links}</ul>".encode(), 1) if links else page
