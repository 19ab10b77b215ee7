"""The values that templates may see: frozen, and ready to print.

A page is a template rendered with these values; the same values give the same bytes. Every `href` includes the base
path, every date is spelt out, and every `Markup` is HTML made from a document. All other text is plain, and the
template escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from plugins.clinic.spoken import SpokenText
from plugins.documents.conversion import Heading
from plugins.documents.front_matter import Parts
from plugins.media.article_pictures.svg_writer import SvgPicture


class Day(NamedTuple):
    """A date: `iso` for machines (2026-11-16), `text` for people, in the page's language."""

    iso: str
    text: str


class Link(NamedTuple):
    """A link; `current` if it leads to the page itself. `lang` is the language of the target, "" for the page's own."""

    text: str
    href: str
    current: bool = False
    lang: str = ""


class LanguageLink(NamedTuple):
    """A link to a page in another language: the name of that language, in itself.

    `direction` is that in which the language is written, "" where it is the page's own. `label` says that the link
    leads to the language's home page, "" where it leads to the same page.
    """

    text: str
    href: str
    lang: str
    direction: str
    label: str


class Badge(NamedTuple):
    """An accreditation. `holder` is who has it, `href` is where anyone can verify it; both may be empty."""

    name: str
    note: str = ""
    holder: str = ""
    href: str = ""


class Hours(NamedTuple):
    """Opening hours of a day, or of several in a row; `times` may say that it is closed."""

    days: str
    times: str
    is_open: bool


class Closure(NamedTuple):
    """Days on which a place is closed, or has other hours."""

    days: str
    times: str
    why: SpokenText | None


class StreetMap(NamedTuple):
    """A drawn map: the streets by their sides of the building, the sides of parking and entrance, the same in words."""

    streets: Mapping[str, str]
    parking: str
    entrance: str
    text: str


class Location(NamedTuple):
    """A place of the clinic. `name` is "" where it is the only one; `title` is the clinic's name with that name.

    `anchor` is its id on the contact page, `lines` are those of its address, `details` are headings with texts.
    """

    anchor: str
    name: str
    title: str
    lines: tuple[str, ...]
    telephone: Link
    directions: str
    hours: tuple[Hours, ...]
    closures: tuple[Closure, ...]
    details: tuple[tuple[str, SpokenText], ...]
    map: StreetMap | None


class Chat(NamedTuple):
    """The chat. `provider` is link or livechat. `page` leads to the page where it starts, if there is one."""

    provider: str
    license: str
    page: Link | None


class NextStep(NamedTuple):
    """What a reader may do next, and what happens `then`, after the click."""

    link: Link
    then: SpokenText


class License(NamedTuple):
    """A license to practice; at `href` anyone can look it up."""

    type: str
    number: str
    state: str
    href: str


class Person(NamedTuple):
    """Somebody of the clinic, as everywhere but on their own page. `href` and `url`, the absolute one, may be empty.

    `lang` is the language in which this is written, "" for that of the page. `credentials` are the degree and the
    boards in one line. `thumbnail` is a small portrait, or empty.
    """

    name: str
    href: str
    url: str
    lang: str
    role: str
    degree: str
    credentials: str
    licenses: tuple[License, ...]
    boards: tuple[Link, ...]
    languages: str
    interests: str
    thumbnail: Markup


class SiteValues(NamedTuple):
    """The values that all pages of one language share, but for the `current` link of the navigation.

    `languages` leads to the same page in the other languages of the site, or to their home pages.

    `url` is the absolute URL of the published site, with a slash at its end, and `base` its path. `home`, `search`,
    `feed` and `static` include the base path; `static` is the folder of the theme's files.
    """

    clinic_name: str
    town: str
    blog_name: str
    url: str
    base: str
    home: str
    search: str
    feed: str
    static: str
    telephone: Link
    mail: Link | None
    locations: tuple[Location, ...]
    badges: tuple[Badge, ...]
    announcements: tuple[SpokenText, ...]
    next_steps: tuple[NextStep, ...]
    chat: Chat | None
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    languages: tuple[LanguageLink, ...]


class ShareImage(NamedTuple):
    """The picture that represents a page where it is shared. `url` is absolute, `alt` describes the picture."""

    url: str
    alt: str


class Head(NamedTuple):
    """The metadata of a page, for browsers and other programs.

    `title` is what the browser's tab shows, `name` is the page's title without the blog's. `canonical` is "" on a page
    without an address of its own (404). `published` is the day of an article, as in 2026-11-16, and `feed` the
    page's own. `alternates` are the translations, with the page itself, as (language, absolute URL); `locales` are the
    other languages as OpenGraph writes them. `structured_data` is the JSON-LD graph. `banner` is for editors only, in
    `make serve`.
    """

    title: str
    name: str
    description: str
    canonical: str
    lang: str
    share_image: ShareImage
    kind: str = "website"  # or article or profile: OpenGraph's types
    published: str = ""
    feed: Link | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    locales: tuple[str, ...] = ()
    structured_data: Any = None
    banner: str = ""


