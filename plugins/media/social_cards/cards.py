"""Which social card stands for which page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta as DocumentCard
from plugins.media.social_cards.cache import SocialCardCache
from plugins.media.social_cards.design import CardDesign
from plugins.output.output_dir import File

CARDS_FOLDER = "cards"


class SocialCard(NamedTuple):
    """`url` is from the site's root; `alt` says what the card shows."""

    url: str
    alt: str


class SocialCards:
    """The social cards of all pages. `titles` are the home page's, by language; `mark` gives a topic's mark as SVG."""

    def __init__(
        self, clinic: Clinic, titles: Mapping[str, str], mark: Callable[[str], str], cache: SocialCardCache
    ) -> None:
        self.clinic, self.titles, self.mark, self.cache = clinic, titles, mark, cache
        self._design_topic = functools.cache(self._design_topic)  # type: ignore[method-assign]
        self._design_site = functools.cache(self._design_site)  # type: ignore[method-assign]

    def make_site_card(self, lang: str) -> SocialCard:
        return _make_card(self.cache, self._design_site(lang))

    def make_topic_card(self, name: str, lang: str) -> SocialCard:
        return _make_card(self.cache, self._design_topic(name, lang), self._design_site(lang))

    def make_article_card(self, card: DocumentCard, picture: Path | None = None, picture_name: str = "") -> SocialCard:
        """Make the article's own card; its topic's where the font lacks a letter of the title."""
        topic = self._design_topic(card.topic, card.lang)
        alt = card.image_alt if picture else ""
        own = CardDesign(card.title, topic.title, self.clinic.blog, topic.mark, picture, picture_name, alt)
        return _make_card(self.cache, own, topic, self._design_site(card.lang))

    def list_card_files(self) -> Iterator[File]:
        """List the output files of all cards that were asked for."""
        for name in self.cache.designs:
            yield File(f"{CARDS_FOLDER}/{name}", name.encode(), partial(self.cache.read_data, name))

    def _design_topic(self, name: str, lang: str) -> CardDesign:
        topic = self.clinic.topics[name]
        said = topic.translate(lang)
        return CardDesign(said.name, self.clinic.blog, said.about, self.mark(topic.mark))

    def _design_site(self, lang: str) -> CardDesign:
        clinic, address = self.clinic, self.clinic.main_location.address
        place = ", ".join(part for part in (clinic.name, address.city, address.state) if part)
        return CardDesign(self.titles[lang], clinic.blog, place)


def _make_card(cache: SocialCardCache, *faces: CardDesign) -> SocialCard:
    """Make the card of the first design that can be drawn; one without text where none can."""
    face = next((one for one in faces if one.is_drawable()), CardDesign("", "", "", faces[0].mark))
    return SocialCard(f"{CARDS_FOLDER}/{cache.find_or_draw(face)}", face.describe() or faces[0].describe())
