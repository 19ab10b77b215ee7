"""Read what editors paste from word processors as they mean it, before any parser of Markdown sees it."""

from __future__ import annotations

import re

from plugins.schema.yaml_reader import UNSEEN

TAB = 4  # columns
BULLETS = "\u2022\u25e6\u25aa\u25cf\u2023\u2043"  # of word processors; a middle dot is one where a space follows it
FENCED = r"(?P<code>^ *(?P<fence>`{3,}|~{3,})(?s:.*?)(?:^ *(?P=fence)|\Z))"
INDENT = "^(?P<indent>[ \xa0]*)"
# Each: signs of which one has to be in a text, and what is read as `indent`, `marker` (or else -) and a space.
HABITS = tuple(
    (signs, re.compile(f"{FENCED}|{INDENT}{pattern}", re.MULTILINE))
    for signs, pattern in (
        (f"{BULLETS}\xb7", f"(?:[{BULLETS}][ \xa0]*|\xb7[ \xa0]+)(?=\\S)"),
        ("\xa0", r"(?P<marker>[-*+>]|\d{1,9}[.)]|#{1,6})[ \xa0]+"),
    )
)
PICTURE_NAME_WITH_SPACE = re.compile(r"(!\[[^\[\]\n]*\]\()([^\s()<>\"']+(?: +[^\s()<>\"']+)+)(?=\)| +[\"'])")
# What `plugins.schema.text_file` refuses: unseen characters, and the marks of a conflict.
REFUSED = re.compile(rf"{UNSEEN.pattern}|^(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|).*", re.MULTILINE)


def read_habits(text: str) -> str:
    """Write what stands for a list or a heading, and pictures' names with spaces, as Markdown; and tabs as spaces."""
    text = text.expandtabs(TAB)
    for signs, pattern in HABITS:
        if any(sign in text for sign in signs):
            text = pattern.sub(_write_marker, text)
    return PICTURE_NAME_WITH_SPACE.sub(r"\1<\2>", text) if "![" in text else text


def remove_refused(text: str) -> str:
    """Remove what has been refused before, so that nothing follows from it."""
    return REFUSED.sub(" ", text)


def _write_marker(match: re.Match[str]) -> str:
    """Write a bullet as -, and a plain space after any marker. Code stays as it is."""
    if match["code"]:
        return match[0]
    marker = match.groupdict().get("marker") or "-"
    return f"{match['indent'].replace(chr(0xA0), ' ')}{marker} "
