"""The views: methods that make the values of each page for its template.

There is one `PageViews` for each language, with all that its pages share. A view uses nothing but that and its
arguments, so that both together are the key of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from pelicanconf import TITLE_LENGTH
from plugins.clinic.announcements import EVERYWHERE
from plugins.clinic.model import Accreditation, Clinic
from plugins.clinic.spoken import SpokenText, speak
from plugins.documents.conversion import Heading
from plugins.documents.document import Document, DocumentMeta, ListItem
from plugins.documents.front_matter import ArticleFrontMatter
from plugins.documents.markdown import PART_PLACES, render_marks
from plugins.documents.scan import CHAT, PEOPLE
from plugins.media.article_pictures.motifs import HOME, LOST
from plugins.media.article_pictures.svg_writer import SvgPicture, draw_picture
from plugins.media.consent.caption import Caption
from plugins.media.images.element import render_img, render_picture
from plugins.media.images.picture import Picture
from plugins.media.social_cards.cards import SocialCard
from plugins.pages import context as values
from plugins.pages import feed_and_sitemap
from plugins.pages.document_html import DocumentRenderer, Figures
from plugins.pages.handout import make_handout
from plugins.pages.locations import make_telephone_link
from plugins.pages.people import PORTRAIT, render_portrait
from plugins.pages.structured_data.graph import GraphMaker, Node, make_image_node
from plugins.schema.interface_words import Words, format_day
from plugins.site.urls import UrlScheme

# How wide the picture of an article is: in a list, large in a list, and beside its title.
ROW_SIZES = "(min-width:40rem) 9rem,5.5rem"
LARGE_ROW_SIZES = "(min-width:60rem) 42rem,100vw"
HEAD_SIZES = "(min-width:77rem) 17rem,5.5rem"
# Parts of an article that have a heading of their own after the text, in the order of the page.
HEADED = (
    *("not_for", "timeline", "care", "risks", "likelihoods", "get_help", "alternatives", "questions", "faq"),
    *("learn_more", "references"),
)


class PageNumbers(NamedTuple):
    """Which page of a list this is, of how many, and the URLs of the pages beside it, from the site's root."""

    number: int = 1
    total: int = 1
    previous: str = ""
    next: str = ""


class Language(NamedTuple):
    """A language in which there are pages: its name, and what a link to its `home` page says, both in itself.

    `not_found` says that a page is not there.
    """

    code: str
    name: str
    home: str
    direction: str
    not_found: str


class ItemRef(NamedTuple):
    """A reference to what lists show of the document of the file at `path`.

    `item_hash` is the digest of that; `hidden` is why visitors do not see the document. `picture` is that of its front
    matter.
    """

    path: str
    item_hash: str
    hidden: str
    picture: Picture | None


class ListInputs(NamedTuple):
    """What all pages of a list of articles share.

    `others` are titles and URLs of lists of the same kind, `translations` languages with the URLs of the same list.
    `social_card` is None for that of the site. `feed` is the
    URL of the list's own feed, "" where it has none.
    """

    title: str
    summary: str
    others: Sequence[tuple[str, str]] = ()
    translations: tuple[tuple[str, str], ...] = ()
    social_card: SocialCard | None = None
    feed: str = ""


class FeedInputs(NamedTuple):
    """What a feed says besides its articles. `page` leads to the page that shows the same; URLs are from the root."""

    url: str
    title: str
    summary: str
    page: values.Link


class DocumentRef(NamedTuple):
    """A reference to the document of the file at `path`; `key` is the digest of what the document is made of."""

    path: str
    key: bytes


class PageInputs(NamedTuple):
    """What the page of a document shows besides the document.

    `url` and the URLs of `translations` are from the site's root. `hidden` is why visitors do not see the page.
    `links`, `pictures` and `captions` are pairs of a target as written in the text and what belongs there, `downloads`
    are pairs of the URL of a file and what a link says of it.
    """

    url: str
    hidden: str
    links: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, Picture], ...]
    captions: tuple[tuple[str, Caption], ...]
    downloads: tuple[tuple[str, str], ...]
    social_card: SocialCard
    translations: tuple[tuple[str, str], ...]
    related: tuple[ItemRef, ...] = ()
    previous: values.Link | None = None
    next: values.Link | None = None


