from __future__ import annotations

import pytest
from markupsafe import Markup

from plugins.pages.document_html import DocumentRenderer, Figures

FIGURES = Figures(lambda name, says: says, lambda before, after, caption: before + after)
RENDERER = DocumentRenderer("/", {}, {}, {}, {}, FIGURES, "No longer true:")
HERE = '<a class="self" href="#a">'


@pytest.mark.parametrize(
    ("inside", "linked"),
    [
        ("What it costs", f"{HERE}What it costs</a>"),
        ("H<sub>2</sub>O &amp; <em>skin</em>", f"{HERE}H<sub>2</sub>O &amp; <em>skin</em></a>"),
        ('Costs <a href="#r_1">[1]</a>', f'{HERE}Costs</a> <a href="#r_1">[1]</a>'),
        ('Costs <span><a href="#r_1">[1]</a></span>', f'{HERE}Costs</a> <span><a href="#r_1">[1]</a></span>'),
        ('See <a href="/b/">this</a> too', f'{HERE}See</a> <a href="/b/">this</a> too'),
        # What begins with a link, or would hold the beginning or the end of one, stays.
        ('<a href="/b/">This</a>', '<a href="/b/">This</a>'),
        ('<em>See <a href="/b/">this</a></em>', '<em>See <a href="/b/">this</a></em>'),
        ("One<br>two", "One<br>two"),
    ],
)
def test_a_heading_leads_to_itself_by_its_words_before_a_link(inside: str, linked: str) -> None:
    for level in range(2, 7):
        html = f'<p>Text.</p>\n<h{level} id="a">{{}}</h{level}>\n<p>More.</p>'
        assert RENDERER.render_parts(html.format(inside)) == (html.format(linked),)
        assert RENDERER.render_plain(html.format(inside)) == html.format(inside)


def test_listeners_hear_that_words_are_struck_and_feed_readers_get_plain_elements() -> None:
    assert RENDERER.render_parts(Markup("<p><s>100</s> 80</p>")) == (
        "<p><s><span>No longer true: </span>100</s> 80</p>",
    )
    assert RENDERER.render_plain(Markup("<p><s>100</s> 80</p>")) == "<p><s>100</s> 80</p>"
