"""Words as search compares them: in small letters, without accents. theme/static/search.js splits queries the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

NOT_ASCII = re.compile(r"[^\0-\x7f]")
PLAIN = {code: chr(code).lower() if chr(code).isalnum() else None if chr(code) == "'" else " " for code in range(128)}

URGENT_SHARE = 0.25  # of a word's other uses in a text: as many urgent uses make it an urgent word


class TextWords(NamedTuple):
    """The different words of a text, and the urgent ones among them, with blanks between."""

    all: str
    urgent: str

    @classmethod
    def collect(cls, text: str, urgent: str) -> TextWords:
        """Collect the words of a text. `urgent` is what it says of getting help."""
        words, urgent_words = tokenize(text), Counter(tokenize(urgent))
        counts = Counter(words) if urgent_words else {}
        often = [word for word, count in urgent_words.items() if count >= URGENT_SHARE * (counts[word] - count)]
        return cls(" ".join(dict.fromkeys(words)), " ".join(often))


def tokenize(text: str) -> list[str]:
    """Split a text into words, in small letters and without accents."""
    plain = text if text.isascii() else NOT_ASCII.sub(_replace_sign, unicodedata.normalize("NFKD", text))
    return plain.translate(PLAIN).split()


def _replace_sign(found: re.Match[str]) -> str:
    """Replace a sign that is not ASCII: a letter by a small one, an accent or an apostrophe by nothing."""
    sign = found[0]
    if sign.isalnum():
        return sign.lower()
    return "" if sign == "’" or unicodedata.category(sign)[0] == "M" else " "
