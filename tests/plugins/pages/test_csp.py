from __future__ import annotations

import pytest

from plugins.pages.csp import make_policy

# printf 'a{b:c}' | openssl dgst -sha256 -binary | base64
DIGEST = "0cRUVYRKwNwnl1hkfkPGjkht16b039TjFdJzmXfFK2o="


def rules(html: str, css: str = "a{b:c}") -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in make_policy(html, css).split("; "))


def test_a_page_may_load_its_own_style_and_nothing_else() -> None:
    assert rules("<p>Hello</p>") == {
        "default-src": "'none'",
        "style-src": f"'sha256-{DIGEST}'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize(
    ("html", "name", "sources"),
    [
        ('<script src="/theme/search.js" defer></script>', "script-src", "'self'"),
        ('<script type="application/ld+json">a{b:c}</script>', "script-src", f"'sha256-{DIGEST}'"),
        ('<form action="/search/">', "form-action", "'self'"),
        ('<button data-license="1"><script src="/theme/chat.js">', "script-src", "'self' https://*.livechatinc.com"),
        ('<button data-license="1">', "frame-src", "https://*.livechatinc.com"),
    ],
)
def test_a_page_may_load_what_it_uses(html: str, name: str, sources: str) -> None:
    assert rules(html)[name] == sources


@pytest.mark.parametrize("html", ["<p>data-license</p>", "<p>&lt;script src=&gt; &lt;form&gt;</p>", ""])
def test_words_about_scripts_open_nothing(html: str) -> None:
    assert rules(html) == rules("")


@pytest.mark.parametrize(
    ("html", "css", "name", "sources"),
    [
        ("", "", "style-src", "'none'"),
        ("", "a{b:c}", "script-src", None),
        ('<script type="application/ld+json">a{b:c}</script>', "", "script-src", f"'sha256-{DIGEST}'"),
    ],
)
def test_the_chat_opens_no_styles_or_scripts_to_a_page_that_has_none(
    html: str, css: str, name: str, sources: str | None
) -> None:
    assert rules(f'<button data-license="1">{html}', css).get(name) == sources


@pytest.mark.parametrize("html", ["", '<button data-license="1"><script src="/theme/chat.js"><form>'])
def test_nothing_unsafe_is_ever_allowed(html: str) -> None:
    assert "unsafe" not in make_policy(html, "")
    assert " * " not in make_policy(html, "") + " "
