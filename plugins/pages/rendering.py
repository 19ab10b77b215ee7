"""Render a page to bytes: its template with its values, minified, with the CSS that it uses and its policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Refused
from plugins.jinja_environment import Filters, make_environment
from plugins.pages import feed_and_sitemap, templates
from plugins.pages.csp import make_policy
from plugins.pages.document_html import Figures
from plugins.pages.email_obfuscation import obfuscate_addresses
from plugins.pages.minify import minify_html
from plugins.pages.styles import Stylesheet, list_css_files, load_stylesheet
from plugins.pages.views import PageViews

STYLESHEET = '<?xml-stylesheet type="text/css" href="{}"?>'
POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'  # its content is empty in the templates


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site. Its template sees the values that `view` makes of the inputs `given`, and nothing else.

    `save_as` is its path in the output folder; `changed` is the day of its last change, None for pages that the sitemap
    does not list; `alternates` are languages and URLs of its translations.
    """

    save_as: str
    template: str
    view: Callable[..., Mapping[str, Any]]  # a method of the PageViews of its language
    given: tuple[Any, ...] = ()
    changed: date | None = None
    alternates: tuple[tuple[str, str], ...] = ()

    @property
    def views(self) -> PageViews:
        """The PageViews of the page's language."""
        return self.view.__self__  # type: ignore[attr-defined,no-any-return]


class TemplateCache(BytecodeCache):
    """Jinja's cache of compiled templates, in the cache."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Make the name of a template's entry, also where the name of a folder is not UTF-8."""
        return fingerprint.hash_values(name, filename).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.cache.load("templates", bucket.key, self._make_key(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.cache.save("templates", [(bucket.key, self._make_key(bucket), bucket.bytecode_to_string())])

    def _make_key(self, bucket: Bucket) -> bytes:
        return fingerprint.hash_values(bucket.checksum, fingerprint.hash_code())


class Renderer:
    """Renders pages with the theme's templates and CSS.

    `static` is the folder of the theme's files on the site, `filters` are those of other plugins.
    """

    def __init__(self, theme: Path, static: str, cache: Cache, filters: Filters = MappingProxyType({})) -> None:
        self.theme, self.static = theme, static
        self.env = make_environment(theme, filters)
        self.env.filters["portable"] = feed_and_sitemap.make_portable
        self.env.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
        self.env.auto_reload = False
        # one dict of globals: Jinja's own ChainMap of two is slow at each import of a component
        self.env.make_globals = lambda own: {**self.env.globals, **(own or {})}  # type: ignore[method-assign,assignment]
        self.env.bytecode_cache = TemplateCache(cache)

    @cached_property
    def stylesheet(self) -> Stylesheet:
        """The theme's CSS."""
        return load_stylesheet(self.theme)

    @cached_property
    def styles_hash(self) -> bytes:
        """The digest of the theme's CSS files."""
        return fingerprint.hash_files(self.theme, list_css_files(self.theme))

    @cached_property
    def feed_css_path(self) -> str:
        """The path on the site of the style sheet with which browsers show the feed."""
        return f"{self.static}/feed.{self.styles_hash.hex()[:12]}.css"

    def make_figures(self, words: Mapping[str, Any]) -> Figures:
        """Make what makes the theme's figures in texts, with the words of one language."""
        makers = (getattr(self.env.get_template(file).module, name) for name, file in templates.FIGURES.items())
        return Figures(*(partial(maker, words) for maker in makers))

    def render(self, page: Page) -> bytes:
        """Render a page to the bytes of its file. Raises Refused, with a line of the template, where that fails."""
        try:
            text = self.env.get_template(page.template).render(page.view(*page.given))
        except Exception as error:
            raise Refused([templates.describe_error(error, self.theme)]) from None
        if page.template.endswith(".html"):
            text = obfuscate_addresses(minify_html(text))
            css = self.stylesheet.select_for_page(text)
            text = text.replace("<style></style>", f"<style>{css}</style>", 1)
            text = text.replace(POLICY.format(""), POLICY.format(make_policy(text, css)), 1)
        elif page.template == "feed.xml":
            css = page.views.make_href(self.feed_css_path)
            text = text.replace(STYLESHEET.format(""), STYLESHEET.format(css), 1)
        return text.encode("utf-8")
