"""Words as search compares them: in small letters, without accents. theme/static/search.js splits queries the same."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def tokenize(text: str) -> list[str]:
    """Split a text into words, in small letters and without accents."""
    return WORD.findall(text.lower().replace("'", "") if text.isascii() else _strip_accents(text))


def _strip_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if sign not in "'’" and unicodedata.category(sign)[0] != "M").lower()
