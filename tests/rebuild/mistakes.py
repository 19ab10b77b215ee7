"""What may not be published. Each function makes one mistake, and gives the files to mend."""

from __future__ import annotations

import re
from random import Random

from tests.rebuild.sources import PERSON, Article, Sources
from tests.small import record

NO_DATE = "---\ntitle: No end\nsummary: It has no date.\n---\n\nText.\n"


def forget_date(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/articles/mistaken.md", NO_DATE)


def leave_stray_file(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/articles/notes.txt", "Notes.\n")


def link_nowhere(sources: Sources, random: Random) -> list[str]:
    return _append(sources, random, "\nRead [this]({filename}/articles/nowhere.md).\n")


def name_no_picture(sources: Sources, random: Random) -> list[str]:
    return _append(sources, random, "\n![A picture of nothing](nothing.png)\n")


def take_heading_from_links(sources: Sources, random: Random) -> list[str]:
    """Of an article that published ones link to; the files that link are as they were."""
    named = sorted(sources.find_linked())
    if not named:
        return link_nowhere(sources, random)
    article = sources.articles[random.choice(named)]
    text = article.text(sources.articles).replace(f"## {article.heading}\n", "## Something else\n")
    return _write(sources, f"content/articles/{article.name}.md", text)


def hide_linked_article(sources: Sources, random: Random) -> list[str]:
    named = sorted(sources.find_linked())
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
    article = sources.any(random)
    copy = Article("mistaken", article.title, "It has the title of another.", lang=article.lang)
    return _write(sources, "content/articles/mistaken.md", copy.text({}))


def name_unknown_topic(sources: Sources, random: Random) -> list[str]:
    article = sources.any(random)
    name = f"content/articles/{article.name}.md"
    text = (sources.folder / name).read_text("utf-8")
    return _write(sources, name, text.replace(f"category: {article.topic}", "category: unknown"))


def mistake_clinic(sources: Sources, random: Random) -> list[str]:
    text = sources.clinic.text().replace(sources.clinic.telephone, "none")
    return _write(sources, "content/clinic.yaml", text)


def lose_notice(sources: Sources, random: Random) -> list[str]:
    text = re.sub(r"^notices:\n  .*\n", "", sources.clinic.text(), flags=re.MULTILINE)
    return _write(sources, "content/clinic.yaml", f"{text}notices:\n  privacy: lost\n")


def delete_topic_in_use(sources: Sources, random: Random) -> list[str]:
    used = sources.any(random).topic
    text = sources.clinic.text().replace(f"  {used}:\n", "  another:\n", 1)
    return _write(sources, "content/clinic.yaml", text)


def have_no_independent_source(sources: Sources, random: Random) -> list[str]:
    """Of a treatment article, which is as it was: the clinic's file says who sells."""
    if not any(one.kind == "treatment" and not one.draft for one in sources.articles.values()):
        return mistake_clinic(sources, random)
    text = sources.clinic.text().replace("sellers: [", "sellers: [society.example, ")
    return _write(sources, "content/clinic.yaml", text)


def mistake_synonyms(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/synonyms.yaml", "en:\n  - alone\n")


def lose_address(sources: Sources, random: Random) -> list[str]:
    return _write(sources, "content/addresses.txt", "/lost/\n")


def break_template(sources: Sources, random: Random) -> list[str]:
    name = "theme/templates/article.html"
    return _write(sources, name, sources.original(name) + "{% if %}")


def break_code(sources: Sources, random: Random) -> list[str]:
    name = "plugins/site/related.py"
    return _write(sources, name, sources.original(name) + "\nraise ValueError\n")


def break_picture(sources: Sources, random: Random) -> list[str]:
    (sources.folder / "content/images/broken.png").write_bytes(b"\x89PNG and no more")
    return [*_append(sources, random, "\n![What is broken](broken.png)\n"), "content/images/broken.png"]


def lose_record(sources: Sources, random: Random) -> list[str]:
    """Or have one that is not finished, or a consent that is over."""
    name, show = "content/photos.yaml", f"\n![A picture of skin]({PERSON})\n"
    text = (sources.folder / name).read_text("utf-8")
    person = random.choice(("", record(PERSON, {"kind": "model", "consent": "✎"}), _ended(sources)))
    _write(sources, name, text.replace(record(PERSON, sources.person), person))
    return [*_append(sources, random, show), name]


def keep_revoked_picture(sources: Sources, random: Random) -> list[str]:
    text = record(PERSON, {**sources.person, "revoked": "2026-05-01"})
    return _write(sources, "content/photos.yaml", text)


def _ended(sources: Sources) -> str:
    return record(PERSON, {**sources.person, "expires": sources.today})


def claim_too_much(sources: Sources, random: Random) -> list[str]:
    """In English or in Spanish: each is read by the rules of its language."""
    return _append(sources, random, "\nThis is painless. Esto es indoloro.\n")


def _write(sources: Sources, name: str, text: str) -> list[str]:
    (sources.folder / name).write_text(text, "utf-8")
    return [name]


def _append(sources: Sources, random: Random, text: str) -> list[str]:
    name = f"content/articles/{random.choice(sources.visible()).name}.md"
    return _write(sources, name, (sources.folder / name).read_text("utf-8") + text)


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
    lose_notice,
    have_no_independent_source,
    mistake_synonyms,
    lose_address,
    break_code,
    break_picture,
    claim_too_much,
    lose_record,
    keep_revoked_picture,
)
