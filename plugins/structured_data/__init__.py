"""Describe each document to machines, as schema.org JSON-LD.

Reads:  content.document, content.url, context["clinic"]
Writes: content.structured_data
"""

from typing import Any

from pelican import signals

from plugins.pipeline import all_contents
from plugins.structured_data import graph

PAGE_TYPES = {"contact": "ContactPage", "about": "AboutPage"}


def attach(generators: list[Any]) -> None:
    clinic = generators[0].context["clinic"]
    if not clinic:
        return
    for content in all_contents(generators):
        url, card = clinic.url + content.url, content.card
        home = (clinic.blog, clinic.url + generators[0].context["scheme"].home(card.lang))
        if card.topic:
            topic = (
                clinic.topics[card.topic].said(card.lang).name,
                clinic.url + generators[0].context["scheme"].topic(card.topic, card.lang),
            )
            own = graph.article(clinic, content.document, url, content.document.due())
            steps = [home, topic, (card.title, url)]
        else:
            kind = PAGE_TYPES.get(card.slug, "WebPage")
            own = [graph.page(kind, clinic, url, card.title, card.summary, card.lang)]
            steps = [home, (card.title, url)]
        content.structured_data = graph.graph(
            *own,
            graph.breadcrumbs(url, steps),
            graph.website(clinic, card.lang),
            graph.clinic(clinic, card.slug == "contact"),
        )


def register() -> None:
    signals.all_generators_finalized.connect(attach)
