"""The Content Security Policy of a page: it may load only what it uses."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

# LiveChat's hosts, as its help page on policies lists them; allowed only on the page whose button starts the chat.
CHAT_HOSTS = "https://*.livechatinc.com"
CHAT_SOCKETS = "wss://*.livechatinc.com"
CHAT_BUTTON = ' data-license="'  # the attribute of that button
CHAT_SOURCES = {
    "style-src": [CHAT_HOSTS],
    "img-src": [CHAT_HOSTS],
    "connect-src": [CHAT_HOSTS, CHAT_SOCKETS],
    "script-src": [CHAT_HOSTS],
    "frame-src": [CHAT_HOSTS],
    "font-src": [CHAT_HOSTS],
    "media-src": [CHAT_HOSTS],
}

JSON_LD = '<script type="application/ld+json">'
SELF, NONE = "'self'", "'none'"


def make_policy(html: str, css: str) -> str:
    """Make the Content Security Policy of a page: what this HTML, with its inline style `css`, may load from where."""
    sources_by_kind = _list_own_sources(html, css)
    if CHAT_BUTTON in html:
        for kind, chat_sources in CHAT_SOURCES.items():
            sources_by_kind[kind] = [*sources_by_kind.get(kind, ()), *chat_sources]
    return "; ".join(f"{kind} {' '.join(sources) or NONE}" for kind, sources in sources_by_kind.items())


def _list_own_sources(html: str, css: str) -> dict[str, list[str]]:
    """List for each kind of file from where a page without the chat may load it."""
    sources_by_kind = {
        "default-src": [],
        "style-src": [_format_hash(css)] if css else [],
        "img-src": [SELF],
        "connect-src": [SELF],  # for Lighthouse, whose request for robots.txt is subject to the page's policy
        "manifest-src": [SELF],
        "object-src": [],
        "base-uri": [],
        "form-action": [SELF] if "<form" in html else [],
    }
    scripts = _list_script_sources(html)
    return sources_by_kind | ({"script-src": scripts} if scripts else {})


def _list_script_sources(html: str) -> list[str]:
    """List where the scripts of a page may come from; nothing where it has none."""
    # Browsers do not take JSON-LD for a script, but the Nu Html Checker does.
    json_ld = [part.partition("</script>")[0] for part in html.split(JSON_LD)[1:]]
    own_files = [SELF] if "<script src" in html else []
    return [*map(_format_hash, json_ld), *own_files]


@lru_cache(maxsize=64)  # many pages have the same style sheet
def _format_hash(text: str) -> str:
    """Format the source that stands for an inline script or style: its SHA-256 digest, in base64."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
