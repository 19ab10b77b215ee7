"""Every kind of change that may lie between two builds.

Each is a function of the sources and of a random generator, and says what it did. It may change the content, the
code, the clock, what was built, or the store. One in BROAD touches every page, which would hide what another one
does: it has a build of its own.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

from tests.rebuild.sources import FIRST_DAY, SOON, TODAY, Article, Sources

Act = Callable[[Sources, Random], str]
WORDS = ("rest", "skin", "sleep", "sun", "peel", "scar", "later", "water")
TREES = ("output", ".build/output.spare")
DAYS = (FIRST_DAY, TODAY, SOON, "2026-06-21", "2026-07-15")
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
    ("theme/templates/_headers", "/*", "/*\n  X-N: {n}"),
)
COMPONENTS = (
    ("theme/components/row/row.html", "<div>", '<div data-n="{n}">'),
    ("theme/components/byline/byline.html", '<ul class="line">', '<ul class="line" data-n="{n}">'),
    ("theme/components/faq/faq.html", "<details>", '<details data-n="{n}">'),
    ("theme/components/badge/badge.html", "{{ badge.name }}</b>", "{{ badge.name }} {n}</b>"),
    ("theme/components/topic_mark/topic_mark.html", 'r="2"', 'r="1.{n}"'),
    ("theme/components/notice/notice.html", "{{ text }}", "{{ text }} {n}"),
)
STYLES = (
    ("theme/css/base.css", "margin: 0;", "margin: {n}px;"),
    ("theme/css/layout.css", "-9rem", "-1{n}rem"),
    ("theme/css/tokens.css", "--color-mark: light-dark(#fe9", "--color-mark: light-dark(#f{n}9"),
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
    ("pelicanconf.py", 'TIMEZONE = "America/Los_Angeles"', 'TIMEZONE = "Etc/GMT+{n}"'),
)
CODE = (
    ("plugins/documents/document.py", "WORDS_A_MINUTE = 200", "WORDS_A_MINUTE = {n}"),
    ("plugins/related/__init__.py", "MOST = 3", "MOST = {few}"),
    ("plugins/pages/__init__.py", "NEWEST = 8", "NEWEST = {few}"),
    ("plugins/pages/views.py", "LISTED = 50", "LISTED = {few}"),
    ("plugins/pages/views.py", "FEW_HEADINGS = 6", "FEW_HEADINGS = 1"),
    ("plugins/images/picture.py", "WIDTHS = (400,", "WIDTHS = (2{n}, 400,"),
    ("plugins/documents/markup.py", "", ""),
    ("plugins/typed.py", "", ""),
    ("plugins/search/index.py", "", ""),
    ("tools/checks.py", "", ""),
)
GARBLED_HEADER = "---\ntitle: No end\nsummary: It has no date.\n---\n\nText.\n"


# The body


def edit_body(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.version, article.words = random.randrange(10, 99), random.choice((5, 20, 200, 300))
    return f"the text of {article.name}"


def edit_body_quietly(sources: Sources, random: Random) -> str:
    """Keep the size of the file, and its time."""
    article = _any(sources, random)
    article.version = 10 + (article.version - 9) % 89
    sources.write(quietly=True)
    return f"the text of {article.name}, with the same size and time"


def edit_linked_heading(sources: Sources, random: Random) -> str:
    named = sorted(sources.linked()) or sorted(sources.articles)
    article = sources.articles[random.choice(named)]
    article.heading = f"What helps {random.randrange(100)}"
    return f"the heading of {article.name}, and links to it"


def change_links(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    targets = [one.name for one in sources.articles.values() if one.date < FIRST_DAY and not one.draft]
    article.links = set(random.sample(sorted(targets), min(2, len(targets)))) - {article.name}
    return f"what {article.name} links to"


def change_pictures(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.shown = tuple(random.sample(sorted(sources.pictures), random.randrange(3)))
    return f"the pictures in {article.name}"


# The header


def edit_title(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.title = f"{article.name.title()} <{random.randrange(1000)}> & more"
    return f"the title of {article.name}"


def edit_summary(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.summary = f"{article.name.title()} is said {random.randrange(1000)} times."
    return f"the summary of {article.name}"


def edit_date(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.date = f"202{random.choice('456')}-0{random.randrange(1, 5)}-{random.randrange(10, 28)}"
    article.modified = ""
    return f"the date of {article.name}, {article.date}"


def put_off(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    sources.unlink(article.name)
    article.date, article.modified = SOON, ""
    return f"the date of {article.name}, {article.date}"


def edit_modified(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.modified = "" if article.modified else max(article.date, f"2026-05-{random.randrange(10, 28)}")
    return f"when {article.name} was changed"


def edit_tags(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.tags = tuple(random.sample(WORDS, random.randrange(4)))
    return f"the tags of {article.name}: {', '.join(article.tags)}"


def change_topic(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.topic = _another(random, sources.clinic.topics, article.topic)
    return f"the topic of {article.name}"


def change_author(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.author = _another(random, ["", *sources.clinic.authors], article.author)
    return f"the author of {article.name}"


def change_kind(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.kind = _another(random, ("treatment", "advice", "news"), article.kind)
    return f"the kind of {article.name}"


def change_status(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    sources.unlink(article.name)
    article.draft = not article.draft
    return f"{article.name} is {'a draft' if article.draft else 'published'}"


def change_redirects(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.redirects = tuple(f"/old/{article.name}/{n}/" for n in random.sample(range(9), random.randrange(3)))
    return f"old addresses of {article.name}"


def change_image(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.image = _another(random, ["", *sources.pictures], article.image)
    return f"the picture of {article.name}"


def change_parts(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.parts = random.randrange(4)
    return f"the parts of {article.name}"


def review(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    article.reviewed = "" if article.reviewed else f"2026-03-{random.randrange(10, 28)}"
    return f"the review of {article.name}"


# Files


def add_article(sources: Sources, random: Random) -> str:
    number = random.randrange(1000)
    name = f"new-{number}"
    sources.add(Article(name, f"New {number}", f"It says {number}.", tags=(random.choice(WORDS),)))
    return f"{name} is new"


def add_translation(sources: Sources, random: Random) -> str:
    done = {article.translates for article in sources.articles.values()}
    left = sorted(one.name for one in sources.articles.values() if one.lang == "en" and one.name not in done)
    if not left:
        return "nothing"
    original = random.choice(left)
    name = f"es-{original}"
    while name in sources.articles:  # of one that had this name before
        name += "-x"
    sources.add(Article(name, f"El {name}", f"Se dice {name}.", lang="es", translates=original))
    return f"{name} is new"


def rename_article(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    old, new = article.name, f"named-{random.randrange(1000)}"
    if new in sources.articles:
        return "nothing"
    article.name = new
    sources.articles = {one.name: one for one in sources.articles.values()}
    for one in sources.articles.values():
        one.links = {new if name == old else name for name in one.links}
        one.translates = new if one.translates == old else one.translates
    return f"{old} is {new}"


def delete_article(sources: Sources, random: Random) -> str:
    article = _any(sources, random)
    if len(sources.articles) < 5:
        return "nothing"
    sources.unlink(article.name)
    del sources.articles[article.name]
    for one in sources.articles.values():
        one.translates = "" if one.translates == article.name else one.translates
    return f"{article.name} is gone"


def edit_page(sources: Sources, random: Random) -> str:
    name = random.choice(sorted(sources.pages))
    sources.pages[name] = random.randrange(10, 99)
    return f"the page {name}"


def add_or_delete_page(sources: Sources, random: Random) -> str:
    if sources.pages.pop("privacy", None):
        return "the page privacy is gone"
    sources.pages["privacy"] = random.randrange(10, 99)
    return "the page privacy is new"


def replace_picture(sources: Sources, random: Random) -> str:
    """By another of the same name and size."""
    name = random.choice(sorted(sources.pictures))
    sources.pictures[name] = sources.pictures[name] % 9 + 1
    quietly = random.random() < 0.5
    sources.write(quietly=quietly)
    return f"the picture {name}{', quietly' * quietly}"


def add_picture(sources: Sources, random: Random) -> str:
    name = f"picture-{random.randrange(100)}.{random.choice(('png', 'svg'))}"
    sources.pictures[name] = random.randrange(1, 10)
    article = _any(sources, random)
    article.shown = (*article.shown, name)
    return f"the picture {name}, shown in {article.name}"


def touch(sources: Sources, random: Random) -> str:
    name = random.choice([*sources.files(), "theme/templates/base.html", "theme/css/base.css", "pelicanconf.py"])
    os.utime(sources.folder / name)
    return f"the time of {name}"


# The clinic


def edit_telephone(sources: Sources, random: Random) -> str:
    sources.clinic.telephone = f"916-555-{random.randrange(1000, 9999)}"
    quietly = random.random() < 0.5
    sources.write(quietly=quietly)
    return f"the telephone number{', quietly' * quietly}"


def rename_topic(sources: Sources, random: Random) -> str:
    name = random.choice(sorted(sources.clinic.topics))
    sources.clinic.topics[name] = f"{name.title()} {random.randrange(1000)}"
    return f"the name of topic {name}"


def add_topic(sources: Sources, random: Random) -> str:
    name = f"topic-{random.choice('abcdefgh')}"
    sources.clinic.topics = {name: name.title()} | sources.clinic.topics
    return f"{name} is new" + (", with " + _turned(sources, random, name) if random.random() < 0.5 else "")


def rename_author(sources: Sources, random: Random) -> str:
    name = random.choice(sorted(sources.clinic.authors))
    sources.clinic.authors[name] = f"{name.title()} {random.randrange(1000)}"
    return f"the name of author {name}"


def change_first_author(sources: Sources, random: Random) -> str:
    """Who wrote what names nobody."""
    first, *others = sources.clinic.authors.items()
    sources.clinic.authors = dict([*others, first])
    return "the order of authors"


def change_badge(sources: Sources, random: Random) -> str:
    sources.clinic.until = _another(random, DAYS, sources.clinic.until)
    return f"the badge is shown until {sources.clinic.until}"


def change_chat(sources: Sources, random: Random) -> str:
    sources.clinic.chat = _another(random, ("none", "link", "livechat"), sources.clinic.chat)
    return f"chat is {sources.clinic.chat}"


def change_notice(sources: Sources, random: Random) -> str:
    sources.clinic.notice = "" if sources.clinic.notice else f"We move in {random.randrange(100)} days."
    return "the notice"


def edit_synonyms(sources: Sources, random: Random) -> str:
    first, second, third = random.sample(WORDS, 3)
    sources.synonyms = [f"{first}, {second}", f"{third}, other"][: random.randrange(1, 3)]
    return "synonyms"


# The theme, the settings and the code


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


def set_clock(sources: Sources, random: Random) -> str:
    sources.today = _another(random, DAYS, sources.today)
    return f"it is {sources.today}"


# What was built


def damage_page(sources: Sources, random: Random) -> str:
    """One byte, and the file keeps its size and its time."""
    file = _built_file(sources, random)
    if not file or not (data := bytearray(file.read_bytes())):
        return "nothing"
    before = file.stat()
    data[random.randrange(len(data))] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"a byte of {file.relative_to(sources.folder)}"


def lengthen_page(sources: Sources, random: Random) -> str:
    file = _built_file(sources, random)
    if not file:
        return "nothing"
    file.write_bytes(file.read_bytes() + b"<p>and more")
    return f"the end of {file.relative_to(sources.folder)}"


def delete_page(sources: Sources, random: Random) -> str:
    file = _built_file(sources, random)
    if not file:
        return "nothing"
    file.unlink()
    return f"{file.relative_to(sources.folder)} is gone"


def link_page(sources: Sources, random: Random) -> str:
    """A link to a file of the same bytes, elsewhere."""
    file, elsewhere = _built_file(sources, random), sources.folder / "elsewhere"
    if not file:
        return "nothing"
    shutil.copy2(file, elsewhere)
    file.unlink()
    file.symlink_to(elsewhere)
    return f"{file.relative_to(sources.folder)} is a link"


def turn_page_into_folder(sources: Sources, random: Random) -> str:
    file = _built_file(sources, random)
    if not file:
        return "nothing"
    file.unlink()
    (file / "within").mkdir(parents=True)
    return f"{file.relative_to(sources.folder)} is a folder"


def add_foreign_file(sources: Sources, random: Random) -> str:
    tree = random.choice(_trees(sources))
    file = tree / random.choice(("foreign.txt", "one/foreign.html", "gone/deep/foreign.js"))
    if file.parent.exists() and not file.parent.is_dir():
        return "nothing"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("foreign", "utf-8")
    return f"{file.relative_to(sources.folder)} is foreign"


def delete_folder(sources: Sources, random: Random) -> str:
    folders = [path for tree in _trees(sources) for path in (tree, *tree.iterdir())]
    folder = random.choice(sorted(path for path in folders if path.is_dir() and not path.is_symlink()))
    shutil.rmtree(folder)
    return f"{folder.relative_to(sources.folder)}/ is gone"


def exchange_trees(sources: Sources, random: Random) -> str:
    live, spare, aside = (sources.folder / name for name in (*TREES, "aside"))
    if not (live.is_dir() and spare.is_dir()):
        return "nothing"
    for source, target in ((live, aside), (spare, live), (aside, spare)):
        source.rename(target)
    return "output/ and the spare tree have changed places"


# The store


def damage_store(sources: Sources, random: Random) -> str:
    files = store_files(sources.folder)
    if not files:
        return "nothing"
    file, (how, damaged) = random.choice(files), random.choice(sorted(DAMAGES.items()))
    file.write_bytes(damaged(file.read_bytes(), random))
    return f"{file.relative_to(sources.folder)} is {how}"


def delete_store_file(sources: Sources, random: Random) -> str:
    files = store_files(sources.folder)
    if not files:
        return "nothing"
    file = random.choice(files)
    file.unlink()
    return f"{file.relative_to(sources.folder)} is gone"


def delete_store(sources: Sources, random: Random) -> str:
    shutil.rmtree(sources.folder / ".build", ignore_errors=True)
    return ".build/ is gone"


def bring_back_store(sources: Sources, random: Random) -> str:
    """What a backup does, or a cache of CI: an earlier .build/ beside a later output/."""
    store, kept = sources.folder / ".build", sources.folder / "backup"
    if not kept.exists():
        if store.exists():
            shutil.copytree(store, kept, symlinks=True)
        return ".build/ is kept for later"
    shutil.rmtree(store, ignore_errors=True)
    kept.rename(store)
    return "an earlier .build/ is back"


def store_files(folder: Path) -> list[Path]:
    """Files in .build/, but for the spare tree."""
    store = folder / ".build"
    found = sorted(path for path in store.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if ".spare" not in path.relative_to(store).parts[0]]


DAMAGES: dict[str, Callable[[bytes, Random], bytes]] = {
    "cut in half": lambda data, random: data[: len(data) // 2],
    "empty": lambda data, random: b"",
    "noise": lambda data, random: random.randbytes(len(data)),
    "of an older version": lambda data, random: b"0" + data,
    "garbled": lambda data, random: bytes(
        byte ^ 1 if random.random() < 10 / (len(data) + 1) else byte for byte in data
    ),
}


# Mistakes: what may not be published. Each gives the files to mend.


def forget_date(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/articles/mistaken.md", GARBLED_HEADER)


def leave_stray_file(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/articles/notes.txt", "Notes.\n")


def link_nowhere(sources: Sources, random: Random) -> list[str]:
    return _append(sources, random, "\nRead [this]({filename}/articles/nowhere.md).\n")


def name_no_picture(sources: Sources, random: Random) -> list[str]:
    return _append(sources, random, "\n![A picture of nothing](nothing.png)\n")


def take_heading_from_links(sources: Sources, random: Random) -> list[str]:
    """Of an article that others link to; the files that link are as they were."""
    named = sorted(sources.linked())
    if not named:
        return link_nowhere(sources, random)
    article = sources.articles[random.choice(named)]
    text = article.text(sources.articles).replace(f"## {article.heading}\n", "## Something else\n")
    return _write(sources, f"content/articles/{article.name}.md", text)


def hide_linked_article(sources: Sources, random: Random) -> list[str]:
    visible = [one for one in sources.articles.values() if not one.draft and one.date <= sources.today]
    named = sorted(set().union(*(one.links for one in visible)))
    if not named:
        return link_nowhere(sources, random)
    article = sources.articles[random.choice(named)]
    text = article.text(sources.articles)
    if random.random() < 0.5:
        text = text.replace("status: published", "status: draft")
    else:
        text = re.sub(r"^date: .*$(\nmodified: .*$)?", "date: 2027-01-01", text, count=1, flags=re.MULTILINE)
    return _write(sources, f"content/articles/{article.name}.md", text)


def delete_linked_article(sources: Sources, random: Random) -> list[str]:
    named = sorted(sources.linked())
    if not named:
        return link_nowhere(sources, random)
    name = f"content/articles/{random.choice(named)}.md"
    (sources.folder / name).unlink()
    return [name]


def copy_title(sources: Sources, random: Random) -> list[str]:
    article = _any(sources, random)
    copy = Article("mistaken", article.title, "It has the title of another.", lang=article.lang)
    return _write(sources, "content/articles/mistaken.md", copy.text({}))


def name_unknown_topic(sources: Sources, random: Random) -> list[str]:
    article = _any(sources, random)
    name = f"content/articles/{article.name}.md"
    text = (sources.folder / name).read_text("utf-8")
    return _write(sources, name, text.replace(f"category: {article.topic}", "category: unknown"))


def mistake_clinic(sources: Sources, random: Random) -> list[str]:
    text = sources.clinic.text().replace(sources.clinic.telephone, "none")
    return _write(sources, "content/clinic.yaml", text)


def delete_topic_in_use(sources: Sources, random: Random) -> list[str]:
    used = _any(sources, random).topic
    text = sources.clinic.text().replace(f"  {used}:\n", "  another:\n", 1)
    return _write(sources, "content/clinic.yaml", text)


def mistake_synonyms(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/synonyms.yaml", "en:\n  - alone\n")


def break_template(sources: Sources, random: Random) -> list[str]:
    name = "theme/templates/article.html"
    return _write(sources, name, sources.original(name) + "{% if %}")


def break_code(sources: Sources, random: Random) -> list[str]:
    name = "plugins/related/__init__.py"
    return _write(sources, name, sources.original(name) + "\nraise ValueError\n")


def break_picture(sources: Sources, random: Random) -> list[str]:
    (sources.folder / "content/images/broken.png").write_bytes(b"\x89PNG and no more")
    return [*_append(sources, random, "\n![What is broken](broken.png)\n"), "content/images/broken.png"]


def _any(sources: Sources, random: Random) -> Article:
    return sources.articles[random.choice(sorted(sources.articles))]


def _another(random: Random, choice: Iterable[str], now: str) -> str:
    return random.choice(sorted(set(choice) - {now}))


def _turned(sources: Sources, random: Random, topic: str) -> str:
    article = _any(sources, random)
    article.topic = topic
    return article.name


def _edit(sources: Sources, random: Random, places: Sequence[tuple[str, str, str]]) -> str:
    name, before, after = random.choice(places)
    text = sources.original(name)
    assert before in text, f"{name} has no {before!r} any more: mend tests/rebuild/changes.py"
    number, few = str(random.randrange(1, 10)), str(random.randrange(1, 4))
    sources.edit(name, text.replace(before, after.replace("{n}", number).replace("{few}", few), 1))
    return f"{name}: {after!r} with {number} or {few}"


def _built_file(sources: Sources, random: Random) -> Path | None:
    """A file of output/ or of the spare tree; a page more often than others."""
    tree = random.choice(_trees(sources))
    pattern = random.choice(("*.html", "*.html", "*.*"))
    files = sorted(path for path in tree.rglob(pattern) if path.is_file() and not path.is_symlink())
    return random.choice(files) if files else None


def _trees(sources: Sources) -> list[Path]:
    """Those of the two that are there; output/ where a change before this one took both away."""
    found = [sources.folder / name for name in TREES if (sources.folder / name).is_dir()]
    if not found:
        (sources.folder / TREES[0]).mkdir()
    return found or [sources.folder / TREES[0]]


def _write(sources: Sources, name: str, text: str) -> list[str]:
    (sources.folder / name).write_text(text, "utf-8")
    return [name]


def _append(sources: Sources, random: Random, text: str) -> list[str]:
    visible = sorted(one.name for one in sources.articles.values() if not one.draft and one.date <= sources.today)
    name = f"content/articles/{random.choice(visible)}.md"
    return _write(sources, name, (sources.folder / name).read_text("utf-8") + text)


NARROW: tuple[Act, ...] = (
    edit_body,
    edit_title,
    damage_page,
    delete_article,
    edit_linked_heading,
    delete_page,
    edit_tags,
    add_foreign_file,
    change_status,
    add_article,
    damage_store,
    edit_body_quietly,
    rename_article,
    replace_picture,
    delete_folder,
    change_author,
    change_redirects,
    link_page,
    edit_summary,
    add_translation,
    lengthen_page,
    put_off,
    edit_page,
    exchange_trees,
    change_topic,
    change_image,
    delete_store_file,
    edit_date,
    add_picture,
    turn_page_into_folder,
    change_links,
    edit_modified,
    bring_back_store,
    change_kind,
    change_parts,
    touch,
    review,
    change_pictures,
    delete_store,
)
BROAD: tuple[Act, ...] = (
    edit_style,
    set_clock,
    edit_template,
    edit_code,
    edit_settings,
    rename_topic,
    edit_component,
    edit_words,
    edit_telephone,
    change_badge,
    edit_synonyms,
    add_topic,
    edit_static,
    rename_author,
    change_chat,
    add_or_delete_page,
    change_notice,
    change_first_author,
    add_static,
    undo_edits,
)
MISTAKES = (
    link_nowhere,
    hide_linked_article,
    take_heading_from_links,
    delete_linked_article,
    forget_date,
    mistake_clinic,
    break_template,
    leave_stray_file,
    name_no_picture,
    copy_title,
    name_unknown_topic,
    delete_topic_in_use,
    mistake_synonyms,
    break_code,
    break_picture,
)
