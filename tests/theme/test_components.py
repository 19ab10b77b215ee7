"""Promises that hold for every example of every component, and for their CSS."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from plugins.documents.conversion import Conversion
from plugins.documents.markdown import convert_to_html
from plugins.output.validate import parse_page
from plugins.pages import styles
from tests.project import ROOT
from tools.quality.style_guide import Example, render_examples, render_guide

THEME = ROOT / "theme"
EXAMPLES = list(render_examples(THEME))
COMPONENTS = sorted(path for path in (THEME / "components").iterdir())
NAMES = {path.name for path in COMPONENTS}
TEMPLATES = [path for path in THEME.rglob("*") if path.suffix in {".html", ".svg", ".js"}]
CSS = {path: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL) for path in THEME.rglob("*.css")}
# What a body of Markdown may hold that the theme has rules for.
BODY = "## One\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n\n> Quoted.\n\n---\n\n```\nCode.\n```\n\nText ~~struck~~.\n"


def classes(css: str) -> set[str]:
    return {name for prelude in re.findall(r"([^{};]+)\{", css) for name in re.findall(r"\.([a-z][\w-]*)", prelude)}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.component}: {one.name}")
def test_every_example_is_sound(example: Example) -> None:
    tags = Tags(example.html).all
    assert parse_page(example.html).errors == []
    assert [tag for tag, _ in tags if tag == "script"] == []
    ids = Counter(given["id"] for _, given in tags if "id" in given)
    assert [name for name, count in ids.items() if count > 1] == []
    assert [name for _, given in tags for name in given if name == "style" or name.startswith("on")] == []
    known = set.union(*map(classes, CSS.values()))
    assert {name for _, given in tags for name in (given.get("class") or "").split()} - known == set()


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "hostile" in one.name], ids=lambda one: one.component)
def test_hostile_text_stays_text(example: Example) -> None:
    assert "<b>one" not in example.html
    for tag, given in Tags(example.html).all:
        assert all(re.fullmatch("[a-z][a-z-]*[a-z]|[dxyr]", name) for name in given), f"{tag}: {given}"


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda path: path.name)
def test_a_component_has_one_name(folder: Path) -> None:
    name = folder.name
    assert re.findall(r"{% macro (\w+)", (folder / f"{name}.html").read_text("utf-8")) == [name]
    assert {path.name for path in folder.iterdir() if path.suffix != ".svg"} <= {
        f"{name}.{end}" for end in ("html", "css", "yaml")
    }
    shown = yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    assert any("hostile" in one["name"] for one in shown), "one example is hostile"
    block = name.replace("_", "-")
    for selector in re.findall(r"([^{};]+)\{", CSS.get(folder / f"{name}.css", "")):
        first, *inner = re.findall(r"\.([a-z][\w-]*)", selector) or [block]
        # Inside, it may place another component, and a letter has a meaning in this component alone.
        for own in (first, *(one for one in inner if len(one) > 1 and one.replace("-", "_") not in NAMES)):
            assert re.fullmatch(rf"{block}((__|--)[a-z-]+)?", own), f".{own} is not of this component"


def test_no_rule_waits_for_a_class_that_nothing_writes() -> None:
    written = convert_to_html(Conversion(BODY, 1)) + "".join(path.read_text("utf-8") for path in TEMPLATES)
    written += "".join(example.html for example in EXAMPLES)
    for path, css in CSS.items():
        for name in classes(css):
            assert re.search(rf"(?<![\w-]){name}(?![\w-])", written), f"{path.name}: .{name}"


def test_raw_colours_stand_among_the_tokens_only() -> None:
    for path, css in CSS.items():
        if path.name != "tokens.css":
            assert not re.search(r":[^;{}]*(#[0-9a-f]{3}|oklch|rgb|hsl)", css), path.name


def test_every_drawing_has_an_example() -> None:
    drawn = {path.stem for path in (THEME / "components/drawing").glob("*.svg")}
    shown = yaml.safe_load((THEME / "components/drawing/drawing.yaml").read_text("utf-8"))
    assert drawn == {one["arguments"]["name"] for one in shown}
    assert drawn


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.component == "drawing"], ids=lambda one: one.name)
def test_what_a_drawing_shows_stands_below_it_and_is_read_once(example: Example) -> None:
    assert re.search(r'<svg [^>]*aria-hidden="true"', example.html)
    assert re.search("<figcaption>[^<]{9}", example.html)
    assert "aria-label" not in example.html


def test_the_style_guide_shows_every_component_in_both_schemes() -> None:
    html = render_guide(THEME)
    assert [f"<h2>{folder.name}</h2>" in html for folder in COMPONENTS] == [True] * len(COMPONENTS)
    assert html.count('<article class="light">') == html.count('<article class="dark">') == len(EXAMPLES)
    paper, *_ = styles.load_stylesheet(THEME).colours
    assert all(re.search(rf"\.{scheme}{{[^}}]*{paper}:#", html) for scheme in ("light", "dark"))


def test_every_token_that_is_used_is_there() -> None:
    tokens = set(re.findall(r"(--[\w-]+):", CSS[THEME / "css/tokens.css"]))
    for path, css in CSS.items():
        assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= tokens, path.name
