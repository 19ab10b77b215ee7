"""Every page: a template and the values that it is given, as bytes.

Reads:  what the plugins before it wrote, context["files"], theme/, STORE, LIVE_PATH
Writes: the output folder
"""

import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.paginator import Paginator
from pelican.writers import Writer

from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Problem, Refused, tell
from plugins.media.images.svg import publishable
from plugins.output.output_dir import File, Tree
from plugins.pages import context as values
from plugins.pages import feeds, lists, names, plan, templates
from plugins.pages.rendering import Page, Rendering
from plugins.pages.views import LISTED, Around, Numbers, Row, Source, Views
from plugins.schema import words

NEWEST = 8  # articles on the home page
VALUES = (
    *("site", "head", "words", "home", "article", "page", "listing", "search"),
    *("entries", "places", "updated", "target", "redirects"),
)


class Writing(Writer):
    """Writes all files below the output folder, each once, and each only if it is not there yet."""

    def write_files(self, files: list[File]) -> None:
        self.tree = Tree(Path(self.output_path), self.settings["STORE"])
        named: dict[str, File] = {}
        for file in files:
            if named.setdefault(file.name, file) is not file:
                what = "two pages or files of the site have this name"
                raise Refused([Problem(file.name, 0, "", what, "rename one of them")])
        if problems := list(names.faults(named)):
            raise Refused(problems)
        self.tree.update(named, Path(self.settings["LIVE_PATH"]))


