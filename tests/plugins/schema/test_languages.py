from __future__ import annotations

import pytest

from plugins.schema.languages import find_unknown_codes, is_language_code, make_language_attributes, strip_marks


@pytest.mark.parametrize("code", ["es", "es-MX", "la", "hmn", "vi", "zh-Hant", "zh-cn", "de-CH-1996", "ES"])
def test_a_code_of_a_language_is_known(code: str) -> None:
    assert is_language_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "e",
        "xx",
        "sp",
        "spanish",
        "español",
        "es_MX",
        "es-",
        "-es",
        "es MX",
        "es\n",
        'es"',
        "a-" * 99 + "a",
    ],
)
def test_what_is_no_code_of_a_language_is_not(code: str) -> None:
    assert not is_language_code(code)


@pytest.mark.parametrize("code", ["ar", "fa", "he", "ur", "ps", "yi", "dv", "pa-PK", "az-Arab", "syr", "AR-EG"])
def test_what_is_written_from_right_to_left_says_so(code: str) -> None:
    assert make_language_attributes(code) == {"lang": code, "dir": "rtl"}


@pytest.mark.parametrize("code", ["es", "zh-Hant", "az", "pa", "tr", "ar-Latn"])
def test_what_is_written_from_left_to_right_says_nothing(code: str) -> None:
    assert make_language_attributes(code) == {"lang": code}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A [promotora](lang:es) & a [sobadora](lang:es-MX).", "A promotora & a sobadora."),
        ("[1] [a](/b) (lang:es)", "[1] [a](/b) (lang:es)"),
        ("[a](lang:es", "[a](lang:es"),
        ("[a [b](lang:es)", "[a b"),
    ],
)
def test_without_its_marks_a_text_is_plain(text: str, plain: str) -> None:
    assert strip_marks(text) == plain


def test_wrong_codes_are_found_in_their_order() -> None:
    assert list(find_unknown_codes("[a](lang:zz) [b](lang:es) [c](lang:) [d](/lang:e)")) == ["zz", ""]
