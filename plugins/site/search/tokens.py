"""The words of a text as a query is compared with them, in small letters without accents; search.js cuts alike."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("'", "") if text.isascii() else _bare(text))


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if sign not in "'’" and unicodedata.category(sign)[0] != "M").lower()
