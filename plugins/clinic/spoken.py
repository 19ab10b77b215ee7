"""Texts of content/clinic.yaml that are written in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator

from plugins.schema.languages import is_language_code
from plugins.schema.types import Text, refuse, require_plain_text


class SpokenText(NamedTuple):
    """A text in one language; `lang` is "" where that is the language of the page."""

    text: str
    lang: str = ""


def require_languages(value: Any) -> Any:
    return value if isinstance(value, dict) else refuse("language-missing")


def _require_language_code(code: str) -> str:
    return code if is_language_code(code) else refuse("language-code-unfit", text=code)


def _parse_name(value: Any, parse_spoken: ValidatorFunctionWrapHandler) -> Any:
    """Parse a name. One for all languages stands in place of a language's, by ""."""
    if isinstance(value, dict):
        return parse_spoken(value)
    return {"": require_plain_text(value) or refuse("text-empty")}


LanguageKey = Annotated[str, AfterValidator(_require_language_code)]
Spoken = Annotated[dict[LanguageKey, Text], BeforeValidator(require_languages)]  # by language
ONE_OR_SPOKEN = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
Name = Annotated[Spoken, WrapValidator(_parse_name), WithJsonSchema(ONE_OR_SPOKEN)]


def speak(texts: Mapping[str, str], lang: str) -> SpokenText:
    """Return a text in `lang`, or else in the first language that it is written in."""
    if lang in texts:
        return SpokenText(texts[lang])
    other, text = next(iter(texts.items()))
    return SpokenText(text, other)
