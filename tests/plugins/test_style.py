from __future__ import annotations

import pytest

from plugins.pages.style import Stylesheet

SHEET = """
@layer base, parts;
/* a comment { with braces } */
@layer base { body { color: red; margin: 0 0.5rem } }
@layer parts {
  .card__title, .row:hover > a { color: blue; }
  @media (width > 40rem) { .card { padding: 1px } }
}
@layer base { nav a { color: green } }
@page { margin: 2cm }
"""


def used(html: str) -> str:
    return Stylesheet(SHEET).for_page(html)


def test_only_rules_whose_classes_and_elements_stand_in_the_page_are_kept() -> None:
    css = used('<body><p class="row"><a href="">x</a></p></body>')
    assert ".row:hover>a{color:blue}" in css
    assert ".card" not in css
    assert "nav a" not in css


def test_a_group_with_nothing_in_it_goes() -> None:
    assert "@media" not in used("<body></body>")
    assert "@media (width>40rem){.card{padding:1px}}" in used('<body class="card"></body>')


def test_the_order_of_layers_and_what_holds_no_rules_stays() -> None:
    css = used("<body></body>")
    assert css.startswith("@layer base,parts;")
    assert "@page{margin:2cm}" in css


def test_blocks_of_one_layer_are_one() -> None:
    assert used("<body><nav><a></a></nav></body>").count("@layer base{") == 1


def test_comments_and_spaces_go() -> None:
    css = used("<body></body>")
    assert "comment" not in css
    assert "body{color:red;margin:0" in css


def test_an_open_brace_is_told() -> None:
    with pytest.raises(ValueError, match="a brace is not closed"):
        Stylesheet("a { color: red")
