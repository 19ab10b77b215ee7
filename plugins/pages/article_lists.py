"""The lists of articles in one language: all articles, and those of each year, topic, tag and author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plugins.documents.document import DocumentMeta
from plugins.pages.views import PageViews


@dataclass(frozen=True, slots=True)
class ArticleList:
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


def make_lists(cards: Sequence[DocumentMeta], views: PageViews) -> Iterator[ArticleList]:
    """Make every list of these articles, which are in the order in which lists show them."""
    words, scheme, clinic, lang = views.words["lists"], views.scheme, views.clinic, views.lang
    years = _group_positions(cards, lambda card: [str(card.date.year)])
    year_links = tuple((year, scheme.make_year_url(int(year), lang)) for year in years)
    yield ArticleList(
        scheme.make_archive_url(lang), words["all"], words["all_summary"], tuple(range(len(cards))), year_links
    )
    for year, members in years.items():
        title, summary = (words[name].format(year=year) for name in ("year", "year_summary"))
        yield ArticleList(scheme.make_year_url(int(year), lang), title, summary, members, year_links)
    topics = _group_positions(cards, lambda card: [card.topic])
    topic_links = tuple(
        (topic.translate(lang).name, scheme.make_topic_url(name, lang))
        for name, topic in clinic.topics.items()
        if name in topics
    )
    for name, members in topics.items():
        topic = clinic.topics[name].translate(lang)
        yield ArticleList(scheme.make_topic_url(name, lang), topic.name, topic.about, members, topic_links, topic=name)
    for tag, members in _group_positions(cards, lambda card: card.tags).items():
        title, summary = (words[name].format(tag=tag) for name in ("tag", "tag_summary"))
        yield ArticleList(scheme.make_tag_url(tag, lang), title, summary, members)
    for name, members in _group_positions(cards, lambda card: [views.find_author(card)]).items():
        title, summary = (words[key].format(author=clinic.authors[name].name) for key in ("author", "author_summary"))
        yield ArticleList(scheme.make_author_url(name, lang), title, summary, members, author=name)


def _group_positions(
    cards: Sequence[DocumentMeta], names: Callable[[DocumentMeta], Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """Group the positions of articles by the names that each article has."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, card in enumerate(cards):
        for name in names(card):
            groups[name].append(position)
    return {name: tuple(members) for name, members in groups.items()}
