"""Describe each document to machines, as schema.org JSON-LD.

Reads:  content.document, content.url, content.social_card, context["clinic"], the theme's words
Writes: content.structured_data
"""

from functools import cache
from pathlib import Path
from typing import Any

from pelican import signals

from plugins import words
from plugins.pipeline import all_contents
from plugins.structured_data.graph import Graphs, image


def attach(generators: list[Any]) -> None:
    context = generators[0].context
    clinic, scheme = context["clinic"], context["scheme"]
    if not clinic:
        return
    spoken = words.load(Path(generators[0].settings["THEME"]))

    @cache
    def graphs(lang: str) -> Graphs:
        home = (spoken[lang]["lists"]["home"], clinic.url + scheme.home(lang))
        return Graphs(clinic, lang, home, context["today"])

    for content in all_contents(generators):
        url, card = clinic.url + content.url, content.card
        shared = image(clinic.url + content.social_card.url)
        if not card.kind:
            content.structured_data = graphs(card.lang).about_us(card, url, shared)
            continue
        topic = clinic.topics[card.topic].said(card.lang).name, clinic.url + scheme.topic(card.topic, card.lang)
        name = card.author or next(iter(clinic.authors))
        author = name, clinic.url + scheme.author(name, card.lang)
        content.structured_data = graphs(card.lang).article(content.document, url, topic, author, shared)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