class Row(NamedTuple):
    """An article in a list. `photo`, from its front matter, takes the place of the `picture` that is drawn for it.

    `banner` is for editors only.
    """

    title: str
    href: str
    summary: str
    topic: Link
    picture: SvgPicture
    photo: Markup
    published: Day
    minutes: int
    banner: str = ""


class Review(NamedTuple):
    """A medical review. `on` is None while it is pending, and `due` the day for which it is planned, if any.

    After it, `due` is when the next is; None if the text was changed since.

    The link to whoever reviewed leads nowhere where that person has no page.
    """

    by: Link = Link("", "")
    credentials: str = ""
    on: Day | None = None
    due: Day | None = None
    changed: bool = False


class Resource(NamedTuple):
    """Where a reader of an article learns more."""

    title: Markup
    href: str


class Reference(NamedTuple):
    """A source of an article. `cited` is the id of its first citation in the text, "" where there is none."""

    number: int
    title: Markup
    publisher: Markup
    href: str
    accessed: Day
    cited: str = ""


class Change(NamedTuple):
    """What was changed in an article on a day."""

    day: Day
    what: Markup


class Article(NamedTuple):
    """An article. `lead` is its first paragraph, `body` the rest; `contents` is empty where the article is short.

    `photo`, from its front matter, takes the place of the drawn `picture`.

    Of title and summary, the `heading` and the `lede` are the HTML in which foreign words have their language.
    `translation_note` says that nobody has checked the translation, or is empty.
    `disclosures` say how it was made.
    The text of `share` is the article's absolute URL; its `href` opens an email that contains it. `tell` opens an email
    to the clinic that names the article, None where the clinic has no address for mail.
    """

    picture: SvgPicture
    photo: Markup
    title: str
    summary: str
    heading: Markup
    lede: Markup
    translation_note: str
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
    learn_more: tuple[Resource, ...]
    references: tuple[Reference, ...]
    disclosures: tuple[SpokenText, ...]
    changes: tuple[Change, ...]
    breadcrumbs: tuple[Link, ...]
    share: Link
    tell: Link | None
    related: tuple[Row, ...]
    previous: Link | None
    next: Link | None


class ClinicPage(NamedTuple):
    """A page about the clinic. `place` is the slug of its original: the theme adds something to some of them."""

    heading: Markup
    lede: Markup
    translation_note: str
    place: str
    modified: Day | None
    body: Markup
    breadcrumbs: tuple[Link, ...]
    people: tuple[Person, ...] = ()


class LostPage(NamedTuple):
    """The page at unknown addresses. `newest` leads to the newest article, if there is one."""

    picture: SvgPicture
    newest: Link | None


class PersonPage(NamedTuple):
    """The page of a person, with the newest articles written and reviewed; `all` leads to all that were written."""

    person: Person
    lede: Markup
    translation_note: str
    portrait: Markup
    body: Markup
    written: tuple[Row, ...]
    reviewed: tuple[Row, ...]
    all: Link | None
    breadcrumbs: tuple[Link, ...]


class PeopleList(NamedTuple):
    """The page that lists the people of the clinic."""

    title: str
    summary: str
    people: tuple[Person, ...]
    breadcrumbs: tuple[Link, ...]


class Pagination(NamedTuple):
    """Which page of a list this is, of how many, with links to the pages beside it."""

    number: int
    total: int
    previous: Link | None
    next: Link | None


class Listing(NamedTuple):
    """A page of a list of articles: those of a topic, tag, author or year, or all.

    `others` are links to the lists of the same kind, `feed` that to the feed of a topic.
    """

    title: str
    summary: str
    rows: tuple[Row, ...]
    pagination: Pagination
    breadcrumbs: tuple[Link, ...]
    others: tuple[Link, ...] = ()
    feed: Link | None = None


class TopicRow(NamedTuple):
    """A topic in a list. `question` is what a reader may have in mind, "" where nobody said."""

    link: Link
    picture: SvgPicture
    about: str
    question: str = ""


class Home(NamedTuple):
    """The home page. `newest` is the newest article, if there is one; `rows` are the next newest."""

    picture: SvgPicture
    newest: Row | None
    rows: tuple[Row, ...]
    topics: tuple[TopicRow, ...]
    people: tuple[Person, ...]
    all: Link


@dataclass(frozen=True, slots=True)
class OtherSearch:
    """The search page of another language at `href`, with a text for a link to it and the first file of its index."""

    lang: str
    text: str
    href: str
    index: str


@dataclass(frozen=True, slots=True)
class Search:
    """The search page. `index` is the address of the first file of the search index, `others` are other languages.

    `articles`, the newest ones, and the link to `all` are for visitors without JavaScript.
    """

    title: str
    summary: str
    index: str
    others: tuple[OtherSearch, ...]
    breadcrumbs: tuple[Link, ...]
    topics: tuple[TopicRow, ...]
    articles: tuple[Link, ...]
    all: Link
