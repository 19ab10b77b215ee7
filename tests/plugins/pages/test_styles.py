from __future__ import annotations

import pytest

from plugins.pages.minify import minify_html
from plugins.pages.styles import Stylesheet

TOKENS = ":root {\n  --paper: light-dark(#fff, #000);\n  --ink: light-dark(#111, #eee);\n  --space: 0.5rem;\n}"
PAPER = ":root{--a:#fff}@media screen and (prefers-color-scheme:dark){:root{--a:#000}}"


def used(css: str, html: str) -> str:
    return Stylesheet(TOKENS, css).select_for_page(html)


@pytest.mark.parametrize(
    ("selector", "html", "kept"),
    [
        ("p", "<p>", True),
        ("p", "<pre>", False),
        (".box", '<p class="small box">', True),
        (".box", '<p class="boxes">', False),
        (".box > h2", '<p class="box"><h2>', True),
        (".box > h2", '<p class="box"><h3>', False),
        ('a[href^="http"]::after', '<a href="https://a.example">', True),
        ('a[href^="http"]::after', '<a href="/http">', False),
        ("a[href]", '<a href="x">', True),
        ("a[aria-current]", '<a href="x">', False),
        (":not(main):focus-visible", "<p>", True),
        ("li + li::before", "<li>", True),
    ],
)
def test_a_rule_is_kept_when_all_that_it_names_is_there(selector: str, html: str, kept: bool) -> None:
    assert bool(used(f"{selector} {{ margin: 0; }}", html)) is kept


def test_of_a_list_of_selectors_only_the_used_are_kept() -> None:
    assert used("h1,\nh2,\nh3 { margin: 0 }", "<h1><h3>") == "h1,h3{margin:0}"


def test_tokens_are_written_in_place_but_colours_follow_the_scheme() -> None:
    assert used("p { margin: var(--space) calc(-1 * var(--space)); }", "<p>") == "p{margin:.5rem -.5rem}"
    assert used("p { background: var(--paper); }", "<p>") == f"{PAPER}p{{background:var(--a)}}"


def test_a_group_is_kept_when_a_rule_in_it_is() -> None:
    css = "@media print { p { margin: 0; } b { margin: 0; } } @supports (a: b) { @media print { i { margin: 0; } } }"
    assert used(css, "<b>") == "@media print{b{margin:0}}"
    assert used(css, "<i>") == "@supports (a:b){@media print{i{margin:0}}}"


def test_an_open_brace_is_told() -> None:
    with pytest.raises(ValueError, match="a brace is not closed"):
        used("a { color: red", "<a>")


def test_what_stands_in_quotation_marks_is_kept() -> None:
    assert (
        used('p::after { content: " (" attr(href) ",  0.5"; }', "<p>") == 'p::after{content:" (" attr(href) ",  0.5"}'
    )


def test_a_sum_keeps_its_spaces_and_a_fraction_loses_its_zero() -> None:
    assert used("p { width: calc(0.5rem + 10.05vw); font: 1rem / 1.5 serif; }", "<p>") == (
        "p{width:calc(.5rem + 10.05vw);font:1rem/1.5 serif}"
    )


def test_white_space_goes_where_nobody_sees_it() -> None:
    assert minify_html("<ul>\n<li> one</li>\n\n<li>\ntwo\n</li> </ul>\n") == "<ul><li>one</li><li>two</li></ul>"
    assert (
        minify_html('<p class="x">\n<b>one</b> <i>two</i>\nthree</p>')
        == '<p class="x"><b>one</b> <i>two</i>\nthree</p>'
    )


def test_white_space_stays_where_it_is_seen() -> None:
    code = "<pre><code>\n  if x:\n\n    &lt;p&gt; y\n</code></pre>"
    assert minify_html(code) == code
    form = "<textarea>\n a  b\n</textarea> <label> c</label>"
    assert minify_html(form) == form
