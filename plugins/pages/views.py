"""The values of each page, made from documents and from what the site knows of them.

One `Views` for each language: its words, its addresses, what its pages share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote, quote_plus

from plugins.addresses.scheme import Scheme
from plugins.clinic.model import Clinic
from plugins.documents.document import Card, Document
from plugins.documents.draft import Heading
from plugins.documents.header import ArticleHeader, Reviewed
from plugins.documents.markup import PART_PLACES
from plugins.pages import values
from plugins.pages.text import Text
from plugins.social_cards.cards import Cards, SocialCard
from plugins.structured_data.graph import Graphs, Node, image
from plugins.words import Words, spelt

DIRECTIONS = "https://www.google.com/maps/dir//{}/"
NAVIGATION = ("contact", "chat")  # pages about us that the header leads to; the footer leads to the others
FEW_HEADINGS = 6  # a shorter article needs no table of contents
LISTED = 50  # articles that the search page lists for visitors without script
# What has a heading of its own after the text, in the order of the page.
HEADED = ("not_for", "timeline", "care", "risks", "get_help", "alternatives", "questions", "faq", "references")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which page of a list this is, and the addresses of those beside it, from the site's root."""

    number: int = 1
    total: int = 1
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Views:
    clinic: Clinic
    scheme: Scheme
    words: Words
    lang: str
    locales: Mapping[str, str]  # of every language, in OpenGraph's writing
    cards: Cards
    today: date
    pages: Mapping[str, Card]  # the pages about us, by the slug of the original
    static: str
    draw: Callable[[str, str], str]  # a drawing of the theme, from its name and description

    # what every page shares

    def href(self, url: str) -> str:
        return self.clinic.base + url

    def site(self, url: str) -> values.Site:
        clinic = self.clinic
        return values.Site(
            clinic=clinic.name,
            name=clinic.blog,
            url=clinic.url,
            base=clinic.base,
            home=self.href(self.scheme.home(self.lang)),
            search=self.href(self.scheme.search(self.lang)),
            feed=self.href(self.scheme.feed(self.lang)),
            static=self.href(self.static),
            telephone=values.Link(clinic.telephone, f"tel:+1{clinic.telephone.replace('-', '')}"),
            mail=values.Link(clinic.mail, f"mailto:{clinic.mail}") if clinic.mail else None,
            address=_address_lines(clinic),
            directions=DIRECTIONS.format(quote_plus(f"{clinic.address.street} {clinic.address.postal_code}")),
            hours=tuple(values.Hours(hours.days, hours.times) for hours in clinic.hours),
            badges=tuple(
                values.Badge(badge.name, badge.note or "", badge.holder or "", badge.verify or "")
                for badge in clinic.accreditations
                if badge.until is None or badge.until >= self.today
            ),
            notice=clinic.notice or "",
            chat=values.Chat(clinic.chat.provider, clinic.chat.license or ""),
            navigation=(self._all_articles(url), *self._pages(url, NAVIGATION), self._search(url)),
            footer=tuple(self._pages(url, [slug for slug in self.pages if slug not in NAVIGATION])),
        )

    def _all_articles(self, url: str) -> values.Link:
        archive = self.scheme.archive(self.lang)
        return values.Link(self.words["lists"]["articles"], self.href(archive), archive == url)

    def _search(self, url: str) -> values.Link:
        search = self.scheme.search(self.lang)
        return values.Link(self.words["search"]["link"], self.href(search), search == url)

    def _pages(self, url: str, slugs: Sequence[str]) -> Iterator[values.Link]:
        """Links from the page at `url` to those of these pages that there are, and that lead somewhere."""
        for slug in slugs:
            card = self.pages.get(slug)
            if card and not (slug == "chat" and self.clinic.chat.provider == "none"):
                link, lang = self.scheme.document(card), "" if card.lang == self.lang else card.lang
                yield values.Link(card.title, self.href(link), link == url, lang)

    def head(
        self,
        url: str,
        title: str,
        description: str,
        kind: str = "website",
        card: SocialCard | None = None,
        alternates: Sequence[tuple[str, str]] = (),
        **more: Any,
    ) -> values.Head:
        """`card` is the site's where none is given; `alternates` are languages and addresses from the site's root."""
        whole = self.words["titles"]["page"].format(title=title, blog=self.clinic.blog)
        card = card or self.cards.site(self.lang)
        return values.Head(
            whole,
            title,
            description,
            self.clinic.url + url,
            self.lang,
            kind,
            values.SocialCard(self.clinic.url + card.url, card.alt),
            alternates=tuple((lang, self.clinic.url + other) for lang, other in alternates),
            locales=tuple(self.locales[lang] for lang, _ in alternates if lang != self.lang),
            **more,
        )

    def common(self, url: str, head: values.Head) -> dict[str, Any]:
        return {"site": self.site(url), "head": head, "words": self.words}

    def day(self, value: date) -> values.Day:
        return values.Day(value.isoformat(), spelt(self.words, value))

    def banner(self, hidden: str) -> str:
        banners = self.words["banners"]
        if hidden in ("", "draft"):
            return str(banners["draft"]) if hidden else ""
        return str(banners["future"].format(date=self.day(date.fromisoformat(hidden)).text))

    def breadcrumbs(self, *steps: values.Link) -> tuple[values.Link, ...]:
        home = values.Link(self.words["lists"]["home"], self.href(self.scheme.home(self.lang)))
        return (home, *steps)

    # articles and pages about us

    def topic(self, card: Card) -> values.Link:
        return values.Link(
            self.clinic.topics[card.topic].said(self.lang).name, self.href(self.scheme.topic(card.topic, self.lang))
        )

    def row(self, card: Card, hidden: str) -> values.Row:
        return values.Row(
            title=card.title,
            href=self.href(self.scheme.document(card)),
            summary=card.summary,
            topic=self.topic(card),
            topic_mark=self.clinic.topics[card.topic].mark,
            published=self.day(card.date),
            minutes=card.minutes,
            banner=self.banner(hidden),
        )

    def article(
        self,
        document: Document,
        text: Text,
        related: Sequence[values.Row],
        previous: Card | None,
        next_: Card | None,
    ) -> values.Article:
        header, card = document.header, document.card
        assert isinstance(header, ArticleHeader)
        author = self.author(card)
        lead, body = text.html(document.lead, document.body)
        return values.Article(
            title=card.title,
            summary=card.summary,
            topic=self.topic(card),
            tags=tuple(values.Link(tag, self.href(self.scheme.tag(tag, self.lang))) for tag in card.tags),
            author=values.Link(self.clinic.authors[author].name, self.href(self.scheme.author(author, self.lang))),
            published=self.day(card.date),
            modified=self.day(card.modified) if card.modified and card.modified != card.date else None,
            minutes=card.minutes,
            review=self._review(header, document.due()),
            lead=lead,
            body=body,
            contents=self._contents(document),
            parts=document.parts,
            references=tuple(
                values.Reference(n, one.title, one.publisher, one.url, self.day(one.accessed), document.cited_at(n))
                for n, one in enumerate(header.references, 1)
            ),
            breadcrumbs=self.breadcrumbs(self.topic(card)),
            share=self._share(card),
            related=tuple(related),
            previous=self._neighbour(previous),
            next=self._neighbour(next_),
        )

    def author(self, card: Card) -> str:
        """Who wrote it: by default the first of the clinic's authors, which is the clinic."""
        return card.author or next(iter(self.clinic.authors))

    def page(self, document: Document, text: Text) -> values.Page:
        card = document.card
        (body,) = text.html(document.lead + document.body)
        return values.Page(
            title=card.title,
            summary=card.summary,
            place=card.slug,
            modified=self.day(card.modified) if card.modified else None,
            body=body,
            breadcrumbs=self.breadcrumbs(),
        )

    def _neighbour(self, card: Card | None) -> values.Link | None:
        return values.Link(card.title, self.href(self.scheme.document(card))) if card else None

    def _share(self, card: Card) -> values.Link:
        url = self.clinic.url + self.scheme.document(card)
        return values.Link(url, f"mailto:?subject={quote(card.title)}&body={quote(url, safe=':/')}")

    def _review(self, header: ArticleHeader, due: date | None) -> values.Review:
        if not isinstance(header.review, Reviewed) or due is None:
            return values.Review()
        person = self.clinic.people[header.review.by]
        return values.Review(person.name, person.credentials, self.day(header.review.on), self.day(due))

    def _contents(self, document: Document) -> tuple[Heading, ...]:
        parts, header = document.parts, document.header
        given = {name for name in HEADED if getattr(parts, name, None)}
        given |= {"care"} if parts.do or parts.dont else set()
        given |= {"references"} if getattr(header, "references", ()) else set()
        own = [heading for heading in document.headings if heading.level == 2]
        places = ((name, PART_PLACES.get(name, name)) for name in HEADED if name in given)
        added = [Heading(place, self.words["parts"][name], 2) for name, place in places]
        headings = (*own, *added)
        return headings if len(headings) >= FEW_HEADINGS else ()

    # lists

    def listing(
        self,
        url: str,
        title: str,
        summary: str,
        rows: Sequence[values.Row],
        numbers: Numbers,
        others: Sequence[tuple[str, str]] = (),
        topic: str = "",
        author: str = "",
    ) -> dict[str, Any]:
        """The values of one page of a list; `url` is this page's, `others` are names and addresses of sister lists.

        `topic` or `author` is whose list it is, by its name in content/clinic.yaml.
        """
        if numbers.number > 1:
            numbered = self.words["titles"]["numbered"]
            title = numbered.format(title=title, number=numbers.number)
            summary = numbered.format(title=summary.rstrip("."), number=numbers.number)
        words = self.words["pagination"]
        listing = values.Listing(
            title=title,
            summary=summary,
            rows=tuple(rows),
            pagination=values.Pagination(
                numbers.number,
                numbers.total,
                values.Link(words["previous"], self.href(numbers.previous)) if numbers.number > 1 else None,
                values.Link(words["next"], self.href(numbers.next)) if numbers.number < numbers.total else None,
            ),
            breadcrumbs=self.breadcrumbs(),
            others=tuple(values.Link(name, self.href(other), other == url) for name, other in others),
        )
        card = self.cards.topic(topic, self.lang) if topic else self.cards.site(self.lang)
        entries = [(row.title, self.absolute(row.href)) for row in rows]
        data = self.graph_of_list("CollectionPage", url, title, summary, card, entries, author)
        kind = "profile" if author in self.clinic.people else "website"
        head = self.head(url, title, summary, kind, card, structured_data=data)
        return self.common(url, head) | {"listing": listing}

    def graph_of_list(
        self,
        kind: str,
        url: str,
        title: str,
        summary: str,
        card: SocialCard | None = None,
        entries: Sequence[tuple[str, str]] = (),
        author: str = "",
    ) -> Node:
        shared = self._image(card or self.cards.site(self.lang))
        return self._graphs().listing(self.clinic.url + url, title, summary, shared, entries, author, kind)

    def absolute(self, href: str) -> str:
        return self.clinic.url + href.removeprefix(self.clinic.base)

    def _image(self, card: SocialCard) -> Node:
        return image(self.clinic.url + card.url)

    def _graphs(self) -> Graphs:
        home = (self.words["lists"]["home"], self.clinic.url + self.scheme.home(self.lang))
        return Graphs(self.clinic, self.lang, home, self.today)

    def home(
        self, rows: Sequence[values.Row], topics: Collection[str], alternates: Sequence[tuple[str, str]] = ()
    ) -> dict[str, Any]:
        url = self.scheme.home(self.lang)
        home = values.Home(
            newest=rows[0] if rows else None,
            rows=tuple(rows[1:]),
            topics=self._topics(topics),
            all=self._all(),
        )
        title, summary = self.words["home"]["title"], self.words["home"]["summary"]
        data = self._graphs().front(title, summary, self._image(self.cards.site(self.lang)))
        head = self.head(url, title, summary, alternates=alternates, structured_data=data)
        return self.common(url, head) | {"home": home}

    def search(self, index: str, cards: Sequence[Card]) -> dict[str, Any]:
        """The values of the search page; `cards` are all articles, newest first."""
        url, words = self.scheme.search(self.lang), self.words["search"]
        search = values.Search(
            words["title"],
            words["summary"],
            self.href(index),
            self.breadcrumbs(),
            self._topics({card.topic for card in cards}),
            tuple(values.Link(card.title, self.href(self.scheme.document(card))) for card in cards[:LISTED]),
            self._all(),
        )
        data = self.graph_of_list("SearchResultsPage", url, search.title, search.summary)
        head = self.head(url, search.title, search.summary, structured_data=data)
        return self.common(url, head) | {"search": search}

    def _topics(self, names: Collection[str]) -> tuple[tuple[values.Link, str, str], ...]:
        """Link, mark and matter of each of these topics, in the clinic's order."""
        named = [(name, topic, topic.said(self.lang)) for name, topic in self.clinic.topics.items() if name in names]
        return tuple(
            (values.Link(said.name, self.href(self.scheme.topic(name, self.lang))), topic.mark, said.about)
            for name, topic, said in named
        )

    def _all(self) -> values.Link:
        return values.Link(self.words["lists"]["all"], self.href(self.scheme.archive(self.lang)))

    def not_found(self) -> dict[str, Any]:
        words = self.words["not_found"]
        head = self.head("404.html", words["title"], words["summary"])
        return self.common("404.html", replace(head, canonical=""))


def _address_lines(clinic: Clinic) -> tuple[str, ...]:
    address = clinic.address
    street = ", ".join(part for part in (address.street, address.suite) if part)
    return (street, f"{address.city}, {address.state} {address.postal_code}")
