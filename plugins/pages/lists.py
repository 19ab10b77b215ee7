"""The lists of articles in one language: all articles, and those of each year, topic, tag and author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plugins.documents.document import Card
from plugins.pages.views import Views


@dataclass(frozen=True, slots=True)
class List:
    """A list of articles. `members` are positions in the sequence of all articles.

    `others` are titles and URLs of the lists of the same kind. The list of a topic or an author has the name of
    `topic` or `author` in content/clinic.yaml.
    """

    url: str
    title: str
    summary: str
    members: tuple[int, ...]
    others: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    author: str = ""


def lists(cards: Sequence[Card], views: Views) -> Iterator[List]:
    """Make every list of these articles, which are in the order in which lists show them."""
    words, scheme, clinic, lang = views.words["lists"], views.scheme, views.clinic, views.lang
    years = _grouped(cards, lambda card: [str(card.date.year)])
    year_links = tuple((year, scheme.year(int(year), lang)) for year in years)
    yield List(scheme.archive(lang), words["all"], words["all_summary"], tuple(range(len(cards))), year_links)
    for year, members in years.items():
        title, summary = (words[name].format(year=year) for name in ("year", "year_summary"))
        yield List(scheme.year(int(year), lang), title, summary, members, year_links)
    topics = _grouped(cards, lambda card: [card.topic])
    topic_links = tuple(
        (topic.said(lang).name, scheme.topic(name, lang)) for name, topic in clinic.topics.items() if name in topics
    )
    for name, members in topics.items():
        topic = clinic.topics[name].said(lang)
        yield List(scheme.topic(name, lang), topic.name, topic.about, members, topic_links, topic=name)
    for tag, members in _grouped(cards, lambda card: card.tags).items():
        title, summary = (words[name].format(tag=tag) for name in ("tag", "tag_summary"))
        yield List(scheme.tag(tag, lang), title, summary, members)
    for name, members in _grouped(cards, lambda card: [views.author(card)]).items():
        title, summary = (words[key].format(author=clinic.authors[name].name) for key in ("author", "author_summary"))
        yield List(scheme.author(name, lang), title, summary, members, author=name)


def _grouped(cards: Sequence[Card], names: Callable[[Card], Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """Group the positions of articles by the names that each article has."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, card in enumerate(cards):
        for name in names(card):
            groups[name].append(position)
    return {name: tuple(members) for name, members in groups.items()}
