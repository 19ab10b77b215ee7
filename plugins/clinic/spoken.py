"""Texts of content/clinic.yaml that are written in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator

from plugins.schema.languages import is_language_code
from plugins.schema.types import Text, refuse


class SpokenText(NamedTuple):
    """A text in one language; `lang` is "" where that is the language of the page."""

    text: str
    lang: str = ""


def _require_languages(value: Any) -> Any:
    if not isinstance(value, dict):
        refuse("language-missing")
    for lang in value:
        if not is_language_code(lang):
            refuse("language-code-unfit", text=lang)
    return value


Spoken = Annotated[dict[str, Text], BeforeValidator(_require_languages)]  # by language


def speak(texts: Mapping[str, str], lang: str) -> SpokenText:
    """Return a text in `lang`, or else in the first language that it is written in."""
    if lang in texts:
        return SpokenText(texts[lang])
    other, text = next(iter(texts.items()))
    return SpokenText(text, other)