class Website(Generator):
    """Makes the list of all pages, and has each of them written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rendering = Rendering(Path(self.theme), self._options(), self.settings["STORE"])
        self.env = self.rendering.env

    def _options(self) -> tuple[dict[str, Any], str]:
        return self.settings["JINJA_ENVIRONMENT"], self.settings["THEME_STATIC_DIR"]

    def generate_output(self, writer: Writing) -> None:
        """Write all files; the writer is left the plan from which pages can be made again."""
        context, store = self.context, self.settings["STORE"]
        pages = list(self._pages())
        always = self.rendering.styles, fingerprint.of_code()  # what every page is made of, beside its template
        made_of = {name: fingerprint.of(found, *always) for name, found in context["templates"].items()}
        views = {page.views.lang: page.views for page in pages}
        keys = plan.Keys(made_of, {lang: fingerprint.of(own) for lang, own in views.items()})
        files = [File(page.save_as, keys.of(page), partial(self.rendering.render, page)) for page in pages]
        cards = context["social_cards"].files()  # those that the pages have asked for
        writer.write_files([*files, *self._theme_files(made_of["feed.xml"]), *cards, *context["files"]])
        shown = plan.shown(pages)
        showing = {name for names in shown.values() for name in names}
        keyed = [(page, file.key) for page, file in zip(pages, files, strict=True) if page.save_as in showing]
        plan.keep(store, Path(self.settings["LIVE_PATH"]), keyed)
        writer.plan = plan.Plan(
            today=context["today"],
            preview=self.settings["PREVIEW"],
            names=context["library"].names,
            texts=context["library"].marks(),
            shown=shown,
            keys=keys,
            views={lang: plan.bare(own) for lang, own in views.items()},
            notes=tuple(context.get("notes", ())),
            flags=context["flags"],
            options=self._options(),
        )

    def _theme_files(self, feed: bytes) -> Iterator[File]:
        """`feed` is what the feed's template is made of."""

        def feed_css() -> bytes:
            names = ("templates/feed.xml", "components/feed_view/feed_view.html")
            text = "".join(Path(self.theme, name).read_text("utf-8") for name in names)
            return self.rendering.style.for_page(text).encode()

        yield File(self.rendering.feed_style, feed, feed_css)
        folder = Path(self.theme, "static")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"{self.settings['THEME_STATIC_DIR']}/{path.relative_to(folder).as_posix()}"
                yield File(name, fingerprint.of_files(folder, [path]), path.read_bytes)

    def _pages(self) -> Iterator[Page]:
        articles, pages = self.context["shown"]
        default = self.settings["DEFAULT_LANG"]
        languages = [default, *sorted({one.lang for one in [*articles, *pages]} - {default})]
        spoken = words.load(Path(self.theme))
        by_language = {lang: self._views(lang, pages, spoken) for lang in languages}
        homes = tuple((lang, views.scheme.home(lang)) for lang, views in by_language.items()) if languages[1:] else ()
        places = []
        for lang, views in by_language.items():
            own = [one for one in articles if one.lang == lang], [one for one in pages if one.lang == lang]
            for page in self._language(*own, views, homes):
                yield page
                if page.changed:
                    url = views.clinic.url + page.save_as.removesuffix("index.html")
                    alternates = tuple((lang, views.clinic.url + other) for lang, other in page.alternates)
                    places.append(feeds.Place(url, page.changed.isoformat(), alternates))
        views = by_language[default]
        yield Page("sitemap.xml", "sitemap.xml", views.sitemap, (tuple(places),))
        documents = [*articles, *pages]
        if moved := sorted((old, one.url) for one in documents for old in one.card.redirect_from):
            yield Page("_redirects", "_redirects", views.redirects, (tuple(moved),))
        for save_as in ("404.html", "robots.txt", "site.webmanifest", "_headers"):
            template = "not_found.html" if save_as == "404.html" else save_as
            yield Page(save_as, template, views.not_found)

    def _views(self, lang: str, pages: list[Any], spoken: dict[str, words.Words]) -> Views:
        """What all pages in `lang` share; a page about us that is not translated is linked in the default language."""
        context, default = self.context, self.settings["DEFAULT_LANG"]
        base, ours = context["clinic"].base, {}
        for wanted in dict.fromkeys((default, lang)):
            for card in sorted((page.card for page in pages if page.lang == wanted), key=lambda card: str(card.slug)):
                href = base + context["scheme"].document(card)
                ours[card.translates or card.slug] = values.Link(
                    card.title, href, lang="" if card.lang == lang else card.lang
                )
        return Views(
            context["clinic"],
            context["scheme"],
            spoken[lang],
            lang,
            {name: said["locale"] for name, said in spoken.items()},
            context["social_cards"].site(lang),
            ours,
            f"{self.settings['THEME_STATIC_DIR']}/",
            lambda source: context["library"].document(source.path),
            self.rendering.draw(spoken[lang]),
        )

    def _language(
        self, articles: list[Any], pages: list[Any], views: Views, homes: tuple[tuple[str, str], ...]
    ) -> Iterator[Page]:
        """The pages in one language."""
        cards = [article.card for article in articles]
        face = self.context["library"].face
        rows = {one.card.path: Row(one.card.face(), face(one.card.path), one.hidden) for one in articles}
        changed = [card.modified or card.date for card in cards]
        for content in [*articles, *pages]:
            yield self._document(content, views, rows)
            for old in content.card.redirect_from:
                path = old.strip("/")
                save_as = path if path.endswith(".html") else f"{path}/index.html"
                target = values.Link(content.title, views.href(content.url))
                yield Page(save_as, "redirect.html", views.redirect, (target, content.url, content.summary))
        today = self.context["today"]
        newest = max([*changed, *(page.card.modified or page.card.date for page in pages)], default=today)
        first = [rows[card.path] for card in cards[:NEWEST]]
        topics = sorted({card.topic for card in cards})
        home, search = f"{views.scheme.home(views.lang)}index.html", f"{views.scheme.search(views.lang)}index.html"
        yield Page(home, "home.html", views.home, (first, topics, homes), newest, homes)
        links = [values.Link(card.title, views.href(views.scheme.document(card))) for card in cards[:LISTED]]
        index = self.context["search"][views.lang]
        yield Page(search, "search.html", views.search, (index, topics, links), newest)
        yield self._feed(articles, views, max(changed, default=today))
        for one in lists.lists(cards, views):
            card = self.context["social_cards"].topic(one.topic, views.lang) if one.topic else None
            last = max((changed[n] for n in one.members), default=None)
            for url, save_as, members, numbers in self._paginated(one):
                shown = [rows[cards[n].path] for n in members]
                given = (url, one.title, one.summary, shown, numbers, one.others, card, one.author)
                yield Page(save_as, "listing.html", views.listing, given, last)

    def _document(self, content: Any, views: Views, rows: Mapping[str, Row]) -> Page:
        card, source, around = content.card, self._source(content), self._around(content)
        changed = card.modified or card.date
        if not card.kind:
            given = source, around
            return Page(content.save_as, "page.html", views.page_page, given, changed, around.translations)
        around = around._replace(
            related=tuple(rows[other.card.path] for other in content.related),
            previous=views.neighbour(content.previous),
            next=views.neighbour(content.next),
        )
        given = source, around
        return Page(content.save_as, "article.html", views.article_page, given, changed, around.translations)

    def _source(self, content: Any) -> Source:
        return Source(content.card.path, self.context["library"].keys[content.card.path])

    def _around(self, content: Any) -> Around:
        return Around(
            content.url,
            content.hidden,
            tuple(content.links.items()),
            tuple(content.pictures.items()),
            self.context["captions"].get(content.card.path, ()),
            content.social_card,
            tuple((text.lang, text.url) for text in content.translations),
        )

    def _feed(self, articles: list[Any], views: Views, updated: date) -> Page:
        sources = [(self._source(one), self._around(one)) for one in articles[: self.settings["FEED_MAX_ITEMS"]]]
        given = self.settings["TIMEZONE"], updated, sources
        return Page(views.scheme.feed(views.lang), "feed.xml", views.feed, given)

    def _paginated(self, one: lists.List) -> Iterator[tuple[str, str, tuple[int, ...], Numbers]]:
        """Address, file, members and numbers of each page of a list."""
        paginator = Paginator(
            f"{one.url}index.html", one.url, one.members, self.settings, self.settings["DEFAULT_PAGINATION"]
        )
        pages = [paginator.page(number) for number in range(1, paginator.num_pages + 1)]
        urls = ["", *(page.url for page in pages), ""]
        for number, page in enumerate(pages, 1):
            numbers = Numbers(number, len(pages), urls[number - 1], urls[number + 1])
            yield urls[number], page.save_as, page.object_list, numbers


def check_templates(generators: list[Any]) -> None:
    generator = next(one for one in generators if isinstance(one, Website))
    context, env, theme = generator.context, generator.env, Path(generator.theme)
    for path in sorted((theme / "static").rglob("*.svg")):
        if isinstance(found := publishable(path.read_bytes()), tuple):
            tell(context, [Problem(f"{theme.name}/{path.relative_to(theme).as_posix()}", 0, "", *found)])
    context["shown"] = generators[0].articles, generators[1].pages
    store, key = (
        generator.settings["STORE"],
        fingerprint.of(fingerprint.of_files(theme, templates.files(theme)), fingerprint.of_code()),
    )
    if found := store.value("templates", "digests", key):
        context["templates"] = pickle.loads(found)
        return
    faults = templates.check(env, theme, VALUES)
    tell(context, faults)
    if not faults:
        context["templates"] = templates.digests(env, theme)
        store.put("templates", [("digests", key, pickle.dumps(context["templates"]))])


def website(pelican: Any) -> type[Website]:
    return Website


def writing(pelican: Any) -> type[Writing]:
    return Writing


def register() -> None:
    signals.get_generators.connect(website)
    signals.get_writer.connect(writing)
    signals.all_generators_finalized.connect(check_templates)
