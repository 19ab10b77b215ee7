"""Find with one automaton which patterns may match a text, so that most patterns are not tried on most texts.

RE2 searches for all patterns at once. It knows no lookaround, and in `\\w`, `\\b` and where case is ignored only ASCII:
patterns lose their lookaround, and in patterns and texts one ASCII letter stands for every other letter. They also lose
how often something is repeated, which RE2 would write out as often, and the start and the end of a text: a text here
may be a paragraph, while patterns are for its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import re2

LETTER, SIGN = "_", "\x7f"  # what stands for a letter or digit, and for any other character, that is not ASCII
TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?<?[=!]|[()]|[^\\\[()]+")
TIMES = re.compile(r"\{(\d+)(?:,\d*)?\}")
ANCHORS = str.maketrans("", "", "^$")
LOOKAROUND = re.compile(r"\(\?<?[=!]")
CLASSES = {r"\d": rf"\d{LETTER}", r"\s": rf"\s\v\x1c-\x1f{SIGN}"}  # what Python's classes hold in a folded text
MEMORY = 64 << 20  # bytes that the automaton of one language may grow to


class FoldedCharacters(dict[int, str]):
    """What stands for each character, by its number: itself or, ignoring case, its like in ASCII, LETTER or SIGN."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        likes = (character, character.upper()[0], character.lower()[0])
        otherwise = LETTER if character.isalnum() else SIGN
        self[code] = found = next(filter(str.isascii, likes), otherwise)
        return found


FOLDED = FoldedCharacters()


class PatternSet:
    """Patterns for RE2, which `simplify_pattern` made."""

    def __init__(self, patterns: Iterable[str]) -> None:
        options = re2.Options()
        options.case_sensitive, options.never_capture, options.max_mem = False, True, MEMORY
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def find_candidates(self, text: str) -> list[int]:
        """Find the positions of the patterns that may match somewhere in the text."""
        found: list[int] | None = self._set.Match(fold_text(text))
        return found or []


def fold_text(text: str) -> str:
    """Replace each character that is not ASCII by what stands for it."""
    return text if text.isascii() else text.translate(FOLDED)


def simplify_pattern(pattern: str) -> str:
    """Make a pattern for RE2 that matches, in a folded text, wherever the pattern of Python, ignoring case, matches."""
    kept, depth = [], 0  # how many parentheses are open since a lookaround began
    for token in TOKEN.findall(pattern):
        if depth or LOOKAROUND.match(token):
            depth += (token[0] == "(") - (token == ")")
        elif token.startswith("[^"):
            kept.append("".join(filter(str.isascii, token)))
        elif token[0] == "[":
            kept.append(re.sub(r"\\.", lambda escape: CLASSES.get(escape[0], escape[0]), fold_text(token)))
        elif token[0] == "\\":
            kept.append(f"[{CLASSES[token]}]" if token in CLASSES else fold_text(token))
        else:
            simple = TIMES.sub(lambda times: "*" if int(times[1]) == 0 else "+", fold_text(token))
            kept.append(simple.translate(ANCHORS))
    return "".join(kept)
