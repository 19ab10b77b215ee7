"""Which social card stands for which page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from plugins.clinic.model import Clinic
from plugins.documents.document import Card as DocumentCard
from plugins.media.social_cards.cache import Store
from plugins.media.social_cards.design import Face
from plugins.output.output_dir import File

FOLDER = "cards"


class SocialCard(NamedTuple):
    """`url` is from the site's root; `alt` says what the card shows."""

    url: str
    alt: str


class Cards:
    """The social cards of all pages. `titles` are the home page's, by language; `mark` gives a topic's mark as SVG."""

    def __init__(self, clinic: Clinic, titles: Mapping[str, str], mark: Callable[[str], str], store: Store) -> None:
        self.clinic, self.titles, self.mark, self.store = clinic, titles, mark, store
        self._topic = cache(self._topic)  # type: ignore[method-assign]
        self._site = cache(self._site)  # type: ignore[method-assign]

    def site(self, lang: str) -> SocialCard:
        return _card(self.store, self._site(lang))

    def topic(self, name: str, lang: str) -> SocialCard:
        return _card(self.store, self._topic(name, lang), self._site(lang))

    def article(self, card: DocumentCard, picture: Path | None = None, picture_name: str = "") -> SocialCard:
        """Make the article's own card; its topic's where the font lacks a letter of the title."""
        topic = self._topic(card.topic, card.lang)
        alt = card.image_alt if picture else ""
        own = Face(card.title, topic.title, self.clinic.blog, topic.mark, picture, picture_name, alt)
        return _card(self.store, own, topic, self._site(card.lang))

    def files(self) -> Iterator[File]:
        """List the output files of all cards that were asked for."""
        for name in self.store.faces:
            yield File(f"{FOLDER}/{name}", name.encode(), partial(self.store.data, name))

    def _topic(self, name: str, lang: str) -> Face:
        topic = self.clinic.topics[name]
        said = topic.said(lang)
        return Face(said.name, self.clinic.blog, said.about, self.mark(topic.mark))

    def _site(self, lang: str) -> Face:
        clinic = self.clinic
        return Face(self.titles[lang], clinic.blog, f"{clinic.name}, {clinic.address.city}, {clinic.address.state}")


def _card(store: Store, *faces: Face) -> SocialCard:
    """Make the card of the first design that can be drawn; one without text where none can."""
    face = next((one for one in faces if one.can_be_drawn()), Face("", "", "", faces[0].mark))
    return SocialCard(f"{FOLDER}/{store.name(face)}", face.said() or faces[0].said())
