"""The lists of articles in one language: all articles, and those of each year, topic, tag and author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from plugins.documents.document import DocumentMeta
from plugins.pages.views import PageViews

LONGEST_DESCRIPTION = 160  # characters that a search engine shows


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A list of articles. `members` are positions in the sequence of all articles.

    `others` are titles and URLs of the lists of the same kind. The list of a topic has its name in
    content/clinic.yaml as `topic`.
    """

    url: str
    title: str
    summary: str
    members: tuple[int, ...]
    others: tuple[tuple[str, str], ...] = ()
    topic: str = ""


def make_lists(metas: Sequence[DocumentMeta], views: PageViews) -> Iterator[ArticleList]:
    """Make every list of these articles, which are in the order in which lists show them."""
    yield from _make_archive_and_years(metas, views)
    yield from _make_topic_lists(metas, views)
    yield from _make_tag_lists(metas, views)
    yield from _make_author_lists(metas, views)


def _make_archive_and_years(metas: Sequence[DocumentMeta], views: PageViews) -> Iterator[ArticleList]:
    """Make the list of all articles and that of each year; each has links to all years."""
    words, scheme, lang = views.words["lists"], views.scheme, views.lang
    years = _group_positions(metas, lambda meta: [str(meta.date.year)])
    year_links = tuple((year, scheme.make_year_url(int(year), lang)) for year in years)
    all_positions = tuple(range(len(metas)))
    yield ArticleList(
        scheme.make_archive_url(lang), words["all"], _describe_all(metas, views), all_positions, year_links
    )
    for year, members in years.items():
        title, summary = words["year"].format(year=year), words["year_summary"].format(year=year)
        yield ArticleList(scheme.make_year_url(int(year), lang), title, summary, members, year_links)


def _describe_all(metas: Sequence[DocumentMeta], views: PageViews) -> str:
    """Describe the list of all articles by its first topics, as many as a search engine shows."""
    words, used = views.words["lists"], {meta.topic for meta in metas}
    names = [topic.translate(views.lang).name for name, topic in views.clinic.topics.items() if name in used]
    make_text = partial(words["all_topics"].format, blog=views.clinic.blog)
    texts = [make_text(topics=", ".join(names[:count])) for count in range(1, len(names) + 1)]
    short = [text for text in texts if len(text) <= LONGEST_DESCRIPTION]
    return short[-1] if short else str(words["all_summary"].format(blog=views.clinic.blog))


def _make_topic_lists(metas: Sequence[DocumentMeta], views: PageViews) -> Iterator[ArticleList]:
    """Make the list of each topic that has articles; each has links to all of these topics."""
    scheme, lang, topics = views.scheme, views.lang, views.clinic.topics
    members_by_topic = _group_positions(metas, lambda meta: [meta.topic])
    topic_links = tuple(
        (topic.translate(lang).name, scheme.make_topic_url(name, lang))
        for name, topic in topics.items()
        if name in members_by_topic
    )
    for name, members in members_by_topic.items():
        topic = topics[name].translate(lang)
        yield ArticleList(scheme.make_topic_url(name, lang), topic.name, topic.about, members, topic_links, topic=name)


def _make_tag_lists(metas: Sequence[DocumentMeta], views: PageViews) -> Iterator[ArticleList]:
    """Make the list of each tag."""
    words = views.words["lists"]
    for tag, members in _group_positions(metas, lambda meta: meta.tags).items():
        title, summary = words["tag"].format(tag=tag), words["tag_summary"].format(tag=tag)
        yield ArticleList(views.scheme.make_tag_url(tag, views.lang), title, summary, members)


def _make_author_lists(metas: Sequence[DocumentMeta], views: PageViews) -> Iterator[ArticleList]:
    """Make the list of each author that has articles."""
    words = views.words["lists"]
    for name, members in _group_positions(metas, lambda meta: [views.find_author(meta)]).items():
        author = views.name_author(name)
        title, summary = words["author"].format(author=author), words["author_summary"].format(author=author)
        yield ArticleList(views.scheme.make_author_url(name, views.lang), title, summary, members)


def _group_positions(
    metas: Sequence[DocumentMeta], names: Callable[[DocumentMeta], Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """Group the positions of articles by the names that each article has."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, meta in enumerate(metas):
        for name in names(meta):
            groups[name].append(position)
    return {name: tuple(members) for name, members in groups.items()}
