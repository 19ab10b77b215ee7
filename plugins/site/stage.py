"""Find what is visible today, and how the visible texts relate to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plugins.build import Build, Site
from plugins.cache import fingerprint
from plugins.documents.document import Card
from plugins.output.output_dir import File
from plugins.schema import words
from plugins.site import permalinks, translations
from plugins.site.links import Targets, lists, resolve
from plugins.site.neighbors import find_neighbors
from plugins.site.related import related
from plugins.site.schedule import hidden
from plugins.site.search import synonyms
from plugins.site.search.files import search_files
from plugins.site.urls import collisions, translation_problems

RELATED = 3  # articles to read next


def relate_documents(build: Build) -> None:
    """Set `build.site`: visible texts, permalinks, links, translations, related articles and the search index."""
    documents, settings = build.documents, build.settings
    cards, folder = documents.cards.values(), settings.content.name
    build.report_errors(collisions(cards, settings.scheme, folder))
    build.report_errors(translation_problems(cards, documents.broken, folder))
    reasons = {card.path: hidden(card, build.today) for card in cards}
    articles, pages = (_shown(build, reasons, below) for below in ("articles/", "pages/"))
    shown = [*articles, *pages]
    same = translations.by_original(shown)
    build.report_notes(translations.outdated(shown))
    search, files = _search(build, shown)
    build.site = Site(
        articles=articles,
        pages=pages,
        hidden=reasons,
        addresses=_permalinks(build, shown),
        links=_links(build, shown),
        translations=same,
        neighbors=find_neighbors(articles),
        related=_related(build, articles),
        search=search,
        files=files,
    )


def _shown(build: Build, reasons: Mapping[str, str], below: str) -> list[Card]:
    """Select the texts below a folder that are shown, newest first. A preview shows hidden ones too."""
    cards = [card for card in build.documents.cards.values() if card.path.startswith(below)]
    shown = [card for card in cards if build.settings.preview or not reasons[card.path]]
    return sorted(shown, key=lambda card: (-card.date.toordinal(), card.slug))


def _permalinks(build: Build, shown: Iterable[Card]) -> list[str]:
    """List the permalinks of what is shown, and report those published before that are broken. A preview has none."""
    documents, settings = build.documents, build.settings
    if settings.preview:
        return []
    listed, problems = permalinks.load(settings.content)
    build.report_errors(problems)
    found = {address for card in shown for address in permalinks.addresses(card, settings.scheme)}
    if listed is not None:
        build.report_notes(permalinks.unlisted(listed, found, settings.content.name))
        if not documents.broken:  # what a broken file would add is not known
            cards = documents.cards.values()
            build.report_errors(permalinks.vanished(listed, cards, settings.scheme, build.today, settings.content.name))
    return sorted(found)


def _links(build: Build, shown: Sequence[Card]) -> dict[str, dict[str, str]]:
    """Resolve the links of each text that is shown, by its path, and report those that lead nowhere."""
    documents, scheme = build.documents, build.settings.scheme
    author = next(iter(documents.clinic.authors), "") if documents.clinic else ""
    targets = Targets(
        build.settings.content.name,
        documents.clinic.base if documents.clinic else "/",
        build.today,
        scheme,
        documents.cards,
        {scheme.document(card): card for card in documents.cards.values()},
        set(lists(shown, scheme, author)),
        documents.broken,
    )
    found = {}
    for card in shown:
        found[card.path], problems = resolve(card, targets)
        build.report_errors(problems)
    return found


def _related(build: Build, articles: Sequence[Card]) -> dict[str, list[Card]]:
    """Find the related articles of each article, cached while no topic, tag or language changes."""
    by_path = {card.path: card for card in articles}
    key = fingerprint.of([(card.path, card.lang, card.topic, card.tags) for card in articles], fingerprint.of_code())
    likest = build.store.once("related", key, lambda: related(articles, RELATED))
    return {path: [by_path[other] for other in others] for path, others in likest.items()}


def _search(build: Build, shown: Sequence[Card]) -> tuple[dict[str, str], list[File]]:
    """Make the search index: the URL of its first file by language, and all its files."""
    settings, clinic = build.settings, build.documents.clinic
    languages = words.load(settings.theme)
    names, problems = synonyms.known(settings.content, languages, build.store)
    build.report_errors(problems)
    return search_files(shown, clinic, settings.scheme, names, languages, build.store) if clinic else ({}, [])
