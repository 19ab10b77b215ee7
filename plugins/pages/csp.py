"""The Content Security Policy of a page: it may load only what it uses."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

# LiveChat's hosts, as its help page on policies lists them; allowed only on the page whose button starts the chat.
CHAT_HOSTS = "https://*.livechatinc.com"
CHAT_SOCKETS = "wss://*.livechatinc.com"

JSON_LD = '<script type="application/ld+json">'


def make_policy(html: str, css: str) -> str:
    """Make the Content Security Policy of a page: what this HTML, with its inline style `css`, may load from where.

    connect-src is for Lighthouse, whose request for robots.txt is subject to the page's policy.
    """
    has_chat = ' data-license="' in html  # of the button that starts the chat
    chat = f" {CHAT_HOSTS}" if has_chat else ""
    sources_by_kind = {
        "default-src": "'none'",
        "style-src": f"'sha256-{_hash_text(css)}'{chat}" if css else "'none'",
        "img-src": f"'self'{chat}",
        "connect-src": f"'self'{chat} {CHAT_SOCKETS}" if has_chat else "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'" if "<form" in html else "'none'",
    }
    if scripts := _list_script_sources(html, chat):
        sources_by_kind["script-src"] = " ".join(scripts)
    if has_chat:
        sources_by_kind |= {"frame-src": CHAT_HOSTS, "font-src": CHAT_HOSTS, "media-src": CHAT_HOSTS}
    return "; ".join(f"{kind} {sources}" for kind, sources in sources_by_kind.items())


def _list_script_sources(html: str, chat: str) -> list[str]:
    """List where the scripts of a page may come from; nothing where it has none."""
    # Browsers do not take JSON-LD for a script, but the Nu Html Checker does.
    json_ld = [part.partition("</script>")[0] for part in html.split(JSON_LD)[1:]]
    sources = [f"'sha256-{_hash_text(text)}'" for text in json_ld]
    if "<script src" in html:
        sources.append(f"'self'{chat}")
    return sources


@lru_cache(maxsize=64)  # many pages have the same style sheet
def _hash_text(text: str) -> str:
    """Compute the SHA-256 digest of an inline script or style, in base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
