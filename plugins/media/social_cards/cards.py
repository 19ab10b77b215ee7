"""Which social card stands for which page."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from plugins.clinic.model import Clinic
from plugins.documents.document import DocumentMeta
from plugins.media.article_pictures.motifs import HOME
from plugins.media.social_cards.cache import SocialCardCache
from plugins.media.social_cards.design import CardDesign, Photograph
from plugins.output.output_dir import File

CARDS_FOLDER = "cards"


class SocialCard(NamedTuple):
    """`url` is from the site's root; `alt` says what the card shows."""

    url: str
    alt: str


class SocialCards:
    """The social cards of all pages. `titles` are the home page's, by language."""

    def __init__(self, clinic: Clinic, titles: Mapping[str, str], cache: SocialCardCache) -> None:
        self.clinic, self.titles, self.cache = clinic, titles, cache
        self._design_topic = functools.cache(self._design_topic)  # type: ignore[method-assign]
        self._design_site = functools.cache(self._design_site)  # type: ignore[method-assign]

    def make_site_card(self, lang: str) -> SocialCard:
        return _make_card(self.cache, self._design_site(lang))

    def make_topic_card(self, name: str, lang: str) -> SocialCard:
        return _make_card(self.cache, self._design_topic(name, lang), self._design_site(lang))

    def make_article_card(self, meta: DocumentMeta, photograph: Photograph | None = None) -> SocialCard:
        """Make the article's own card; its topic's where the font lacks a letter of the title."""
        topic = self._design_topic(meta.topic, meta.lang)
        own = CardDesign(meta.title, topic.title, self.clinic.blog, meta.original, topic.motif, photograph)
        return _make_card(self.cache, own, topic, self._design_site(meta.lang))

    def list_card_files(self) -> Iterator[File]:
        """List the output files of all cards that were asked for."""
        for name in self.cache.designs:
            yield File(f"{CARDS_FOLDER}/{name}", name.encode(), partial(self.cache.read_data, name))

    def _design_topic(self, name: str, lang: str) -> CardDesign:
        topic = self.clinic.topics[name]
        said = topic.translate(lang)
        return CardDesign(said.name, self.clinic.blog, said.about, name, topic.motif)

    def _design_site(self, lang: str) -> CardDesign:
        clinic, address = self.clinic, self.clinic.main_location.address
        place = ", ".join(part for part in (clinic.name, address.city, address.state) if part)
        return CardDesign(self.titles[lang], clinic.blog, place, *HOME)


def _make_card(cache: SocialCardCache, *designs: CardDesign) -> SocialCard:
    """Make the card of the first design that can be drawn; one without text where none can."""
    without_text = designs[0]._replace(title="", label="", foot="", photograph=None)
    design = next((one for one in designs if one.is_drawable()), without_text)
    return SocialCard(f"{CARDS_FOLDER}/{cache.find_or_draw(design)}", design.describe() or designs[0].describe())
