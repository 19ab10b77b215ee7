"""Every page: a template and the values that it is given, as bytes.

Reads:  what the plugins before it wrote; theme/
Writes: the output folder
"""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.paginator import Paginator
from pelican.writers import Writer

from plugins import words
from plugins.pages import feeds, lists, style, templates, values
from plugins.pages.compact import compact
from plugins.pages.mail import veiled
from plugins.pages.policy import policy
from plugins.pages.text import Text
from plugins.pages.views import Numbers, Views
from plugins.problem import Problem, Refused, tell

STYLESHEET = '<?xml-stylesheet type="text/css" href="{}"?>'
POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'  # the templates leave its content empty
NEWEST = 8  # articles on the home page
VALUES = (
    *("site", "head", "words", "home", "article", "page", "listing", "search"),
    *("entries", "places", "updated", "target"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site. What `values` holds is all that its template may see."""

    save_as: str
    template: str
    values: Mapping[str, Any]


class Writing(Writer):
    """Writes pages and files below the output folder, each once."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.style = style.load(Path(settings["THEME"]))

    def write_page(self, page: Page, env: Any) -> None:
        text = env.get_template(page.template).render(page.values)
        if page.template.endswith(".html"):
            text = veiled(compact(text))
            css = self.style.for_page(text)
            text = text.replace("<style></style>", f"<style>{css}</style>", 1)
            text = text.replace(POLICY.format(""), POLICY.format(policy(text, css)), 1)
        elif page.template == "feed.xml":
            css = self.style.for_page(text)
            name = f"feed.{hashlib.sha256(css.encode()).hexdigest()[:12]}.css"
            text = text.replace(STYLESHEET.format(""), STYLESHEET.format(page.values["site"].static + name), 1)
            with contextlib.suppress(FileExistsError):  # all languages look alike
                self.write_bytes(f"{self.settings['THEME_STATIC_DIR']}/{name}", css.encode())
        self.write_bytes(page.save_as, text.encode("utf-8"))

    def write_bytes(self, save_as: str, data: bytes) -> None:
        path = Path(self.output_path, save_as)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)


class Website(Generator):
    """Makes the list of all pages, and has each of them written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.env.filters["absolute"] = feeds.absolute
        self.env.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}

    def generate_output(self, writer: Writing) -> None:
        faults: dict[str, Problem] = {}
        for page in self._pages():
            try:
                writer.write_page(page, self.env)
            except FileExistsError:
                raise
            except Exception as error:
                faults.setdefault(page.template, templates.explain(error, Path(self.theme)))
        if faults:
            raise Refused(faults.values())
        for files in self.context["pictures"].values():
            for name, data in files().items():
                writer.write_bytes(f"images/{name}", data)
        for address, card in self.context["social_cards"].files():
            writer.write_bytes(address, card)

    def _pages(self) -> Iterator[Page]:
        articles, pages = self.context["shown"]
        places: list[feeds.Place] = []
        default = self.settings["DEFAULT_LANG"]
        languages = [default, *sorted({one.lang for one in [*articles, *pages]} - {default})]
        spoken = words.load(Path(self.theme))
        by_language = {lang: self._views(lang, pages, spoken) for lang in languages}
        homes = [(lang, views.scheme.home(lang)) for lang, views in by_language.items()] if languages[1:] else []
        for lang, views in by_language.items():
            own = [one for one in articles if one.lang == lang], [one for one in pages if one.lang == lang]
            for page, changed in self._language(*own, views, homes):
                yield page
                if changed:
                    head = page.values["head"]
                    places.append(feeds.Place(head.canonical, changed, head.alternates))
        yield Page("404.html", "not_found.html", by_language[default].not_found())
        yield Page("sitemap.xml", "sitemap.xml", {"places": tuple(places)})
        for template in ("robots.txt", "site.webmanifest", "_headers"):
            yield Page(template, template, by_language[default].not_found())

    def _views(self, lang: str, pages: list[Any], spoken: dict[str, words.Words]) -> Views:
        """What all pages in `lang` share; a page about us that is not translated is linked in the default language."""
        context, default = self.context, self.settings["DEFAULT_LANG"]
        ours: dict[str, Any] = {}
        for wanted in (default, lang):
            in_order = sorted((page.card for page in pages if page.lang == wanted), key=lambda card: str(card.slug))
            ours |= {card.translates or card.slug: card for card in in_order}
        static = f"{self.settings['THEME_STATIC_DIR']}/"
        drawing = self.env.get_template("components/drawing/drawing.html").module.drawing
        return Views(
            context["clinic"],
            context["scheme"],
            spoken[lang],
            lang,
            {name: said["locale"] for name, said in spoken.items()},
            context["social_cards"],
            context["today"],
            ours,
            static,
            partial(drawing, spoken[lang]),
        )

    def _language(
        self, articles: list[Any], pages: list[Any], views: Views, homes: list[tuple[str, str]]
    ) -> Iterator[tuple[Page, Any]]:
        """The pages in one language, each with the day on which what it shows was last changed."""
        cards = [article.card for article in articles]
        rows = [views.row(article.card, article.hidden) for article in articles]
        changed = [card.modified or card.date for card in cards]
        for content in [*articles, *pages]:
            yield self._document(content, views), content.card.modified or content.card.date
            for old in content.card.redirect_from:
                yield self._redirect(old, content, views), None
        newest = max([*changed, *(page.card.modified or page.card.date for page in pages)], default=None)
        home = views.home(rows[:NEWEST], {card.topic for card in cards}, homes)
        yield Page(f"{views.scheme.home(views.lang)}index.html", "home.html", home), newest
        search = views.search(self.context["search"][views.lang], cards)
        yield Page(f"{views.scheme.search(views.lang)}index.html", "search.html", search), newest
        yield self._feed(articles, views, max(changed, default=None)), None
        for one in lists.lists(cards, views):
            last = max((changed[n] for n in one.members), default=None)
            for url, save_as, members, numbers in self._paginated(one):
                shown = [rows[n] for n in members]
                listing = views.listing(url, one.title, one.summary, shown, numbers, one.others, one.topic, one.author)
                yield Page(save_as, "listing.html", listing), last

    def _document(self, content: Any, views: Views) -> Page:
        card, document = content.card, content.document
        text = Text(views.clinic.base, content.links, content.pictures, views.draw)
        head = views.head(
            content.url,
            card.title,
            card.summary,
            "article" if card.kind else "website",
            content.social_card,
            [(text.lang, text.url) for text in content.translations],
            structured_data=content.structured_data,
            banner=views.banner(content.hidden),
        )
        common = views.common(content.url, head)
        if not card.kind:
            return Page(content.save_as, "page.html", common | {"page": views.page(document, text)})
        article = views.article(
            document,
            text,
            [views.row(other.card, other.hidden) for other in content.related],
            content.previous and content.previous.card,
            content.next and content.next.card,
        )
        return Page(content.save_as, "article.html", common | {"article": article})

    def _redirect(self, old: str, content: Any, views: Views) -> Page:
        path = old.strip("/")
        save_as = path if path.endswith(".html") else f"{path}/index.html"
        title = views.words["redirect"]["title"].format(title=content.title)
        head = views.head(content.url, title, content.summary)
        target = values.Link(content.title, views.href(content.url))
        return Page(save_as, "redirect.html", views.common("", head) | {"target": target})

    def _feed(self, articles: list[Any], views: Views, updated: Any) -> Page:
        timezone, clinic = self.settings["TIMEZONE"], views.clinic
        at = partial(feeds.moment, timezone=timezone)
        entries = []
        for article in articles[: self.settings["FEED_MAX_ITEMS"]]:
            card, document = article.card, article.document
            text = Text(clinic.base, article.links, article.pictures, views.draw)
            whole = views.article(document, text, (), None, None)
            whole = replace(whole, lead=text.plain(document.lead), body=text.plain(document.body))
            entries.append(feeds.Entry(clinic.url + article.url, at(card.date), at(card.modified or card.date), whole))
        url, words_, today = views.scheme.feed(views.lang), views.words["home"], self.context["today"]
        home = values.Link(clinic.blog, clinic.url + views.scheme.home(views.lang))
        head = views.head(url, words_["title"], words_["summary"])
        return Page(
            url,
            "feed.xml",
            views.common(url, head) | {"entries": tuple(entries), "target": home, "updated": at(updated or today)},
        )

    def _paginated(self, one: lists.List) -> Iterator[tuple[str, str, tuple[int, ...], Numbers]]:
        """Address, file, members and numbers of each page of a list."""
        paginator = Paginator(
            f"{one.url}index.html", one.url, one.members, self.settings, self.settings["DEFAULT_PAGINATION"]
        )
        total = paginator.num_pages
        for number in range(1, total + 1):
            page = paginator.page(number)
            before = paginator.page(number - 1).url if number > 1 else ""
            after = paginator.page(number + 1).url if number < total else ""
            yield page.url, page.save_as, page.object_list, Numbers(number, total, before, after)


def check_templates(generators: list[Any]) -> None:
    generator = next(one for one in generators if isinstance(one, Website))
    generator.context["shown"] = generators[0].articles, generators[1].pages
    tell(generator.context, templates.check(generator.env, Path(generator.theme), VALUES))


def website(pelican: Any) -> type[Website]:
    return Website


def writing(pelican: Any) -> type[Writing]:
    return Writing


def register() -> None:
    signals.get_generators.connect(website)
    signals.get_writer.connect(writing)
    signals.all_generators_finalized.connect(check_templates)
