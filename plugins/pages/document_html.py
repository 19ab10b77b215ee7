"""Complete a document's HTML for a page: URLs of links, pictures in their sizes, captions, drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import count
from typing import NamedTuple

from markupsafe import Markup

from plugins.media.consent.caption import Caption
from plugins.media.images.element import render_img, render_picture
from plugins.media.images.picture import Picture
from plugins.site.links import replace_urls

# The elements as plugins.documents.markdown writes them.
IMAGE = re.compile(r'<img alt="(?P<alt>[^"]*)" src="(?P<src>[^"]*)">')
ALONE = re.compile(rf"<(p|figure)>({IMAGE.pattern})(?:<figcaption>(?P<own>.*?)</figcaption>)?</\1>")
PLAIN_IMAGE = r'<img alt="[^"]*" src="(?P<{}>[^"]*)">'
PAIR = re.compile(rf"<p>(?P<before>{PLAIN_IMAGE.format('first')})\s*(?P<after>{PLAIN_IMAGE.format('second')})</p>")
HEADING = re.compile(r'<(?P<level>h[2-6]) id="(?P<id>[^"]*)">(?P<html>.*?)</(?P=level)>', re.DOTALL)
LINKLESS = re.compile(r"(?:(?!(?:<span>)?<a ).)*", re.DOTALL)  # what stands before the first link or citation
LINK = re.compile(r'(?P<start><a href="(?P<url>[^"]*)"[^>]*>)(?P<words>.*?)</a>', re.DOTALL)
DRAWING = re.compile(r'<figure data-drawing="(?P<name>[^"]*)">(?P<says>[^<]*)</figure>')

Draw = Callable[[str, str], str]  # makes a drawing of the theme from its name and its description


class Figures(NamedTuple):
    """What makes the theme's figures: `draw` a drawing, `pair` two pictures, before and after, with one caption."""

    draw: Draw
    pair: Callable[[Markup, Markup, Caption], str]


@dataclass(frozen=True, slots=True)
class DocumentRenderer:
    """Completes the HTML of one document, with what its links lead to and what its pictures show.

    `links`, `pictures` and `captions` (of pictures with people) are by their targets as written in the text. `base` is
    the path of the site, `downloads` what links to files say of them, by URL, and `struck` what screen readers say
    before struck words.
    """

    base: str
    links: Mapping[str, str]
    pictures: Mapping[str, Picture]
    captions: Mapping[str, Caption]
    downloads: Mapping[str, str]
    figures: Figures
    struck: str

    def render_parts(self, *parts: str, is_first: bool = True) -> tuple[Markup, ...]:
        """Complete the parts of a page, in their order. Only the first picture of all is not loaded lazily.

        `is_first` says whether no picture stands before them.
        """
        numbers = count(0 if is_first else 1)

        def write(picture: Picture, alt: str, folder: str) -> str:
            return render_picture(picture, alt, folder, first=next(numbers) == 0)

        struck = f"<s><span>{escape(self.struck)} </span>"  # which the theme hides
        done = (HEADING.sub(_link_heading, str(part).replace("<s>", struck)) for part in parts)
        return tuple(self._render(part, write, self.figures.draw) for part in done)

    def render_plain(self, html: str) -> Markup:
        """Complete HTML for feed readers, with plain elements only: a drawing becomes its description."""
        return self._render(html, render_img, lambda name, says: f"<p>{escape(says)}</p>")

    def _render(self, html: str, write: Callable[[Picture, str, str], str], draw: Draw) -> Markup:
        """Insert URLs, pictures, captions and drawings. `write` makes an element of picture, alt text and folder."""

        def insert_picture(match: re.Match[str]) -> str:
            picture = self.pictures.get(unescape(match["src"]))  # None only in a preview of what has errors
            return write(picture, match["alt"], f"{self.base}images/") if picture else f"[{match['alt']}]"

        def add_caption(match: re.Match[str]) -> str:
            if not (caption := self.captions.get(unescape(match["src"]))):
                return match[0]
            text = f"<strong>{escape(caption.label)}</strong> {escape(caption.text)}".rstrip()
            return f"<figure>{match[2]}<figcaption>{match['own'] or ''}<p>{text}</p></figcaption></figure>"

        def place_pair(match: re.Match[str]) -> str:
            before, after = (self.captions.get(unescape(match[place])) for place in ("first", "second"))
            if not (before and after and after.after):
                return match[0]
            return str(self.figures.pair(Markup(match["before"]), Markup(match["after"]), after))

        if self.captions:
            html = PAIR.sub(place_pair, ALONE.sub(add_caption, html))
        html = IMAGE.sub(insert_picture, replace_urls(html, "href", self.links))
        html = LINK.sub(self._label_download, html) if self.downloads else html
        return Markup(DRAWING.sub(lambda match: draw(match["name"], unescape(match["says"])), html))

    def _label_download(self, link: re.Match[str]) -> str:
        """Say in a link to a file what it is, and how large."""
        label = self.downloads.get(unescape(link["url"]))
        return f"{link['start']}{link['words']} ({label})</a>" if label else link[0]


def _link_heading(match: re.Match[str]) -> str:
    """Make a heading lead to itself, by its words before a link. Leave one as it is that begins with a link."""
    words = LINKLESS.match(match["html"])[0].rstrip()  # type: ignore[index]  # which matches "" too
    rest = match["html"][len(words) :]
    tags = len(re.findall("<[a-z]", words))
    if not words or tags != words.count("</"):  # a tag that is open there would hold the end of the link
        return match[0]
    heading_id = match["id"]
    link = f'<a class="self" href="#{heading_id}">{words}</a>'
    return f'<{match["level"]} id="{heading_id}">{link}{rest}</{match["level"]}>'
