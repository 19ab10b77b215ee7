"""Mail addresses, written so that browsers read them and most programs that collect them do not.

Each letter is a character reference: the text and its link stay what they are for people, with or without script.
"""

from __future__ import annotations

import re

ADDRESS = re.compile(r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def veiled(html: str) -> str:
    return ADDRESS.sub(lambda address: "".join(f"&#{ord(letter)};" for letter in address[0]), html)
