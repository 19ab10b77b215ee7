"""Codes of languages, and the marks by which a text says that some of its words are in another language.

A mark looks like a link, so that programs that do not know it show the words: [curandera](lang:es).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

MARK = re.compile(r"\[(?P<words>[^\[\]]+)\]\(lang:(?P<code>[^()\n]*)\)")
MARK_SIGN = "(lang:"
CODE = re.compile(r"(?=.{2,35}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
SHORT_CODE = re.compile(r"[a-z]{2}(-\w+)?")
# The scripts in use that run from right to left, by their names in ISO 15924.
RIGHT_TO_LEFT = {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}


@lru_cache(maxsize=100)
def is_language_code(code: str) -> bool:
    """Return whether BCP 47 knows this code of a language, as in es, es-MX or zh-Hant."""
    import langcodes  # only a text that names a language needs it, and it is slow to import

    return CODE.fullmatch(code) is not None and langcodes.tag_is_valid(code)


def is_short_code(text: str) -> bool:
    """Return whether a text is the code of a language that two small letters begin, as in es or es-MX."""
    return SHORT_CODE.fullmatch(text) is not None and is_language_code(text)


@lru_cache(maxsize=100)
def is_right_to_left(code: str) -> bool:
    """Return whether the language of a valid code is written from right to left."""
    import langcodes

    return langcodes.Language.get(code).maximize().script in RIGHT_TO_LEFT


def make_language_attributes(code: str) -> dict[str, str]:
    """Make the HTML attributes of words in the language of a valid code."""
    return {"lang": code, "dir": "rtl"} if is_right_to_left(code) else {"lang": code}


def find_unknown_codes(text: str) -> Iterator[str]:
    """Find the codes in the marks of a text that are no language's."""
    return (mark["code"] for mark in MARK.finditer(text) if not is_language_code(mark["code"]))


def strip_marks(text: str) -> str:
    """Return a text with the words of each mark in its place."""
    return MARK.sub(r"\g<words>", text) if MARK_SIGN in text else text
