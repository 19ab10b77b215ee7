"""List every page of the site: its template, its view, the view's inputs, and the key of its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from plugins.build_state import Build
from plugins.cache import fingerprint
from plugins.clinic.model import FILE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.media.images.svg import sanitize_svg
from plugins.output.output_dir import File
from plugins.pages import article_lists, feed_and_sitemap, templates
from plugins.pages import context as values
from plugins.pages.rendering import Page, Renderer
from plugins.pages.views import DocumentRef, PageInputs, PageNumbers, PageViews, RowInputs
from plugins.schema import interface_words

# The names of all values that templates may see.
VALUES = (
    *("site", "head", "words", "home", "article", "page", "listing", "search"),
    *("entries", "places", "updated", "target", "redirects"),
)


def list_pages(build: Build) -> None:
    """Set `build.pages`, all files of the site; none if there are errors."""
    settings = build.settings
    rendering = Renderer(settings.theme, settings.static, build.cache, build.filters)
    template_digests = _check_theme(build, rendering)
    _check_navigation(build)
    build.pages = []
    if build.errors or template_digests is None:
        return
    pages = list(_PageLister(build, rendering).list_all())
    shared = rendering.styles_hash, fingerprint.hash_code()  # what all pages depend on, besides their templates
    template_keys = {name: fingerprint.hash_values(digest, *shared) for name, digest in template_digests.items()}
    by_language = {page.views.lang: page.views for page in pages}
    views_keys = {lang: fingerprint.hash_values(views) for lang, views in by_language.items()}

    def make_file(page: Page) -> File:
        given = template_keys[page.template], views_keys[page.views.lang], page.view.__name__, page.given
        return File(page.save_as, fingerprint.hash_values(*given), partial(rendering.render, page))

    card_maker = build.media.card_maker
    social_cards = card_maker.list_card_files() if card_maker else []  # those that pages refer to
    theme_files = _list_theme_files(build, rendering, template_keys["feed.xml"])
    build.pages = [*map(make_file, pages), *theme_files, *social_cards]


def _check_navigation(build: Build) -> None:
    """Report each entry of `navigation` in content/clinic.yaml for which no page is shown."""
    clinic, shown = build.documents.clinic, {meta.translates or meta.slug for meta in build.site.pages}
    if clinic and "navigation" in clinic.model_fields_set:
        file = f"{build.settings.content.name}/{FILE}"
        lost = [slug for slug in clinic.navigation if slug not in shown]
        build.report(diagnose("navigation-nowhere", file, 0, "navigation", slug=slug) for slug in lost)


def _check_theme(build: Build, rendering: Renderer) -> dict[str, bytes] | None:
    """Report what is wrong with the theme. Return digests of its templates by name, None after an error."""
    theme, cache = build.settings.theme, build.cache
    for path in sorted((theme / "static").rglob("*.svg")):
        if isinstance(found := sanitize_svg(path.read_bytes()), Diagnostic):
            build.report([found.locate(f"{theme.name}/{path.relative_to(theme).as_posix()}")])
    files = fingerprint.hash_files(theme, templates.list_template_files(theme))

    def check() -> tuple[list[Diagnostic], dict[str, bytes]]:
        errors = templates.check_templates(rendering.env, theme, VALUES)
        return errors, {} if errors else templates.hash_templates(rendering.env, theme)

    errors, digests = cache.memoize("templates", fingerprint.hash_values(files, fingerprint.hash_code()), check)
    build.report(errors)
    return None if errors else digests


def _list_theme_files(build: Build, rendering: Renderer, feed: bytes) -> Iterator[File]:
    """List the static files of the theme, and the feed's style sheet. `feed` is the digest of the feed's template."""
    theme = build.settings.theme

    def feed_css() -> bytes:
        names = ("templates/feed.xml", "components/feed_view/feed_view.html")
        text = "".join(Path(theme, name).read_text("utf-8") for name in names)
        return rendering.stylesheet.select_for_page(text).encode()

    yield File(rendering.feed_css_path, feed, feed_css)
    folder = theme / "static"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = f"{build.settings.static}/{path.relative_to(folder).as_posix()}"
            yield File(name, fingerprint.hash_files(folder, [path]), path.read_bytes)


@dataclass(frozen=True, slots=True)
class _PageLister:
    """Lists the pages of one build."""

    build: Build
    rendering: Renderer

    def list_all(self) -> Iterator[Page]:
        """List the pages in every language, then those that the site has once."""
        site, default = self.build.site, self.build.settings.default_lang
        languages = [default, *sorted({meta.lang for meta in site.shown_documents} - {default})]
        spoken = interface_words.load_words(self.build.settings.theme)
        by_language = {lang: self._make_views(lang, spoken) for lang in languages}
        homes = (
            tuple((lang, views.scheme.make_home_url(lang)) for lang, views in by_language.items())
            if languages[1:]
            else ()
        )
        places = []
        for views in by_language.values():
            for page in self._list_language(views, homes):
                yield page
                if page.changed:
                    url = views.clinic.url + page.save_as.removesuffix("index.html")
                    alternates = tuple((lang, views.clinic.url + other) for lang, other in page.alternates)
                    places.append(feed_and_sitemap.SitemapEntry(url, page.changed.isoformat(), alternates))
        views = by_language[default]
        yield Page("sitemap.xml", "sitemap.xml", views.view_sitemap, (tuple(places),))
        if moved := sorted(
            (old, views.scheme.make_document_url(meta)) for meta in site.shown_documents for old in meta.redirect_from
        ):
            yield Page("_redirects", "_redirects", views.view_redirects, (tuple(moved),))
        for save_as in ("404.html", "robots.txt", "site.webmanifest", "_headers"):
            template = "not_found.html" if save_as == "404.html" else save_as
            yield Page(save_as, template, views.view_not_found)

    def _make_views(self, lang: str, spoken: dict[str, interface_words.Words]) -> PageViews:
        """Make the views of a language. Untranslated pages about the clinic are linked in the default language."""
        settings, clinic, card_maker = self.build.settings, self.build.documents.clinic, self.build.media.card_maker
        assert clinic and card_maker  # without a clinic there is an error, and no page
        clinic_pages = {}
        for wanted in dict.fromkeys((settings.default_lang, lang)):
            for meta in sorted((one for one in self.build.site.pages if one.lang == wanted), key=lambda one: one.slug):
                href = clinic.base + settings.scheme.make_document_url(meta)
                other = "" if meta.lang == lang else meta.lang
                clinic_pages[meta.translates or meta.slug] = values.Link(meta.title, href, lang=other)
        return PageViews(
            clinic,
            settings.scheme,
            spoken[lang],
            lang,
            {name: said["locale"] for name, said in spoken.items()},
            card_maker.make_site_card(lang),
            clinic_pages,
            f"{settings.static}/",
            settings.contents_headings,
            lambda source: self.build.documents.library.load_document(source.path),
            self.rendering.make_draw(spoken[lang]),
        )

    def _list_language(self, views: PageViews, homes: tuple[tuple[str, str], ...]) -> Iterator[Page]:
        """List the pages in one language: texts, redirects to them, home, search, feed, and lists."""
        build, scheme, lang = self.build, views.scheme, views.lang
        articles, pages = ([c for c in found if c.lang == lang] for found in (build.site.articles, build.site.pages))
        face, hidden = build.documents.library.get_item_hash, build.site.hidden
        rows = {meta.path: RowInputs(meta.make_list_item(), face(meta.path), hidden[meta.path]) for meta in articles}
        changed = [meta.modified or meta.date for meta in articles]
        for meta in [*articles, *pages]:
            yield self._make_document_page(meta, views, rows)
            url = scheme.make_document_url(meta)
            for old in meta.redirect_from:
                path = old.strip("/")
                save_as = path if path.endswith(".html") else f"{path}/index.html"
                target = values.Link(meta.title, views.make_href(url))
                yield Page(save_as, "redirect.html", views.view_redirect, (target, url, meta.summary))
        newest = max([*changed, *(meta.modified or meta.date for meta in pages)], default=build.today)
        first = [rows[meta.path] for meta in articles[: build.settings.home_articles]]
        topics = sorted({meta.topic for meta in articles})
        home, search = f"{scheme.make_home_url(lang)}index.html", f"{scheme.make_search_url(lang)}index.html"
        yield Page(home, "home.html", views.view_home, (first, topics, homes), newest, homes)
        links = [
            values.Link(meta.title, views.make_href(scheme.make_document_url(meta)))
            for meta in articles[: build.settings.search_articles]
        ]
        others = list(self._list_other_searches(views))
        yield Page(search, "search.html", views.view_search, (build.site.search[lang], others, topics, links), newest)
        yield self._make_feed_page(articles, views, max(changed, default=build.today))
        for one in article_lists.make_lists(articles, views):
            social = (
                build.media.card_maker.make_topic_card(one.topic, lang)
                if one.topic and build.media.card_maker
                else None
            )
            last = max((changed[n] for n in one.members), default=None)
            for url, members, numbers in self._paginate(one):
                shown = [rows[articles[n].path] for n in members]
                given = (url, one.title, one.summary, shown, numbers, one.others, social, one.author)
                yield Page(f"{url}index.html", "listing.html", views.view_listing, given, last)

    def _list_other_searches(self, views: PageViews) -> Iterator[values.OtherSearch]:
        """List the search pages of the other languages, each with a text in its language for a link to it."""
        spoken = interface_words.load_words(self.build.settings.theme)
        for lang, index in self.build.site.search.items():
            if lang != views.lang:
                href, text = views.make_href(views.scheme.make_search_url(lang)), spoken[lang]["search"]["here"]
                yield values.OtherSearch(lang, text, href, views.make_href(index))

    def _make_document_page(self, meta: DocumentMeta, views: PageViews, rows: Mapping[str, RowInputs]) -> Page:
        """Make the page of an article or a page about the clinic. `rows` are all articles of its language, by path."""
        source, inputs, save_as = self._make_ref(meta), self._make_inputs(meta), views.scheme.make_file_path(meta)
        changed = meta.modified or meta.date
        if not meta.kind:
            return Page(save_as, "page.html", views.view_clinic_page, (source, inputs), changed, inputs.translations)
        neighbors = self.build.site.neighbors[meta.path]
        inputs = inputs._replace(
            related=tuple(rows[other.path] for other in self.build.site.related[meta.path]),
            previous=views.link_document(neighbors.previous),
            next=views.link_document(neighbors.next),
        )
        return Page(save_as, "article.html", views.view_article, (source, inputs), changed, inputs.translations)

    def _make_ref(self, meta: DocumentMeta) -> DocumentRef:
        return DocumentRef(meta.path, self.build.documents.library.keys[meta.path])

    def _make_inputs(self, meta: DocumentMeta) -> PageInputs:
        """Collect what the page of a document shows besides it, but for links to other articles."""
        site, media, address = self.build.site, self.build.media, self.build.settings.scheme.make_document_url
        return PageInputs(
            address(meta),
            site.hidden[meta.path],
            tuple(site.links[meta.path].items()),
            tuple(media.pictures[meta.path].items()),
            tuple(media.captions.get(meta.path, ())),
            media.social_cards[meta.path],
            tuple((other.lang, address(other)) for other in site.translations.get(meta.path, ())),
        )

    def _make_feed_page(self, articles: Sequence[DocumentMeta], views: PageViews, updated: date) -> Page:
        settings = self.build.settings
        sources = [(self._make_ref(one), self._make_inputs(one)) for one in articles[: settings.feed_articles]]
        return Page(
            views.scheme.make_feed_url(views.lang), "feed.xml", views.view_feed, (settings.timezone, updated, sources)
        )

    def _paginate(self, one: article_lists.ArticleList) -> Iterator[tuple[str, tuple[int, ...], PageNumbers]]:
        """Split a list into pages, each with its URL, the positions of its articles and its numbers."""
        size, scheme = self.build.settings.listed_articles, self.build.settings.scheme
        parts = [one.members[start : start + size] for start in range(0, len(one.members), size)] or [()]
        urls = ["", *(scheme.make_list_page_url(one.url, number) for number in range(1, len(parts) + 1)), ""]
        for number, members in enumerate(parts, 1):
            yield urls[number], members, PageNumbers(number, len(parts), urls[number - 1], urls[number + 1])
