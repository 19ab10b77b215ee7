"""Split a content file into front matter and body."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.schema.text_file import decode_text

FENCE = "---"


@dataclass(frozen=True, slots=True)
class SplitFile:
    """A content file in two parts. `header`, its front matter, starts at line 2 of the file, `body` at `body_line`."""

    header: str
    body: str
    body_line: int


def read_without_header(data: bytes) -> SplitFile | None:
    """Read a content file whose front matter does not start or does not end: all of it is the body.

    Return None where it is no text.
    """
    text, _ = decode_text(data)
    return SplitFile("", text, 1) if text else None


def split_front_matter(data: bytes) -> tuple[SplitFile | None, list[Diagnostic]]:
    """Split the bytes of a content file into front matter and body, and find every error of the text itself.

    Return None where the front matter does not start or does not end.
    """
    text, errors = decode_text(data)
    if not text:
        return None, errors
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None, [*errors, diagnose("header-missing", "", 1)]
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return None, [*errors, diagnose("header-open", "", 1)]
    return SplitFile("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2), errors
