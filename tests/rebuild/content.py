"""Changes of articles, pages and pictures. Each changes the sources with a random generator, and says what it did."""

from __future__ import annotations

import os
from random import Random

from plugins.documents.document import make_document
from tests.rebuild.sources import FIRST_DAY, PERSON, SOON, Article, Sources, another

WORDS = ("rest", "skin", "sleep", "sun", "peel", "scar", "later", "water")


def edit_body(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.version, article.words = random.randrange(10, 99), random.choice((5, 20, 200, 300))
    return f"the text of {article.name}"


def edit_body_quietly(sources: Sources, random: Random) -> str:
    """Keep the size of the file, and its time."""
    article = random.choice(sources.visible())
    article.version = 10 + (article.version - 9) % 89
    sources.write(quietly=True)
    return f"the text of {article.name}, with the same size and time"


def edit_linked_heading(sources: Sources, random: Random) -> str:
    named = sorted(sources.linked()) or sorted(sources.articles)
    article = sources.articles[random.choice(named)]
    article.heading = f"What helps {random.randrange(100)}"
    return f"the heading of {article.name}, and links to it"


def change_links(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    targets = [one.name for one in sources.articles.values() if one.date < FIRST_DAY and not one.draft]
    article.links = set(random.sample(sorted(targets), min(2, len(targets)))) - {article.name}
    return f"what {article.name} links to"


def change_pictures(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.shown = tuple(random.sample(sorted(sources.pictures), random.randrange(3)))
    return f"the pictures in {article.name}"


# The header


def edit_title(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.title = f"{article.name.title()} <{random.randrange(1000)}> & more"
    return f"the title of {article.name}"


def edit_summary(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.summary = f"{article.name.title()} is said {random.randrange(1000)} times."
    return f"the summary of {article.name}"


def edit_date(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.date = f"202{random.choice('456')}-0{random.randrange(1, 5)}-{random.randrange(10, 28)}"
    article.modified = ""
    return f"the date of {article.name}, {article.date}"


def put_off(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    sources.unlink(article.name)
    article.date, article.modified = SOON, ""
    return f"the date of {article.name}, {article.date}"


def edit_modified(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    has_come = article.date < FIRST_DAY  # before it, nobody can have changed the text
    article.modified = f"2026-05-{random.randrange(10, 15)}" if has_come and not article.modified else ""
    return f"when {article.name} was changed"


def edit_tags(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.tags = tuple(random.sample(WORDS, random.randrange(4)))
    return f"the tags of {article.name}: {', '.join(article.tags)}"


def change_topic(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.topic = another(random, sources.clinic.topics, article.topic)
    return f"the topic of {article.name}"


def change_author(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.author = another(random, ["", *sources.clinic.authors, "doctor"], article.author)
    return f"the author of {article.name}"


def change_kind(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.kind = another(random, ("treatment", "advice", "news"), article.kind)
    return f"the kind of {article.name}"


def change_status(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    sources.unlink(article.name)
    article.draft = not article.draft
    return f"{article.name} is {'a draft' if article.draft else 'published'}"


def change_redirects(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.redirects = tuple(f"/old/{article.name}/{n}/" for n in random.sample(range(9), random.randrange(3)))
    return f"old addresses of {article.name}"


def change_image(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.image = another(random, {"", *sources.pictures} - {PERSON}, article.image)
    return f"the picture of {article.name}"


def change_parts(sources: Sources, random: Random) -> str:
    article = sources.any(random)
    article.parts = random.randrange(4)
    return f"the parts of {article.name}"


def review(sources: Sources, random: Random) -> str:
    """Of its words as they are, of others, or of nobody knows which."""
    article = sources.any(random)
    article.reviewed = "" if article.reviewed else f"2026-03-{random.randrange(10, 28)}"
    document, _ = make_document(f"articles/{article.name}.md", article.text(sources.articles).encode(), {})
    assert document
    article.wording = random.choice(("", "0123456789ab", document.hash_words()))
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
    article = sources.any(random)
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
    article = sources.any(random)
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


def edit_person(sources: Sources, random: Random) -> str:
    sources.people["doctor"] = f"Surgeon {random.randrange(100)}"
    return "the role of doctor"


def add_or_delete_person(sources: Sources, random: Random) -> str:
    if sources.people.pop("nurse", None):
        return "the person nurse is gone"
    sources.people["nurse"] = "Nurse"
    return "the person nurse is new"


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
    article = sources.any(random)
    article.shown = (*article.shown, name)
    return f"the picture {name}, shown in {article.name}"


def touch(sources: Sources, random: Random) -> str:
    name = random.choice([*sources.files(), "theme/templates/base.html", "theme/css/base.css", "pelicanconf.py"])
    os.utime(sources.folder / name)
    return f"the time of {name}"
