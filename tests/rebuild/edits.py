"""Edits of the theme, the settings and the code; but for the last few of the code, each shows in the site."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.rebuild.sources import Sources

# Places to edit: a file, what stands there, and what to write instead; {n} is a number.
TEMPLATES = (
    ("theme/templates/article.html", '<p class="lede">', '<p class="lede" data-n="{n}">'),
    ("theme/templates/listing.html", "<h1>", '<h1 data-n="{n}">'),
    ("theme/templates/home.html", "<h1>", '<h1 data-n="{n}">'),
    ("theme/templates/page.html", "<h1>", '<h1 data-n="{n}">'),
    ("theme/templates/search.html", "<h1>", '<h1 data-n="{n}">'),
    ("theme/templates/redirect.html", "<h1>", '<h1 data-n="{n}">'),
    ("theme/templates/not_found.html", "<h1>", '<h1 data-n="{n}">'),
    ("theme/templates/base.html", '<main id="main"', '<main data-n="{n}" id="main"'),
    ("theme/templates/partials/footer.html", "<footer>", '<footer data-n="{n}">'),
    ("theme/templates/partials/feed_entry.html", "{{ article.lead }}", "{{ article.lead }}<p>{n}</p>"),
    ("theme/templates/feed.xml", "</feed>", "<!-- {n} --></feed>"),
    ("theme/templates/sitemap.xml", "</urlset>", "<!-- {n} --></urlset>"),
    ("theme/templates/robots.txt", "Allow: /", "Allow: /\n# {n}"),
    ("theme/templates/_redirects", "301", "301 # {n}"),
    ("theme/templates/_headers", "/*", "/*\n  X-N: {n}"),
)
COMPONENTS = (
    ("theme/components/row/row.html", "<div>", '<div data-n="{n}">'),
    ("theme/components/byline/byline.html", '<ul class="line">', '<ul class="line" data-n="{n}">'),
    ("theme/components/faq/faq.html", "<details>", '<details data-n="{n}">'),
    ("theme/components/badge/badge.html", "{{ badge.name }}</b>", "{{ badge.name }} {n}</b>"),
    ("theme/components/picture/picture.html", "<svg ", '<svg data-n="{n}" '),
    ("theme/components/announcement/announcement.html", "{{ said.text }}", "{{ said.text }} {n}"),
)
STYLES = (
    ("theme/css/base.css", "margin: 0;", "margin: {n}px;"),
    ("theme/css/layout.css", "-9rem", "-1{n}rem"),
    ("theme/css/tokens.css", "--color-mark: light-dark(#efc6a4", "--color-mark: light-dark(#ef{n}6a4"),
    ("theme/components/row/row.css", "padding: 0;", "padding: {n}px;"),
    ("theme/components/feed_view/feed_view.css", "@layer components {", "@layer components {\n  h1 { order: {n}; }"),
)
TEXTS = (
    ("theme/words/en.yaml", "skip: Skip", "skip: Skip {n}"),
    ("theme/words/en.yaml", "newest: Newest", "newest: Newest {n}"),
    ("theme/words/en.yaml", "related: Read next", "related: Read next {n}"),
    ("theme/words/en.yaml", "ignored: >-", "ignored: >-\n    first {n}"),
    ("theme/words/en.yaml", 'tag: "Articles about', 'tag: "Articles {n} about'),
    ("theme/words/en.yaml", "months: [January", "months: [January{n}"),
    ("theme/words/es.yaml", "minutes: min", "minutes: {n} min"),
)
STATIC = (
    ("theme/static/search.js", "", "// {n}\n"),
    ("theme/static/chat.js", "", "// {n}\n"),
)
SETTINGS = (
    ("pelicanconf.py", "DEFAULT_PAGINATION = 20", "DEFAULT_PAGINATION = {few}"),
    ("pelicanconf.py", "FEED_MAX_ITEMS = 20", "FEED_MAX_ITEMS = {few}"),
    ("pelicanconf.py", 'CATEGORY_URL = "topic/', 'CATEGORY_URL = "topic/n{n}-'),
    ("pelicanconf.py", 'TAG_URL = "tag/', 'TAG_URL = "tag/n{n}-'),
    ("pelicanconf.py", 'AUTHOR_URL = "author/', 'AUTHOR_URL = "author/n{n}-'),
    ("pelicanconf.py", 'YEAR_ARCHIVE_URL = "archive/', 'YEAR_ARCHIVE_URL = "archive/n{n}-'),
    ("pelicanconf.py", 'ARTICLE_URL = PAGE_URL = "{slug}/"', 'ARTICLE_URL = PAGE_URL = "n{n}-{slug}/"'),
)
CODE = (
    ("pelicanconf.py", "WORDS_A_MINUTE = 200", "WORDS_A_MINUTE = {n}"),
    ("pelicanconf.py", "RELATED_ARTICLES = 2", "RELATED_ARTICLES = {few}"),
    ("pelicanconf.py", "HOME_ARTICLES = 8", "HOME_ARTICLES = {few}"),
    ("pelicanconf.py", "SEARCH_ARTICLES = 50", "SEARCH_ARTICLES = {few}"),
    ("pelicanconf.py", "CONTENTS_HEADINGS = 6", "CONTENTS_HEADINGS = 1"),
    ("pelicanconf.py", "PICTURE_WIDTHS = (400,", "PICTURE_WIDTHS = (2{n}, 400,"),
    ("plugins/documents/markdown.py", "", ""),
    ("plugins/schema/types.py", "", ""),
    ("plugins/site/search/index.py", "", ""),
    ("plugins/output/validate.py", "", ""),
    ("plugins/output/link_index.py", "", ""),
)


def edit_template(sources: Sources, random: Random) -> str:
    return _edit(sources, random, TEMPLATES)


def edit_component(sources: Sources, random: Random) -> str:
    return _edit(sources, random, COMPONENTS)


def edit_style(sources: Sources, random: Random) -> str:
    return _edit(sources, random, STYLES)


def edit_words(sources: Sources, random: Random) -> str:
    return _edit(sources, random, TEXTS)


def edit_static(sources: Sources, random: Random) -> str:
    return _edit(sources, random, STATIC)


def edit_settings(sources: Sources, random: Random) -> str:
    return _edit(sources, random, SETTINGS)


def edit_code(sources: Sources, random: Random) -> str:
    """With a comment that grows: Python takes a file of the same second and size for the same."""
    told = _edit(sources, random, CODE)
    name = told.split(":")[0]
    sources.edits += 1
    sources.edit(name, sources.edited[name].decode() + f"\n# {'.' * sources.edits}\n")
    return told


def add_static(sources: Sources, random: Random) -> str:
    name = f"theme/static/{random.choice('ab')}.txt"
    if name in sources.edited:
        del sources.edited[name]
        return f"{name} is gone"
    sources.edited[name] = f"{random.randrange(100)}\n".encode()
    return f"{name} is new"


def undo_edits(sources: Sources, random: Random) -> str:
    """All at once, with the times of new files."""
    for name, text in sources.originals.items():
        sources.edited[name] = text.encode()
    return "all edits of theme, settings and code are undone"


def _edit(sources: Sources, random: Random, places: Sequence[tuple[str, str, str]]) -> str:
    name, before, after = random.choice(places)
    text = sources.original(name)
    assert before in text, f"{name} has no {before!r} any more: mend tests/rebuild/changes.py"
    number, few = str(random.randrange(1, 10)), str(random.randrange(1, 4))
    sources.edit(name, text.replace(before, after.replace("{n}", number).replace("{few}", few), 1))
    return f"{name}: {after!r} with {number} or {few}"
