"""Hide email addresses from most programs that collect them.

Each letter becomes a character reference. Browsers show the same text and link, with or without JavaScript.
"""

from __future__ import annotations

import re

# The parts of an address before and after the @.
LOCAL = re.compile(r"[\w.+-]+(?::otliam)?")  # of the reversed text, with the mailto: of a link
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
MAX_LOCAL = 100  # letters before the @ that are looked at


def obfuscate_addresses(html: str) -> str:
    """Write the email addresses in HTML, and the mailto: of their links, as character references."""
    first, *others = html.split("@")
    done = [first]
    for part in others:
        host = HOST.match(part)
        local = LOCAL.match(done[-1][: -MAX_LOCAL - 1 : -1]) if host else None
        if local and host:
            done[-1] = done[-1][: -local.end()]
            done += ["".join(f"&#{ord(letter)};" for letter in f"{local[0][::-1]}@{host[0]}"), part[host.end() :]]
        else:
            done[-1] += f"@{part}"
    return "".join(done)
