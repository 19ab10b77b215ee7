"""A short hash of the words of a text, which shows whether it was changed after its review.

Words, numbers and the signs that change a number count. White space, line breaks, other punctuation, citations and
markup do not: a corrected comma needs no new review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html import unescape
from typing import Any

from plugins.documents.front_matter import PageFrontMatter, Parts
from plugins.documents.markdown import UNSPOKEN
from plugins.schema.languages import strip_marks
from plugins.schema.types import FrozenModel

COUNTED = re.compile(r"\d+(?:[.,:/]\d+)+|\w+|[+±<>≤≥=%‰°$€]")
SIZE = 6  # bytes


def hash_words(header: PageFrontMatter, html: str, parts: Parts) -> str:
    """Hash the words of the title, the summary, the text (as HTML) and the parts, each part after its name."""
    texts = (unescape(UNSPOKEN.sub(" ", text)) for text in (html, *_collect_named_texts(parts)))
    words = COUNTED.findall("\n".join([strip_marks(header.title), strip_marks(header.summary), *texts]))
    return blake2b(" ".join(words).encode(), digest_size=SIZE).hexdigest()


def _collect_named_texts(value: Any) -> Iterator[str]:
    """Yield every text and number in a value, and before those of a field its name."""
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _collect_named_texts(item)
    elif isinstance(value, FrozenModel):
        for name in type(value).model_fields:
            if inner := getattr(value, name):
                yield name
                yield from _collect_named_texts(inner)
