"""What a page may load, as a Content Security Policy: nothing but what it is seen to use."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

# LiveChat's own hosts, let in only on the page whose button starts it (its help page on policies names them).
CHAT = "https://*.livechatinc.com"

DATA = '<script type="application/ld+json">'


def policy(html: str, css: str) -> str:
    """The policy of a page with this HTML, whose one style sheet is `css`.

    connect-src is there for Lighthouse, whose fetch of robots.txt obeys the page's policy.
    """
    chat = f" {CHAT}" if ' data-license="' in html else ""
    rules = {
        "default-src": "'none'",
        "style-src": f"'sha256-{_digest(css)}'{chat}" if css else "'none'",
        "img-src": f"'self'{chat}",
        "connect-src": f"'self'{chat}" + (" wss://*.livechatinc.com" if chat else ""),
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'" if "<form" in html else "'none'",
    }
    # Data is no script to a browser, but to the Nu Html Checker it is.
    scripts = [f"'sha256-{_digest(part.partition('</script>')[0])}'" for part in html.split(DATA)[1:]]
    if "<script src" in html:
        scripts.append(f"'self'{chat}")
    if scripts:
        rules["script-src"] = " ".join(scripts)
    if chat:
        rules |= dict.fromkeys(("frame-src", "font-src", "media-src"), CHAT)
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


@lru_cache(maxsize=64)  # many pages have the same style sheet
def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
