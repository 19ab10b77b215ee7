"""List every page of the site: its template, its view, and the inputs of its view."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from plugins.build_state import Build
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import CHAT, CONTACT, PEOPLE
from plugins.pages import article_lists, feed_and_sitemap
from plugins.pages import context as values
from plugins.pages.locations import make_locations
from plugins.pages.people import make_people
from plugins.pages.rendering import Page, Renderer
from plugins.pages.views import (
    DocumentRef,
    FeedInputs,
    ItemRef,
    Language,
    ListInputs,
    PageInputs,
    PageNumbers,
    PageViews,
)
from plugins.schema import interface_words
from plugins.site.links import find_list_urls
from plugins.site.permalinks import list_permalinks

Alternates = tuple[tuple[str, str], ...]  # languages, each with the URL of a page's translation


def list_all_pages(build: Build, rendering: Renderer) -> Iterator[Page]:
    """List the pages in every language, then those that the site has once."""
    default = build.settings.default_lang
    languages = [default, *sorted({meta.lang for meta in build.site.shown_documents} - {default})]
    views = {lang: _make_views(build, rendering, lang, languages) for lang in languages}
    homes = tuple((lang, of_lang.scheme.make_home_url(lang)) for lang, of_lang in views.items())
    author = views[default].default_author
    list_urls = set(find_list_urls(build.site.shown_documents, build.settings.scheme, author))
    sitemap = []
    for of_lang in views.values():
        for page in _LanguagePages(build, of_lang, list_urls).list_pages(homes if len(homes) > 1 else ()):
            yield page
            if page.changed:
                sitemap.append(_make_sitemap_entry(page, page.changed))
    for meta in build.documents.metas.values():
        if build.site.hidden[meta.path] == CHAT and not build.settings.preview:
            yield from _LanguagePages(build, views.get(meta.lang, views[default])).redirect_from_chat(meta)
    yield Page("sitemap.xml", "sitemap.xml", views[default].view_sitemap, (tuple(sitemap),))
    newest = _LanguagePages(build, views[default]).articles[:1]
    yield from _list_files_of_hosts(build, views[default], *map(views[default].link_document, newest))


def _make_sitemap_entry(page: Page, changed: date) -> feed_and_sitemap.SitemapEntry:
    """Make the entry of a page that was last changed on this day."""
    site_url = page.views.clinic.url
    alternates = tuple((lang, site_url + url) for lang, url in page.alternates)
    url = site_url + page.save_as.removesuffix("index.html")
    return feed_and_sitemap.SitemapEntry(url, changed.isoformat(), alternates)


def _list_files_of_hosts(build: Build, views: PageViews, newest: values.Link | None = None) -> Iterator[Page]:
    """List the files that hosts and browsers ask for: redirects, the page for what is not found, and others.

    `newest` leads to the newest article, None where there is none.
    """
    shown = build.site.shown_documents
    redirects = sorted((old, views.scheme.make_document_url(meta)) for meta in shown for old in meta.redirect_from)
    if redirects:
        yield Page("_redirects", "_redirects", views.view_redirects, (tuple(redirects),))
    yield Page("404.html", "not_found.html", views.view_not_found, (newest,))
    for name in ("robots.txt", "site.webmanifest", "_headers"):
        yield Page(name, name, views.view_host_file)


def _make_views(build: Build, rendering: Renderer, lang: str, languages: Sequence[str]) -> PageViews:
    """Make the views of one of these languages, in which there are pages.

    They load documents from the library, and draw with the theme's templates.
    """
    settings, clinic, card_maker = build.settings, build.documents.clinic, build.media.card_maker
    assert clinic and card_maker  # without a clinic there is an error, and no page
    all_words = interface_words.load_words(settings.theme)
    return PageViews(
        clinic=clinic,
        scheme=settings.scheme,
        words=all_words[lang],
        lang=lang,
        locales={name: words["locale"] for name, words in all_words.items()},
        languages=tuple(_make_language(code, all_words[code]) for code in languages),
        social_card=card_maker.make_site_card(lang),
        locations=make_locations(clinic, all_words[lang], lang),
        people=make_people(
            build.site.people,
            build.media.pictures,
            clinic,
            settings.scheme,
            all_words[lang],
            lang,
        ),
        pages=_link_clinic_pages(build, clinic.base, lang) | _link_people(build, clinic.base, lang, all_words[lang]),
        short_titles={
            (code, slug): title for code in languages for slug, title in all_words[code]["navigation"]["short"].items()
        },
        static=f"{settings.static}/",
        contents_headings=settings.contents_headings,
        load_document=lambda reference: build.documents.library.load_document(reference.path),
        load_item=lambda path: build.documents.metas[path].make_list_item(),
        figures=rendering.make_figures(all_words[lang]),
    )


def _make_language(code: str, words: interface_words.Words) -> Language:
    own = words["language"]
    return Language(code, own["name"], own["home"], words["direction"], words["not_found"]["title"])


def _link_clinic_pages(build: Build, base: str, lang: str) -> dict[str, values.Link]:
    """Make links to the pages about the clinic in `lang`, by the slug of the original.

    A page that is not translated is linked in the default language.
    """
    links = {}
    for wanted in dict.fromkeys((build.settings.default_lang, lang)):
        for meta in sorted(build.site.pages, key=lambda meta: meta.slug):
            if meta.lang == wanted:
                href = base + build.settings.scheme.make_document_url(meta)
                links[meta.original] = values.Link(meta.title, href, lang="" if wanted == lang else wanted)
    return links


def _link_people(build: Build, base: str, lang: str, words: interface_words.Words) -> dict[str, values.Link]:
    """Make the link to the list of people, by the name of its page; none where there are no people."""
    href = base + build.settings.scheme.make_people_url(lang)
    return {PEOPLE: values.Link(words["people"]["title"], href)} if build.site.people else {}


@dataclass(frozen=True)
class _LanguagePages:
    """The pages in one language."""

    build: Build
    views: PageViews
    list_urls: Collection[str] = ()  # of the lists in all languages

    @cached_property
    def articles(self) -> list[DocumentMeta]:
        """The articles, in the order in which lists show them."""
        return [meta for meta in self.build.site.articles if meta.lang == self.views.lang]

    @cached_property
    def clinic_pages(self) -> list[DocumentMeta]:
        """The pages about the clinic."""
        return [meta for meta in self.build.site.pages if meta.lang == self.views.lang]

    @cached_property
    def people(self) -> list[DocumentMeta]:
        """The pages of people."""
        return [meta for meta in self.build.site.people if meta.lang == self.views.lang]

    @cached_property
    def rows(self) -> Mapping[str, ItemRef]:
        """A reference to what lists show of each article, by its path."""
        library, hidden = self.build.documents.library, self.build.site.hidden
        return {
            meta.path: ItemRef(
                meta.path,
                library.get_item_hash(meta.path),
                hidden[meta.path],
                self.build.media.pictures[meta.path].get(meta.image),
            )
            for meta in self.articles
        }

    def list_pages(self, homes: Alternates) -> Iterator[Page]:
        """List texts with the redirects to them, home, search, feed, and lists. `homes` are the home pages."""
        for meta in [*self.articles, *self.clinic_pages]:
            yield self._make_document_page(meta)
            if meta.has_handout:
                yield self._make_handout_page(meta)
            yield from self._list_redirects(meta)
        for meta in self.people:
            yield self._make_person_page(meta)
            yield from self._list_redirects(meta)
        yield from self._list_entrances(homes)
        yield self._make_feed_page(self._describe_feed(), self.articles)
        for article_list in article_lists.make_lists(self.articles, self.views):
            yield from self._list_parts(article_list, self._find_same_list(article_list.url, homes))
            if article_list.topic:
                members = [self.articles[position] for position in article_list.members]
                yield self._make_feed_page(self._describe_topic_feed(article_list), members)

    def _find_same_list(self, url: str, homes: Alternates) -> Alternates:
        """Find the list at `url` in every language that has it, among those with these home pages."""
        path = url.removeprefix(self.views.scheme.make_home_url(self.views.lang))
        return tuple((lang, home + path) for lang, home in homes if home + path in self.list_urls)

    def _make_document_page(self, meta: DocumentMeta) -> Page:
        """Make the page of an article or a page about the clinic."""
        inputs, save_as = self._make_inputs(meta), self.views.scheme.make_file_path(meta)
        template, view = "page.html", self.views.view_clinic_page
        if meta.kind:
            neighbors = self.build.site.neighbors[meta.path]
            inputs = inputs._replace(
                related=tuple(self.rows[other.path] for other in self.build.site.related[meta.path]),
                previous=self.views.link_document(neighbors.previous),
                next=self.views.link_document(neighbors.next),
            )
            template, view = "article.html", self.views.view_article
        given = self._make_ref(meta), inputs
        return Page(save_as, template, view, given, _find_last_change(meta), inputs.translations)

    def _make_handout_page(self, meta: DocumentMeta) -> Page:
        """Make the page of what a patient takes home. Searches and the sitemap have the article instead."""
        views, inputs = self.views, self._make_inputs(meta)
        save_as = f"{views.scheme.make_handout_url(inputs.url)}index.html"
        return Page(save_as, "handout.html", views.view_handout, (self._make_ref(meta), inputs))

    def _make_person_page(self, meta: DocumentMeta) -> Page:
        """Make the page of a person, with that person's newest articles."""
        views, inputs, count = self.views, self._make_inputs(meta), self.build.settings.listed_articles
        person = views.people[meta.slug.removeprefix(f"{PEOPLE}/")]
        written = [one for one in self.articles if views.people.get(views.find_author(one)) == person]
        reviewed = [one for one in self.articles if views.people.get(one.reviewer) == person]
        rows = [[self.rows[one.path] for one in found[:count]] for found in (written, reviewed)]
        author = views.find_author(written[0]) if written else ""
        save_as, changed = views.scheme.make_file_path(meta), _find_last_change(meta)
        given = self._make_ref(meta), inputs, *rows, author
        return Page(save_as, "person.html", views.view_person, given, changed, inputs.translations)

    def _make_ref(self, meta: DocumentMeta) -> DocumentRef:
        return DocumentRef(meta.path, self.build.documents.library.keys[meta.path])

    def _make_inputs(self, meta: DocumentMeta) -> PageInputs:
        """Collect what the page of a document shows besides it, but for links to other articles."""
        site, media, make_url = self.build.site, self.build.media, self.views.scheme.make_document_url
        return PageInputs(
            url=make_url(meta),
            hidden=site.hidden[meta.path],
            links=tuple(site.links[meta.path].items()),
            pictures=tuple(media.pictures[meta.path].items()),
            captions=tuple(media.captions.get(meta.path, ())),
            downloads=tuple(
                (url, media.downloads[url]) for url in site.links[meta.path].values() if url in media.downloads
            ),
            social_card=media.social_cards[meta.path],
            translations=tuple((other.lang, make_url(other)) for other in site.translations.get(meta.path, ())),
        )

    def _list_redirects(self, meta: DocumentMeta) -> Iterator[Page]:
        """List the pages that stand at old addresses of a document and lead to it."""
        target = values.Link(meta.title, self.views.scheme.make_document_url(meta))
        yield from self._redirect(meta.redirect_from, target, meta.summary)

    def redirect_from_chat(self, meta: DocumentMeta) -> Iterator[Page]:
        """List the pages at the addresses of a chat that there is not: they lead to the contact page, or home."""
        views, contact = self.views, self.views.pages.get(CONTACT)
        url = contact.href.removeprefix(views.clinic.base) if contact else views.scheme.make_home_url(views.lang)
        target = values.Link(contact.text if contact else views.words["lists"]["home"], url)
        yield from self._redirect(list_permalinks(meta, views.scheme), target, views.words["chat"]["off"])

    def _redirect(self, addresses: Iterable[str], target: values.Link, summary: str) -> Iterator[Page]:
        """List the pages at these addresses, which lead to the page at the URL of `target`."""
        link = target._replace(href=self.views.make_href(target.href))
        for address in addresses:
            path = address.strip("/")
            save_as = path if path.endswith(".html") else f"{path}/index.html"
            yield Page(save_as, "redirect.html", self.views.view_redirect, (link, target.href, summary))

    def _list_entrances(self, homes: Alternates) -> Iterator[Page]:
        """List the home page, the search page and the list of people. `homes` are the home pages."""
        settings, scheme, lang = self.build.settings, self.views.scheme, self.views.lang
        documents = [*self.articles, *self.clinic_pages, *self.people]
        changed = max(map(_find_last_change, documents), default=self.build.today)
        topics = sorted({meta.topic for meta in self.articles})
        newest = [self.rows[meta.path] for meta in self.articles[: settings.home_articles]]
        home = f"{scheme.make_home_url(lang)}index.html"
        yield Page(home, "home.html", self.views.view_home, (newest, topics, homes), changed, homes)
        listed = self.articles[: settings.search_articles]
        links = [values.Link(meta.title, self.views.make_href(scheme.make_document_url(meta))) for meta in listed]
        search = f"{scheme.make_search_url(lang)}index.html"
        translations = tuple((other, scheme.make_search_url(other)) for other, _ in homes)
        others = list(self._list_other_searches())
        given = self.build.site.search[lang], others, topics, links, translations
        yield Page(search, "search.html", self.views.view_search, given, changed)
        if self.build.site.people:
            alternates = tuple((other, scheme.make_people_url(other)) for other, _ in homes)
            people = f"{scheme.make_people_url(lang)}index.html"
            yield Page(people, "people.html", self.views.view_people, (alternates,), changed, alternates)

    def _list_other_searches(self) -> Iterator[values.OtherSearch]:
        """List the search pages of the other languages, each with a text in its language for a link to it."""
        spoken, make_href = interface_words.load_words(self.build.settings.theme), self.views.make_href
        for lang, index in self.build.site.search.items():
            if lang != self.views.lang:
                url, text = self.views.scheme.make_search_url(lang), spoken[lang]["search"]["here"]
                yield values.OtherSearch(lang, text, make_href(url), make_href(index))

    def _describe_feed(self) -> FeedInputs:
        """Describe the feed of all articles."""
        views, lang = self.views, self.views.lang
        page = values.Link(views.words["feed_view"]["home"], views.scheme.make_home_url(lang))
        return FeedInputs(views.scheme.make_feed_url(lang), views.clinic.blog, views.words["home"]["summary"], page)

    def _describe_topic_feed(self, topic: article_lists.ArticleList) -> FeedInputs:
        """Describe the feed of the articles of a topic."""
        url = self.views.scheme.make_feed_url(self.views.lang, topic.topic)
        return FeedInputs(url, self.views.make_title(topic.title), topic.summary, values.Link(topic.title, topic.url))

    def _make_feed_page(self, feed: FeedInputs, articles: Sequence[DocumentMeta]) -> Page:
        """Make the page of a feed of these articles."""
        settings = self.build.settings
        updated = max(map(_find_last_change, articles), default=self.build.today)
        newest = articles[: settings.feed_articles]
        entries = [(self._make_ref(meta), self._make_inputs(meta)) for meta in newest]
        given = settings.timezone, updated, feed, entries
        return Page(feed.url, "feed.xml", self.views.view_feed, given)

    def _list_parts(self, article_list: article_lists.ArticleList, translations: Alternates) -> Iterator[Page]:
        """List the pages into which a list of articles is divided; one page where the list is empty."""
        url, inputs = article_list.url, self._make_list_inputs(article_list, translations)
        articles = [self.articles[position] for position in article_list.members]
        changed = max(map(_find_last_change, articles), default=None)
        size = self.build.settings.listed_articles
        total = max(1, -(-len(articles) // size))  # rounded up
        urls = ["", *(self.views.scheme.make_list_page_url(url, number) for number in range(1, total + 1)), ""]
        for number in range(1, total + 1):
            rows = [self.rows[meta.path] for meta in articles[(number - 1) * size : number * size]]
            numbers = PageNumbers(number, total, previous=urls[number - 1], next=urls[number + 1])
            given = urls[number], inputs, rows, numbers
            yield Page(f"{urls[number]}index.html", "listing.html", self.views.view_listing, given, changed)

    def _make_list_inputs(self, article_list: article_lists.ArticleList, translations: Alternates) -> ListInputs:
        """Make what all pages of a list share. The list of a topic has a social card of its own."""
        topic, card_maker = article_list.topic, self.build.media.card_maker
        social_card = card_maker.make_topic_card(topic, self.views.lang) if topic and card_maker else None
        return ListInputs(
            title=article_list.title,
            summary=article_list.summary,
            others=article_list.others,
            translations=translations,
            social_card=social_card,
            feed=self.views.scheme.make_feed_url(self.views.lang, topic) if topic else "",
        )


def _find_last_change(meta: DocumentMeta) -> date:
    return meta.modified or meta.date
