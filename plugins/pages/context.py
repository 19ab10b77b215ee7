"""What a template may see: frozen values, and nothing else.

A page is a template and these values; the same values give the same bytes. Every address in here is ready
to print (`href` has the base path in front), every date is spelt out, and every `Markup` is HTML that a
document step made; all other text is plain and is escaped by the template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from plugins.documents.draft import Heading
from plugins.documents.front_matter import Parts


class Day(NamedTuple):
    """`iso` is for machines (2026-11-16), `text` is for people, in the page's language."""

    iso: str
    text: str


class Link(NamedTuple):
    """`lang` is the language of what it leads to, where that is not the page's own."""

    text: str
    href: str
    current: bool = False
    lang: str = ""


class Badge(NamedTuple):
    """An accreditation. `holder` is who has it, `href` where anyone can verify it; both may be empty."""

    name: str
    note: str = ""
    holder: str = ""
    href: str = ""


class Hours(NamedTuple):
    days: str
    times: str


class Chat(NamedTuple):
    """`provider` is none, link or livechat; without a `license` there is nothing to start."""

    provider: str = "link"
    license: str = ""


class Site(NamedTuple):
    """What every page of one language shares.

    `url` is the address of the published site with a slash at its end, `base` its path part. `home`, `search`,
    `feed` and `static` are addresses with the base path; `static` is the folder of the theme's files.
    """

    clinic: str
    name: str
    url: str
    base: str
    home: str
    search: str
    feed: str
    static: str
    telephone: Link
    mail: Link | None
    address: tuple[str, ...]
    directions: str
    hours: tuple[Hours, ...]
    badges: tuple[Badge, ...]
    notice: str
    chat: Chat
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]


class SocialCard(NamedTuple):
    """The picture that stands for a page where it is shared: `url` is absolute, `alt` says what it shows."""

    url: str
    alt: str


class Head(NamedTuple):
    """What one page says of itself, to browsers and to machines.

    `title` is whole, as the browser's tab shows it; `name` is what the page is called elsewhere. `canonical` is
    "" on a page that has no address of its own (404). `alternates` are the same text in each of its languages, as
    (language, absolute address), and `locales` the other languages in OpenGraph's writing.
    `structured_data` is the JSON-LD graph. `banner` is told to editors only, in `make serve`.
    """

    title: str
    name: str
    description: str
    canonical: str
    lang: str
    kind: str  # website, article or profile: OpenGraph's words
    card: SocialCard
    alternates: tuple[tuple[str, str], ...] = ()
    locales: tuple[str, ...] = ()
    structured_data: Any = None
    banner: str = ""


class Row(NamedTuple):
    """An article in a list. `topic_mark` names the drawn mark of its topic."""

    title: str
    href: str
    summary: str
    topic: Link
    topic_mark: str
    published: Day
    minutes: int
    banner: str = ""


class Review(NamedTuple):
    """`on` is None while the review is pending, `due` also where the text was changed after it."""

    by: str = ""
    credentials: str = ""
    on: Day | None = None
    due: Day | None = None
    changed: bool = False


class Reference(NamedTuple):
    """`cited` is the id of the first place in the text that points here; empty if there is none."""

    number: int
    title: str
    publisher: str
    href: str
    accessed: Day
    cited: str = ""


class Article(NamedTuple):
    """`lead` is the first paragraph, `body` what follows it; `contents` is empty on a short article.

    `share` is the article's whole address; it leads to a letter that has it in.
    """

    title: str
    summary: str
    topic: Link
    tags: tuple[Link, ...]
    author: Link
    published: Day
    modified: Day | None
    minutes: int
    review: Review | None
    lead: Markup
    body: Markup
    contents: tuple[Heading, ...]
    parts: Parts
    references: tuple[Reference, ...]
    breadcrumbs: tuple[Link, ...]
    share: Link
    related: tuple[Row, ...]
    previous: Link | None
    next: Link | None


class Page(NamedTuple):
    """A page about us. `place` is its slug, for the pages that the theme adds to (contact, chat)."""

    title: str
    summary: str
    place: str
    modified: Day | None
    body: Markup
    breadcrumbs: tuple[Link, ...]


class Pagination(NamedTuple):
    number: int
    total: int
    previous: Link | None
    next: Link | None


class Listing(NamedTuple):
    """A list of articles: a topic, a tag, an author, a year, or all. `others` are its sisters."""

    title: str
    summary: str
    rows: tuple[Row, ...]
    pagination: Pagination
    breadcrumbs: tuple[Link, ...]
    others: tuple[Link, ...] = ()


class Home(NamedTuple):
    """`newest` is the newest article, if there is one; `rows` are those after it."""

    newest: Row | None
    rows: tuple[Row, ...]
    topics: tuple[tuple[Link, str, str], ...]  # link, mark, what it is about
    all: Link


@dataclass(frozen=True, slots=True)
class Search:
    """`index` is the address of the first file of the index. The newest articles, and `all` of them, are for visitors
    without script."""

    title: str
    summary: str
    index: str
    breadcrumbs: tuple[Link, ...]
    topics: tuple[tuple[Link, str, str], ...]  # link, mark, what it is about
    articles: tuple[Link, ...]
    all: Link
