"""Write the style guide: the examples of every component, in light and in dark. It is not published.

python -m tools.quality.style_guide
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml

from pelicanconf import DEFAULT_LANG, THEME
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.jinja_environment import make_environment
from plugins.pages import styles
from plugins.schema import interface_words

GUIDE = Path(".build/styles.html")
PAGE = """<!DOCTYPE html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Style guide</title>
<style>{css}.light{{{light}}}.dark{{{dark}}}article{{display:flow-root;padding:1rem;background:var({paper});color:var({ink})}}</style>
<main><h1>Style guide</h1>{examples}</main></html>
"""
EXAMPLE = '<h3>{name}</h3><article class="light">{html}</article><article class="dark">{html}</article>'


@dataclass(frozen=True, slots=True)
class Example:
    component: str
    name: str
    html: str


def render_examples(theme: Path) -> Iterator[Example]:
    """Render each example of each component as a page would."""
    env = make_environment(theme, {})
    spoken = interface_words.load_words(theme)[DEFAULT_LANG]
    for folder in sorted((theme / "components").iterdir()):
        macro = getattr(env.get_template(f"components/{folder.name}/{folder.name}.html").module, folder.name)
        given = {"words": spoken} if "words" in macro.arguments else {}
        for one in yaml.safe_load((folder / f"{folder.name}.yaml").read_text("utf-8")):
            yield Example(folder.name, one["name"], str(macro(**given, **one["arguments"])))


def render_guide(theme: Path) -> str:
    """Render the style guide as one HTML page."""
    shown = ""
    for component, some in groupby(render_examples(theme), lambda one: one.component):
        shown += f"<h2>{component}</h2>" + "".join(EXAMPLE.format(name=one.name, html=one.html) for one in some)
    sheet = styles.load_stylesheet(theme)
    css = sheet.select_for_page(f"<body>{shown}")
    light, dark = (sheet.format_colours(number, css) for number in (0, 1))
    paper, ink, *_ = sheet.colours
    return PAGE.format(lang=DEFAULT_LANG, css=css, light=light, dark=dark, paper=paper, ink=ink, examples=shown)


if __name__ == "__main__":
    with refuse_os_errors():
        GUIDE.parent.mkdir(exist_ok=True)
        GUIDE.write_text(render_guide(Path(THEME)), "utf-8")
    print(f"Open {GUIDE.absolute().as_uri()}")
