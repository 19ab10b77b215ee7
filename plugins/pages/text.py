"""One document's HTML as a page shows it: addresses of links, pictures in their sizes, drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import count

from markupsafe import Markup

from plugins.media.consent.caption import Caption
from plugins.media.images.element import element, plain
from plugins.media.images.picture import Picture
from plugins.site.links import replace

# As plugins.documents.markdown writes them.
IMAGE = re.compile(r'<img alt="(?P<alt>[^"]*)" src="(?P<src>[^"]*)">')
ALONE = re.compile(rf"<(p|figure)>({IMAGE.pattern})(?:<figcaption>(?P<own>.*?)</figcaption>)?</\1>")
DRAWING = re.compile(r'<figure data-drawing="(?P<name>[^"]*)">(?P<says>[^<]*)</figure>')

Draw = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Text:
    """What one document's HTML leads to and shows; `draw` makes a drawing of its name and what it shows.

    `captions` are of pictures with people, by how they are written in the text.
    """

    base: str
    links: Mapping[str, str]
    pictures: Mapping[str, Picture]
    captions: Mapping[str, Caption]
    draw: Draw

    def html(self, *parts: str) -> tuple[Markup, ...]:
        """Each part of one page, in their order; the first picture of them all is loaded at once."""
        numbers = count()

        def write(picture: Picture, alt: str, folder: str) -> str:
            return element(picture, alt, folder, first=next(numbers) == 0)

        return tuple(self._put(part, write, self.draw) for part in parts)

    def plain(self, html: str) -> Markup:
        """For those who read no more than HTML's old elements: a drawing is its description."""
        return self._put(html, plain, lambda name, says: f"<p>{escape(says)}</p>")

    def _put(self, html: str, write: Callable[[Picture, str, str], str], draw: Draw) -> Markup:
        def picture(match: re.Match[str]) -> str:
            return write(self.pictures[unescape(match["src"])], match["alt"], f"{self.base}images/")

        def figure(match: re.Match[str]) -> str:
            if not (said := self.captions.get(unescape(match["src"]))):
                return match[0]
            text = f"<strong>{escape(said.label)}</strong> {escape(said.text)}".rstrip()
            return f"<figure>{match[2]}<figcaption>{match['own'] or ''}<p>{text}</p></figcaption></figure>"

        html = ALONE.sub(figure, html) if self.captions else html
        html = IMAGE.sub(picture, replace(html, "href", self.links))
        return Markup(DRAWING.sub(lambda match: draw(match["name"], unescape(match["says"])), html))