@dataclass(frozen=True, slots=True)
class PageViews:
    """The views of one language, and what all its pages share.

    `load_document` loads the document of a reference, `load_item` what lists show of the file at a path,
    `figures` make those of the theme in texts. They are not part of keys: the
    digests in references and those of templates cover what they return.
    The URLs that methods take are from the site's root.
    """

    clinic: Clinic
    scheme: UrlScheme = field(repr=False)  # the settings say all of it
    words: Words
    lang: str
    locales: Mapping[str, str]  # by language, as OpenGraph writes them
    languages: tuple[Language, ...]  # in which there are pages
    social_card: SocialCard  # of the whole site
    locations: tuple[values.Location, ...] = field(repr=False)  # the clinic says all of it
    people: Mapping[str, values.Person]  # by each name that front matter may use, in the order of lists
    pages: Mapping[str, values.Link]  # links to the pages about the clinic, by the slug of the original
    short_titles: Mapping[tuple[str, str], str]  # of pages about the clinic, by language and slug
    static: str
    contents_headings: int  # fewer need no table of contents
    load_document: Callable[[DocumentRef], Document] = field(repr=False)
    load_item: Callable[[str], ListItem] = field(repr=False)
    figures: Figures = field(repr=False)

    # what all pages share

    def make_href(self, url: str) -> str:
        """Add the base path to a URL."""
        return self.clinic.base + url

    def make_site_values(self, url: str, translations: Sequence[tuple[str, str]] = ()) -> values.SiteValues:
        """Make the values that all pages share, for the page at `url`.

        `translations` are the languages in which there is this page, with its URLs.
        """
        clinic, scheme = self.clinic, self.scheme
        return values.SiteValues(
            clinic_name=clinic.name,
            town=_name_town(clinic),
            blog_name=clinic.blog,
            url=clinic.url,
            base=clinic.base,
            home=self.make_href(scheme.make_home_url(self.lang)),
            search=self.make_href(scheme.make_search_url(self.lang)),
            feed=self.make_href(scheme.make_feed_url(self.lang)),
            static=self.make_href(self.static),
            telephone=make_telephone_link(clinic.telephone),
            emergency=values.Link(clinic.emergency, f"tel:{clinic.emergency}"),
            mail=values.Link(clinic.mail, f"mailto:{clinic.mail}") if clinic.mail else None,
            locations=self.locations,
            badges=tuple(_make_badge(one, self.lang) for one in clinic.accreditations),
            announcements=self._list_announcements(url),
            next_steps=self._list_next_steps(),
            chat=self._make_chat(),
            navigation=self._make_navigation(url),
            footer=self._make_footer(url),
            languages=self._link_languages(translations),
        )

    def _link_languages(self, translations: Sequence[tuple[str, str]]) -> tuple[values.LanguageLink, ...]:
        """Link a page with these translations in each other language, or else that language's home page."""
        urls = dict(translations)
        return tuple(
            values.LanguageLink(
                text=other.name,
                href=self.make_href(urls.get(other.code, self.scheme.make_home_url(other.code))),
                lang=other.code,
                direction=other.direction if other.direction != self.words["direction"] else "",
                label="" if other.code in urls else other.home,
            )
            for other in self.languages
            if other.code != self.lang
        )

    def _list_announcements(self, url: str) -> tuple[SpokenText, ...]:
        """List what stands above the page at `url`: what is urgent and, on the home page, all else."""
        is_home = url == self.scheme.make_home_url(self.lang)
        shown = [one for one in self.clinic.announcements if is_home or one.place == EVERYWHERE]
        return tuple(speak(one.text, self.lang) for one in shown)

    def _list_next_steps(self) -> tuple[values.NextStep, ...]:
        """List the next steps: links to other sites and to pages of this one."""
        steps = []
        for name, step in self.clinic.next_steps.list_steps().items():
            href = self.pages[step.page].href if step.page in self.pages else step.to
            link = values.Link(self.words["next_steps"][name], href)
            steps.append(values.NextStep(link, speak(step.then, self.lang)))
        return tuple(steps)

    def _make_chat(self) -> values.Chat | None:
        chat, page = self.clinic.chat, self.pages.get(CHAT)
        return values.Chat(chat.provider, chat.license or "", page) if self.clinic.has_chat else None

    def _make_navigation(self, url: str) -> tuple[values.Link, ...]:
        """Make the links at the top of the page at `url`: archive, pages about the clinic, search."""
        slugs = [slug for slug in self.clinic.navigation if slug != CHAT or self.clinic.has_chat]
        pages = self._link_clinic_pages(url, slugs, self.short_titles)
        return (self._link_archive(url), *pages, self._link_search(url))

    def _make_footer(self, url: str) -> tuple[values.Link, ...]:
        """Make the links at the bottom of the page at `url`: notices, and pages that are not in the navigation."""
        clinic = self.clinic
        elsewhere = clinic.navigation if clinic.has_chat else (*clinic.navigation, CHAT)
        slugs = [slug for slug in self.pages if slug not in elsewhere or slug in clinic.notices.values()]
        return tuple(self._link_clinic_pages(url, slugs))

    def _link_archive(self, url: str) -> values.Link:
        archive = self.scheme.make_archive_url(self.lang)
        return values.Link(self.words["lists"]["articles"], self.make_href(archive), archive == url)

    def _link_search(self, url: str) -> values.Link:
        search = self.scheme.make_search_url(self.lang)
        return values.Link(self.words["search"]["link"], self.make_href(search), search == url)

    def _link_clinic_pages(
        self, url: str, slugs: Sequence[str], texts: Mapping[tuple[str, str], str] = MappingProxyType({})
    ) -> Iterator[values.Link]:
        """Make the links of the page at `url` to pages about the clinic, leaving out those that do not exist.

        `texts` stand in place of titles, by language and slug.
        """
        for slug in slugs:
            if link := self.pages.get(slug):
                text = texts.get((link.lang or self.lang, slug), link.text)
                yield link._replace(text=text, current=link.href == self.make_href(url))

    def make_head(
        self, url: str, title: str, description: str, social_card: SocialCard | None = None, **other_fields: Any
    ) -> values.Head:
        """Make the metadata of a page. `social_card` is by default the site's; `other_fields` are those of Head."""
        card = social_card or self.social_card
        return values.Head(
            title=self.make_title(title),
            name=title,
            description=description,
            canonical=self.clinic.url + url,
            lang=self.lang,
            share_image=values.ShareImage(self.clinic.url + card.url, card.alt),
            **other_fields,
        )

    def make_title(self, title: str) -> str:
        """Add the name of the blog to a title, or that of the clinic, if searches show the whole of it."""
        pattern = str(self.words["titles"]["page"])
        named = (pattern.format(title=title, blog=name) for name in (self.clinic.blog, self.clinic.name))
        return next((one for one in named if len(one) <= TITLE_LENGTH), title)

    def _make_alternates(self, urls: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Make the fields of Head about a page in several languages. `urls` has each, its own too, with the URL."""
        other_languages = [lang for lang, _ in urls if lang != self.lang]
        return {
            "alternates": tuple((lang, self.clinic.url + url) for lang, url in urls),
            "locales": tuple(self.locales[lang] for lang in other_languages),
        }

    def make_common_values(
        self, url: str, head: values.Head, translations: Sequence[tuple[str, str]] = ()
    ) -> dict[str, Any]:
        """Make the values that every template gets, for the page at `url`, with its `translations`."""
        return {"site": self.make_site_values(url, translations), "head": head, "words": self.words}

    def make_day(self, value: date) -> values.Day:
        return values.Day(value.isoformat(), format_day(self.words, value))

    def make_banner(self, hidden: str) -> str:
        """Say why visitors do not see a text. `hidden` is "draft", "chat", the ISO date on which it appears, or ""."""
        banners = self.words["banners"]
        if hidden in ("", "draft", CHAT):
            return str(banners[hidden]) if hidden else ""
        return str(banners["future"].format(date=self.make_day(date.fromisoformat(hidden)).text))

    def make_breadcrumbs(self, *steps: values.Link) -> tuple[values.Link, ...]:
        """Put the home page before these steps."""
        home = values.Link(self.words["lists"]["home"], self.make_href(self.scheme.make_home_url(self.lang)))
        return (home, *steps)

    # articles and pages about the clinic

    def link_topic(self, name: str) -> values.Link:
        return values.Link(
            self.clinic.topics[name].translate(self.lang).name,
            self.make_href(self.scheme.make_topic_url(name, self.lang)),
        )

    def draw_picture(self, slug: str, topic: str) -> SvgPicture:
        """Draw the picture of an article, or of a topic."""
        return draw_picture(slug, self.clinic.topics[topic].motif)

    def render_header_image(self, picture: Picture | None, sizes: str, alt: str = "", first: bool = False) -> Markup:
        """Render the picture of front matter, in the place of a drawn one of these `sizes`; "" where there is none.

        In a list, beside the title, it says nothing to those who listen. `first` on its page is loaded at once.
        """
        if not picture:
            return Markup()
        return Markup(render_picture(picture, str(escape(alt)), self._images, first, sizes, "picture"))

    @property
    def _images(self) -> str:
        """The folder of published pictures."""
        return f"{self.clinic.base}images/"

    def make_row(self, row: ItemRef, sizes: str = ROW_SIZES) -> values.Row:
        """Make the values of an article in a list, whose picture has one of these `sizes`."""
        item = self.load_item(row.path)
        return values.Row(
            title=item.title,
            href=self.make_href(self.scheme.make_text_url(item.slug, item.lang)),
            summary=item.summary,
            topic=self.link_topic(item.topic),
            picture=self.draw_picture(item.original, item.topic),
            photo=self.render_header_image(row.picture, sizes),
            published=self.make_day(item.date),
            minutes=item.minutes,
            banner=self.make_banner(row.hidden),
        )

    def view_article(self, source: DocumentRef, inputs: PageInputs) -> dict[str, Any]:
        """Make the values of an article's page."""
        document = self.load_document(source)
        structured_data = self._describe_article(document, inputs)
        common = self._make_document_values(document, inputs, "article", structured_data)
        return common | {"article": self.make_article(document, inputs)}

    def view_handout(self, source: DocumentRef, inputs: PageInputs) -> dict[str, Any]:
        """Make the values of the sheet that a patient takes home after what an article is about."""
        document = self.load_document(source)
        meta, words = document.meta, self.words["handout"]
        url = self.scheme.make_handout_url(inputs.url)
        title = f"{words['title']} {meta.title}"
        head = self.make_head(url, title, words["summary"], inputs.social_card, banner=self.make_banner(inputs.hidden))
        article = values.Link(self.clinic.url + inputs.url, self.make_href(inputs.url))
        state = self._describe_review(self._make_review(meta))
        handout = make_handout(document, article, self.make_day(meta.modified or meta.date), state)
        # searches show the article, which says the same and more
        common = self.make_common_values(url, head._replace(canonical=""), inputs.translations)
        return common | {"handout": handout}

    def _describe_review(self, review: values.Review | None) -> str:
        """Say in one sentence how an article was reviewed."""
        words = self.words["review"]
        if not review:
            return ""
        if not review.on:
            return str(words["pending"])
        return str(words["changed"]) if review.changed else f"{words['by']} {review.by.text}, {review.on.text}."

    def _describe_article(self, document: Document, inputs: PageInputs) -> Node:
        """Make the structured data of an article."""
        meta, site_url = document.meta, self.clinic.url
        topic_name = self.clinic.topics[meta.topic].translate(self.lang).name
        author = self.find_author(meta)
        return self._make_graph_maker().describe_article(
            document,
            site_url + inputs.url,
            topic=(topic_name, site_url + self.scheme.make_topic_url(meta.topic, self.lang)),
            author=(author, site_url + self.scheme.make_author_url(author, self.lang)),
            image=self._make_image(inputs.social_card),
        )

    def view_clinic_page(self, source: DocumentRef, inputs: PageInputs) -> dict[str, Any]:
        """Make the values of a page about the clinic."""
        document = self.load_document(source)
        data = self._make_graph_maker().describe_clinic_page(
            document.meta, self.clinic.url + inputs.url, self._make_image(inputs.social_card)
        )
        common = self._make_document_values(document, inputs, "website", data)
        return common | {"page": self.make_clinic_page(document, inputs)}

    def _make_document_values(
        self, document: Document, inputs: PageInputs, kind: str, data: Node, title: str = ""
    ) -> dict[str, Any]:
        """Make the values that every template gets, for the page of a document with the structured data `data`.

        `title` is the document's by default.
        """
        head = self.make_head(
            inputs.url,
            title or document.meta.title,
            document.meta.summary,
            inputs.social_card,
            kind=kind,
            published=document.meta.date.isoformat() if kind == "article" else "",
            structured_data=data,
            banner=self.make_banner(inputs.hidden),
            **self._make_alternates(inputs.translations),
        )
        return self.make_common_values(inputs.url, head, inputs.translations)

    def _make_document_renderer(self, inputs: PageInputs) -> DocumentRenderer:
        return DocumentRenderer(
            self.clinic.base,
            dict(inputs.links),
            dict(inputs.pictures),
            dict(inputs.captions),
            dict(inputs.downloads),
            self.figures,
            str(self.words["article"]["struck"]),
        )

    def _find_header_image(self, meta: DocumentMeta, inputs: PageInputs) -> Picture | None:
        return dict(inputs.pictures).get(meta.image)

    def make_article(self, document: Document, inputs: PageInputs) -> values.Article:
        """Make the values of an article. `inputs` has what its page shows besides the document."""
        meta, image = document.meta, self._find_header_image(document.meta, inputs)
        lead, body = self._make_document_renderer(inputs).render_parts(
            document.lead, document.body, is_first=image is None
        )
        return values.Article(
            picture=self.draw_picture(meta.original, meta.topic),
            photo=self.render_header_image(image, HEAD_SIZES, meta.image_alt, first=True),
            title=meta.title,
            summary=meta.summary,
            heading=render_marks(document.header.title),
            lede=render_marks(document.header.summary),
            translation_note=self._make_translation_note(meta),
            topic=self.link_topic(meta.topic),
            tags=tuple(map(self._link_tag, meta.tags)),
            author=self._link_author(self.find_author(meta)),
            published=self.make_day(meta.date),
            modified=self._make_later_change(meta),
            minutes=meta.minutes,
            review=self._make_review(meta),
            lead=lead,
            body=body,
            contents=self._make_table_of_contents(document),
            parts=document.parts,
            learn_more=tuple(self._make_resources(document)),
            references=tuple(self._make_references(document)),
            disclosures=self._list_disclosures(meta),
            changes=tuple(self._make_changes(document)),
            breadcrumbs=self.make_breadcrumbs(self.link_topic(meta.topic)),
            share=self._make_share_link(meta),
            tell=self._make_tell_link(meta),
            handout=self.make_href(self.scheme.make_handout_url(inputs.url)) if meta.has_handout else "",
            related=tuple(map(self.make_row, inputs.related)),
            previous=inputs.previous,
            next=inputs.next,
        )

    def _make_translation_note(self, meta: DocumentMeta) -> str:
        """Say that nobody has checked a translation; "" of any other text."""
        return str(self.words["language"]["pending"]) if meta.translation_pending else ""

    def _make_later_change(self, meta: DocumentMeta) -> values.Day | None:
        """Make the day of an article's last change, None where it was not changed after its first day."""
        return self.make_day(meta.modified) if meta.modified and meta.modified != meta.date else None

    def _link_tag(self, tag: str) -> values.Link:
        return values.Link(tag, self.make_href(self.scheme.make_tag_url(tag, self.lang)))

    def _make_references(self, document: Document) -> Iterator[values.Reference]:
        """Make the values of an article's sources, numbered from 1."""
        assert isinstance(document.header, ArticleFrontMatter)
        for number, source in enumerate(document.header.references, 1):
            title, publisher = render_marks(source.title), render_marks(source.publisher)
            accessed, citation_id = self.make_day(source.accessed), document.find_citation_id(number)
            yield values.Reference(number, title, publisher, source.url, accessed, citation_id)

    def _make_resources(self, document: Document) -> Iterator[values.Resource]:
        """Make the values of where a reader of an article learns more."""
        assert isinstance(document.header, ArticleFrontMatter)
        for resource in document.header.learn_more:
            yield values.Resource(render_marks(resource.title), resource.url)

    def _list_disclosures(self, meta: DocumentMeta) -> tuple[SpokenText, ...]:
        """List what the clinic says of how an article was made."""
        texts = self.clinic.disclosures.list_texts(is_treatment=meta.kind == "treatment")
        return tuple(speak(text, self.lang) for text in texts)

    def _make_changes(self, document: Document) -> Iterator[values.Change]:
        """Make the values of what was changed in an article, the latest first."""
        assert isinstance(document.header, ArticleFrontMatter)
        for change in sorted(document.header.changes, key=lambda change: change.day, reverse=True):
            yield values.Change(self.make_day(change.day), render_marks(change.what))

    def find_author(self, meta: DocumentMeta) -> str:
        """Find the author's name in front matter: by default the clinic's."""
        return meta.author or self.default_author

    @property
    def default_author(self) -> str:
        """The name in front matter of the first author in content/clinic.yaml, which is the clinic."""
        name: str = next(iter(self.clinic.authors))
        return name

    def name_author(self, author: str) -> str:
        """Return the whole name of an author, by the one in front matter."""
        return self.people[author].name if author in self.people else self.clinic.authors[author].name

    def _link_author(self, author: str) -> values.Link:
        """Make the link to an author's page or, where there is none, to the list of the author's articles."""
        if person := self.people.get(author):
            return values.Link(person.name, person.href)
        return values.Link(self.name_author(author), self.make_href(self.scheme.make_author_url(author, self.lang)))

    def list_people(self) -> tuple[values.Person, ...]:
        """List the people who are shown, each once."""
        return tuple(dict.fromkeys(self.people.values()))

    def make_clinic_page(self, document: Document, inputs: PageInputs) -> values.ClinicPage:
        """Make the values of a page about the clinic, without those that every template gets."""
        meta = document.meta
        (body,) = self._make_document_renderer(inputs).render_parts(document.lead + document.body)
        return values.ClinicPage(
            heading=render_marks(document.header.title),
            lede=render_marks(document.header.summary),
            translation_note=self._make_translation_note(meta),
            place=meta.original,
            modified=self.make_day(meta.modified) if meta.modified else None,
            body=body,
            breadcrumbs=self.make_breadcrumbs(),
            people=self.list_people() if meta.original == "about" else (),
        )

    def view_person(
        self,
        source: DocumentRef,
        inputs: PageInputs,
        written: Sequence[ItemRef],
        reviewed: Sequence[ItemRef],
        author: str,
    ) -> dict[str, Any]:
        """Make the values of a person's page. `written` and `reviewed` are the newest articles of that person.

        `author` is the name in front matter by which these were written, "" where there are none.
        """
        document = self.load_document(source)
        meta, name = document.meta, document.meta.slug.removeprefix(f"{PEOPLE}/")
        person = self.people[name]
        (body,) = self._make_document_renderer(inputs).render_parts(document.lead + document.body)
        author_url = self.make_href(self.scheme.make_author_url(author, self.lang))
        page = values.PersonPage(
            person=person,
            lede=render_marks(document.header.summary),
            translation_note=self._make_translation_note(meta),
            portrait=render_portrait(meta, dict(inputs.pictures), self.clinic.base, PORTRAIT),
            body=body,
            written=tuple(map(self.make_row, written)),
            reviewed=tuple(map(self.make_row, reviewed)),
            all=values.Link(self.words["people"]["all"], author_url) if written else None,
            breadcrumbs=self.make_breadcrumbs(self._link_people()),
        )
        image = self._find_header_image(meta, inputs)
        data = self._make_graph_maker().describe_person(
            name, self.clinic.url + inputs.url, meta, self._make_image(inputs.social_card), self._find_image_url(image)
        )
        title = self.words["titles"]["person"].format(name=meta.title, role=person.role, clinic=self.clinic.name)
        return self._make_document_values(document, inputs, "profile", data, title) | {"person": page}

    def _find_image_url(self, picture: Picture | None) -> str:
        """Find the absolute URL of the largest file of a picture, "" where there is none."""
        if not picture:
            return ""
        return f"{self.clinic.url}images/{picture.format_name(picture.widths[-1], picture.formats[-1])}"

    def _link_people(self) -> values.Link:
        return values.Link(self.words["people"]["title"], self.make_href(self.scheme.make_people_url(self.lang)))

    def view_people(self, translations: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Make the values of the page that lists all people; `translations` are languages with its URLs."""
        words, url, people = self.words["people"], self.scheme.make_people_url(self.lang), self.list_people()
        entries = [(person.name, person.url) for person in people]
        head = self._make_list_head(url, words["title"], words["summary"], entries, translations=translations)
        listed = values.PeopleList(words["title"], words["summary"], people, self.make_breadcrumbs())
        return self.make_common_values(url, head, translations) | {"people": listed}

    def link_document(self, meta: DocumentMeta | None) -> values.Link | None:
        return values.Link(meta.title, self.make_href(self.scheme.make_document_url(meta))) if meta else None

    def _make_share_link(self, meta: DocumentMeta) -> values.Link:
        """Make a link that opens an email with the article's title and absolute URL."""
        url = self.clinic.url + self.scheme.make_document_url(meta)
        return values.Link(url, f"mailto:?subject={quote(meta.title)}&body={quote(url, safe=':/')}")

    def _make_tell_link(self, meta: DocumentMeta) -> values.Link | None:
        """Make a link that opens an email to the clinic with the article's title; None where it has no address."""
        mail = self.clinic.mail
        return values.Link(mail, f"mailto:{mail}?subject={quote(meta.title)}") if mail else None

    def _make_review(self, meta: DocumentMeta) -> values.Review | None:
        """Make the values of an article's review, None where it needs none.

        It has no due day where the text was changed after it.
        """
        if not meta.may_need_review:
            return None
        if not meta.reviewed or not meta.due:
            return values.Review(due=self.make_day(meta.due) if meta.due else None)
        person, changed = self.people[meta.reviewer], meta.since_review == "changed"
        due = None if changed else self.make_day(meta.due)
        reviewer = values.Link(person.name, person.href)
        return values.Review(reviewer, person.credentials, self.make_day(meta.reviewed), due, changed)

    def _make_table_of_contents(self, document: Document) -> tuple[Heading, ...]:
        """List the headings of the text and of the parts after it; none where they are too few for a table."""
        parts, header = document.parts, document.header
        present = {name for name in HEADED if getattr(parts, name, None)}
        present |= {"care"} if parts.do or parts.dont or parts.aftercare else set()
        present |= {name for name in ("learn_more", "references") if getattr(header, name, ())}
        in_text = [heading for heading in document.headings if heading.level == 2]
        anchors = ((name, PART_PLACES.get(name, name)) for name in HEADED if name in present)
        of_parts = [Heading(anchor, self.words["parts"][name], 2) for name, anchor in anchors]
        headings = (*in_text, *of_parts)
        return headings if len(headings) >= self.contents_headings else ()

    # lists

    def view_listing(
        self, url: str, inputs: ListInputs, rows: Sequence[ItemRef], numbers: PageNumbers
    ) -> dict[str, Any]:
        """Make the values of one page, at `url`, of a list of articles. `rows` are the articles on this page."""
        title, summary = self._number_texts(inputs.title, inputs.summary, numbers)
        feed = self.make_href(inputs.feed) if inputs.feed else ""
        listing = values.Listing(
            title=title,
            summary=summary,
            rows=tuple(map(self.make_row, rows)),
            pagination=self._make_pagination(numbers),
            breadcrumbs=self.make_breadcrumbs(),
            others=tuple(self._link_list(name, list_url, url) for name, list_url in inputs.others),
            feed=values.Link(f"{self.words['feed']}: {inputs.title}", feed) if feed else None,
        )
        entries = [(row.title, self.make_absolute(row.href)) for row in listing.rows]
        head = self._make_list_head(url, title, summary, entries, inputs.social_card)
        head = head._replace(feed=values.Link(self.make_title(inputs.title), feed) if feed else None)
        return self.make_common_values(url, head, inputs.translations) | {"listing": listing}

    def _make_list_head(
        self,
        url: str,
        title: str,
        summary: str,
        entries: Sequence[tuple[str, str]],
        social_card: SocialCard | None = None,
        translations: Sequence[tuple[str, str]] = (),
    ) -> values.Head:
        """Make the metadata of a page of a list, whose titles and absolute URLs are `entries`."""
        card = social_card or self.social_card
        data = self._make_graph_maker().describe_list(
            self.clinic.url + url, title, summary, self._make_image(card), entries
        )
        return self.make_head(url, title, summary, card, structured_data=data, **self._make_alternates(translations))

    def _link_list(self, name: str, list_url: str, page_url: str) -> values.Link:
        """Make the link of the page at `page_url` to a list, which that page may be itself."""
        return values.Link(name, self.make_href(list_url), current=list_url == page_url)

    def _number_texts(self, title: str, summary: str, numbers: PageNumbers) -> tuple[str, str]:
        """Add the number of the page to the title and the summary of a list, but for its first page."""
        if numbers.number <= 1:
            return title, summary
        numbered = partial(self.words["titles"]["numbered"].format, number=numbers.number)
        return numbered(title=title), numbered(title=summary.rstrip("."))

    def _make_pagination(self, numbers: PageNumbers) -> values.Pagination:
        """Make the links to the pages beside this one; the first and the last page have one each."""
        words = self.words["pagination"]
        is_first, is_last = numbers.number <= 1, numbers.number >= numbers.total
        return values.Pagination(
            numbers.number,
            numbers.total,
            previous=None if is_first else values.Link(words["previous"], self.make_href(numbers.previous)),
            next=None if is_last else values.Link(words["next"], self.make_href(numbers.next)),
        )

    def make_absolute(self, href: str) -> str:
        """Make an absolute URL of one that includes the base path."""
        return self.clinic.url + href.removeprefix(self.clinic.base)

    def _make_image(self, social_card: SocialCard) -> Node:
        return make_image_node(self.clinic.url + social_card.url)

    def _make_graph_maker(self) -> GraphMaker:
        home = (self.words["lists"]["home"], self.clinic.url + self.scheme.make_home_url(self.lang))
        return GraphMaker(self.clinic, self.lang, home, self.people)

    def view_home(
        self, newest: Sequence[ItemRef], topics: Sequence[str], translations: Sequence[tuple[str, str]]
    ) -> dict[str, Any]:
        """Make the values of the home page, which shows the first of the newest articles larger than the others.

        `topics` are the names of those with articles, `translations` languages with the URLs of their home pages.
        """
        home = values.Home(
            picture=draw_picture(*HOME),
            newest=self.make_row(newest[0], LARGE_ROW_SIZES) if newest else None,
            rows=tuple(map(self.make_row, newest[1:])),
            topics=self._list_topics(topics),
            people=self.list_people(),
            all=self._link_all(),
        )
        url = self.scheme.make_home_url(self.lang)
        return self.make_common_values(url, self._make_home_head(url, translations), translations) | {"home": home}

    def _make_home_head(self, url: str, translations: Sequence[tuple[str, str]]) -> values.Head:
        """Make the metadata of the home page, with its structured data."""
        title, summary = self._get_home_title(), self.words["home"]["summary"]
        data = self._make_graph_maker().describe_home(title, summary, self._make_image(self.social_card))
        return self.make_head(url, title, summary, structured_data=data, **self._make_alternates(translations))

    def _get_home_title(self) -> str:
        return self.clinic.tagline.get(self.lang) or str(self.words["home"]["title"])

    def view_search(
        self,
        index: str,
        others: Sequence[values.OtherSearch],
        topics: Sequence[str],
        newest: Sequence[values.Link],
        translations: Sequence[tuple[str, str]],
    ) -> dict[str, Any]:
        """Make the values of the search page.

        `index` is the URL of the search index, `others` are the searches of other languages, `topics` have articles;
        `translations` are languages with the URLs of their search pages.
        """
        search = values.Search(
            title=self.words["search"]["title"],
            summary=self.words["search"]["summary"],
            index=self.make_href(index),
            others=tuple(others),
            breadcrumbs=self.make_breadcrumbs(),
            topics=self._list_topics(topics),
            articles=tuple(newest),
            all=self._link_all(),
        )
        url = self.scheme.make_search_url(self.lang)
        head = self._make_search_head(url, search.title, search.summary)
        return self.make_common_values(url, head, translations) | {"search": search}

    def _make_search_head(self, url: str, title: str, summary: str) -> values.Head:
        """Make the metadata of the search page, with its structured data."""
        image = self._make_image(self.social_card)
        data = self._make_graph_maker().describe_search(self.clinic.url + url, title, summary, image)
        return self.make_head(url, title, summary, structured_data=data)

    def _list_topics(self, names: Collection[str]) -> tuple[values.TopicRow, ...]:
        """List these topics, in the order of content/clinic.yaml."""
        return tuple(self._make_topic_row(name) for name in self.clinic.topics if name in names)

    def _make_topic_row(self, name: str) -> values.TopicRow:
        said = self.clinic.topics[name].translate(self.lang)
        link = values.Link(said.name, self.make_href(self.scheme.make_topic_url(name, self.lang)))
        return values.TopicRow(link, self.draw_picture(name, name), said.about, said.question or "")

    def _link_all(self) -> values.Link:
        return values.Link(self.words["lists"]["all"], self.make_href(self.scheme.make_archive_url(self.lang)))

    def view_redirect(self, target: values.Link, url: str, summary: str) -> dict[str, Any]:
        """Make the values of a page at an old address, which redirects to `target`. `url` is the URL of the target."""
        head = self.make_head(url, self.words["redirect"]["title"].format(title=target.text), summary)
        return self.make_common_values("", head) | {"target": target}

    def view_redirects(self, moved: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Make the values of the list of redirects, for hosts that read one, from pairs of old address and new URL."""
        return {
            "redirects": tuple(
                (self.make_href(form), self.make_href(url)) for old, url in moved for form in _list_variants(old)
            )
        }

    def view_feed(
        self, timezone: str, updated: date, feed: FeedInputs, sources: Sequence[tuple[DocumentRef, PageInputs]]
    ) -> dict[str, Any]:
        """Make the values of a feed, whose times are midnight in `timezone`; `updated` is its last change."""
        format_midnight = partial(feed_and_sitemap.format_midnight, timezone=timezone)
        entries = tuple(self._make_feed_entry(source, inputs, format_midnight) for source, inputs in sources)
        back = feed.page._replace(href=self.make_href(feed.page.href))
        target = back._replace(href=self.make_absolute(back.href))
        common = self.make_common_values(feed.url, self.make_head(feed.url, feed.title, feed.summary))
        return common | {"entries": entries, "back": back, "target": target, "updated": format_midnight(updated)}

    def _make_feed_entry(
        self, source: DocumentRef, inputs: PageInputs, format_time: Callable[[date], str]
    ) -> feed_and_sitemap.FeedEntry:
        """Make the values of an article in the feed, as plain HTML for feed readers."""
        document, renderer = self.load_document(source), self._make_document_renderer(inputs)
        lead, body = renderer.render_plain(document.lead), renderer.render_plain(document.body)
        image = self._find_header_image(document.meta, inputs)
        photo = Markup(render_img(image, str(escape(document.meta.image_alt)), self._images)) if image else Markup()
        article = self.make_article(document, inputs)._replace(lead=lead, body=body, photo=photo)
        published = format_time(document.meta.date)
        changed = format_time(document.meta.modified or document.meta.date)
        return feed_and_sitemap.FeedEntry(self.clinic.url + inputs.url, published, changed, article)

    def view_sitemap(self, places: Sequence[feed_and_sitemap.SitemapEntry]) -> dict[str, Any]:
        return {"places": places}

    def view_host_file(self) -> dict[str, Any]:
        """Make the values of a file for hosts and browsers."""
        return self.make_common_values("", self.make_head("", self.clinic.blog, ""))

    def view_not_found(self, newest: values.Link | None) -> dict[str, Any]:
        """Make the values of the page that hosts show at unknown addresses, with a link to the newest article."""
        words = self.words["not_found"]
        head = self.make_head("404.html", words["title"], words["summary"])
        said = (one.not_found for one in self.languages if one.code != self.lang)
        others = tuple(zip(said, self._link_languages(()), strict=True))
        lost = values.LostPage(draw_picture(*LOST), newest, others)
        return self.make_common_values("404.html", head._replace(canonical="")) | {"lost": lost}


def _list_variants(old: str) -> tuple[str, ...]:
    """List the paths by which an old address may be requested: some hosts tell it from that with a slash at its end."""
    path = quote(old.strip("/"), safe="/!$&'()*+,;=:@~").removesuffix("/index.html")
    return (path,) if path.endswith(".html") else (path, f"{path}/")


def _name_town(clinic: Clinic) -> str:
    """Name the town of the clinic's main place, with its state; "" where the address has none."""
    address = clinic.main_location.address
    return ", ".join(part for part in (address.city, address.state) if part)


def _make_badge(accreditation: Accreditation, lang: str) -> values.Badge:
    note = speak(accreditation.note, lang) if accreditation.note else None
    return values.Badge(accreditation.name, note, accreditation.holder or "", accreditation.verify or "")
