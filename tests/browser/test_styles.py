"""What a page carries looks as what the theme's files say."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.documents.conversion import Conversion
from plugins.documents.markdown import convert_to_html
from plugins.pages import styles
from tests.conftest import Visit
from tests.project import ROOT
from tests.theme.test_components import BODY
from tools.quality.style_guide import render_examples

THEME = ROOT / "theme"
FURNITURE = (
    '<a class="skip" href="#main">a</a><header><a class="mark">a <span>b</span></a><nav><a href="">c</a></nav></header>'
)
# Every property of every element under the one sheet and under the other, where they differ.
DIFFERENCES = """(css) => {
  const sheet = document.querySelector("style");
  const look = () => [...document.querySelectorAll("body *")].map((element) => {
    const style = getComputedStyle(element);
    const names = [...style].filter((name) => !name.startsWith("--"));
    return new Map([["", element.outerHTML.slice(0, 60)], ...names.map((name) => [name, style[name]])]);
  });
  const before = look();
  sheet.textContent = css;
  return look().flatMap((after, n) => [...after].flatMap(([name, value]) =>
    value === before[n].get(name) ? [] : [`${after.get("")} ${name}: ${before[n].get(name)}, not ${value}`]));
}"""


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_order_of_files_does_what_their_layers_do(visit: Visit, width: int, scheme: Any) -> None:
    shown = "".join(one.html for one in render_examples(THEME))
    text = convert_to_html(Conversion(BODY, 1))
    body = f'{FURNITURE}<main><article class="beside">{shown}{text}</article></main><footer>f</footer>'
    carried = styles.load_stylesheet(THEME).select_for_page(f"<body>{body}")
    written = "".join(path.read_text("utf-8") for path in styles.list_css_files(THEME))
    page = visit("about:blank", viewport={"width": width, "height": 640}, color_scheme=scheme)
    meta = '<meta name="color-scheme" content="light dark">'
    page.set_content(f"<!DOCTYPE html><html lang=en>{meta}<style>{carried}</style><body>{body}</body></html>")
    assert page.evaluate(DIFFERENCES, written) == []
