"""What a page may load, as a Content Security Policy: nothing but what it is seen to use."""

from __future__ import annotations

import base64
import hashlib
import re

# LiveChat's own hosts, let in only on the page whose button starts it (its help page on policies names them).
CHAT = "https://*.livechatinc.com"

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


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
    scripts = [f"'sha256-{_digest(data)}'" for data in DATA.findall(html)]
    if "<script src" in html:
        scripts.append(f"'self'{chat}")
    if scripts:
        rules["script-src"] = " ".join(scripts)
    if chat:
        rules |= dict.fromkeys(("frame-src", "font-src", "media-src"), CHAT)
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
