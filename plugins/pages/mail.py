"""Mail addresses, written so that browsers read them and most programs that collect them do not.

Each letter is a character reference: the text and its link stay what they are for people, with or without script.
"""

from __future__ import annotations

import re

# What stands before the @ of an address, and after it.
LOCAL = re.compile(r"[\w.+-]+(?::otliam)?")  # read from the @ to the left
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
LONGEST = 100  # letters before the @


def veiled(html: str) -> str:
    first, *others = html.split("@")
    done = [first]
    for part in others:
        host = HOST.match(part)
        local = LOCAL.match(done[-1][: -LONGEST - 1 : -1]) if host else None
        if local and host:
            done[-1] = done[-1][: -local.end()]
            done += ["".join(f"&#{ord(letter)};" for letter in f"{local[0][::-1]}@{host[0]}"), part[host.end() :]]
        else:
            done[-1] += f"@{part}"
    return "".join(done)
