"""List every file of the site's pages and theme, each with the key of its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from pelicanconf import TITLE_LENGTH
from plugins.build_state import Build
from plugins.cache import fingerprint
from plugins.clinic.model import FILE
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.scan import CHAT, PEOPLE
from plugins.media.images.svg import sanitize_svg
from plugins.output.output_dir import File
from plugins.pages import templates
from plugins.pages.page_list import list_all_pages
from plugins.pages.rendering import Renderer
from plugins.schema.text_file import decode_text
from plugins.schema.yaml_reader import parse_yaml

# The names of all values that templates may see.
VALUES = (
    *("site", "head", "words", "home", "article", "page", "listing", "search"),
    *("entries", "places", "updated", "target", "back", "redirects", "person", "people", "lost"),
)


def list_pages(build: Build) -> None:
    """Set `build.pages`, all files of the site; none if there are errors, but for a preview that shows what it can."""
    settings = build.settings
    rendering = Renderer(settings.theme, settings.static, build.cache, build.filters)
    template_digests = _check_theme(build, rendering)
    _check_navigation(build)
    _check_authors(build)
    _check_next_steps(build)
    _check_taglines(build)
    build.pages = []
    is_refused = bool(build.errors) and not settings.shows_broken
    if is_refused or template_digests is None or not build.documents.clinic:
        return
    shared = rendering.styles_hash, fingerprint.hash_code()  # what all pages depend on, besides their templates
    template_keys = {name: fingerprint.hash_values(digest, *shared) for name, digest in template_digests.items()}
    page_files = list(_list_page_files(build, rendering, template_keys))
    card_maker = build.media.card_maker
    social_cards = card_maker.list_card_files() if card_maker else []  # those that pages refer to
    build.pages = [*page_files, *_list_theme_files(build, rendering, template_keys["feed.xml"]), *social_cards]


def _list_page_files(build: Build, rendering: Renderer, template_keys: Mapping[str, bytes]) -> Iterator[File]:
    """List the output file of each page. Its key covers the template, the views of its language, and its inputs."""
    pages = list(list_all_pages(build, rendering))
    all_views = {page.views.lang: page.views for page in pages}
    views_keys = {lang: fingerprint.hash_values(views) for lang, views in all_views.items()}
    for page in pages:
        inputs = template_keys[page.template], views_keys[page.views.lang], page.view.__name__, page.given
        yield File(page.save_as, fingerprint.hash_values(*inputs), partial(rendering.render, page))


def _check_navigation(build: Build) -> None:
    """Report each entry of `navigation` in content/clinic.yaml for which no page is shown."""
    clinic, shown = build.documents.clinic, {meta.translates or meta.slug for meta in build.site.pages}
    shown |= {PEOPLE} if build.site.people else set()
    if clinic and "navigation" in clinic.model_fields_set:
        shown |= set() if clinic.has_chat else {CHAT}  # which nothing leads to
        file = f"{build.settings.content.name}/{FILE}"
        lost = [slug for slug in clinic.navigation if slug not in shown]
        build.report(diagnose("navigation-nowhere", file, 0, "navigation", slug=slug) for slug in lost)


def _check_next_steps(build: Build) -> None:
    """Report each of the next steps in content/clinic.yaml that leads to a page that is not shown."""
    clinic, shown = build.documents.clinic, {meta.translates or meta.slug for meta in build.site.pages}
    for name, step in clinic.next_steps.list_steps().items() if clinic else ():
        if step.page and step.page not in shown:
            file = f"{build.settings.content.name}/{FILE}"
            build.report([diagnose("navigation-nowhere", file, 0, f"next_steps {name} to", slug=step.page)])


def _check_authors(build: Build) -> None:
    """Report each of the `authors` in content/clinic.yaml who has a file in content/people/ as well."""
    clinic, people = build.documents.clinic, {meta.slug for meta in build.documents.metas.values() if meta.person}
    if clinic:
        file = f"{build.settings.content.name}/{FILE}"
        twice = [name for name in clinic.authors if f"{PEOPLE}/{name}" in people]
        build.report(diagnose("author-twice", file, 0, f"authors {name}", name=name) for name in twice)


def _check_taglines(build: Build) -> None:
    """Note each `tagline` in content/clinic.yaml that is too long for the title of a home page."""
    content, clinic = build.settings.content, build.documents.clinic
    long = {lang: len(text) for lang, text in clinic.tagline.items() if len(text) > TITLE_LENGTH} if clinic else {}
    lines = parse_yaml(decode_text((content / FILE).read_bytes())[0]).lines if long else {}
    for lang, length in long.items():
        file, line = f"{content.name}/{FILE}", lines["tagline", lang]
        build.report([diagnose("tagline-long", file, line, f"tagline {lang}", length=length, most=TITLE_LENGTH)])


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
