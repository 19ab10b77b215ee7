"""Find what is visible today, and how the visible texts relate to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plugins.build_state import Build, Site
from plugins.cache import fingerprint
from plugins.documents.document import DocumentMeta
from plugins.output.output_dir import File
from plugins.schema import interface_words
from plugins.site import permalinks, translations
from plugins.site.links import LinkTargets, find_list_urls, resolve_links
from plugins.site.neighbors import find_neighbors
from plugins.site.related import find_related
from plugins.site.schedule import find_hidden_reason
from plugins.site.search import synonyms
from plugins.site.search.files import make_search_files
from plugins.site.urls import find_collisions, find_translation_problems


def relate_documents(build: Build) -> None:
    """Set `build.site`: visible texts, permalinks, links, translations, related articles and the search index."""
    documents, settings = build.documents, build.settings
    cards, folder = documents.cards.values(), settings.content.name
    build.report_errors(find_collisions(cards, settings.scheme, folder))
    build.report_errors(find_translation_problems(cards, documents.broken, folder))
    reasons = {card.path: find_hidden_reason(card, build.today) for card in cards}
    articles, pages = (_select_shown(build, reasons, below) for below in ("articles/", "pages/"))
    shown = [*articles, *pages]
    same = translations.group_translations(shown)
    build.report_notes(translations.find_outdated_translations(shown))
    search, files = _make_search(build, shown)
    build.site = Site(
        articles=articles,
        pages=pages,
        hidden=reasons,
        addresses=_check_permalinks(build, shown),
        links=_resolve_links(build, shown),
        translations=same,
        neighbors=find_neighbors(articles),
        related=_find_related(build, articles),
        search=search,
        files=files,
    )


def _select_shown(build: Build, reasons: Mapping[str, str], below: str) -> list[DocumentMeta]:
    """Select the texts below a folder that are shown, newest first. A preview shows hidden ones too."""
    cards = [card for card in build.documents.cards.values() if card.path.startswith(below)]
    shown = [card for card in cards if build.settings.preview or not reasons[card.path]]
    return sorted(shown, key=lambda card: (-card.date.toordinal(), card.slug))


def _check_permalinks(build: Build, shown: Iterable[DocumentMeta]) -> list[str]:
    """List the permalinks of what is shown, and report those published before that are broken. A preview has none."""
    documents, settings = build.documents, build.settings
    if settings.preview:
        return []
    listed, problems = permalinks.load_permalinks(settings.content)
    build.report_errors(problems)
    found = {address for card in shown for address in permalinks.list_permalinks(card, settings.scheme)}
    if listed is not None:
        build.report_notes(permalinks.find_unlisted_permalinks(listed, found, settings.content.name))
        if not documents.broken:  # what a broken file would add is not known
            cards = documents.cards.values()
            build.report_errors(
                permalinks.find_broken_permalinks(listed, cards, settings.scheme, build.today, settings.content.name)
            )
    return sorted(found)


def _resolve_links(build: Build, shown: Sequence[DocumentMeta]) -> dict[str, dict[str, str]]:
    """Resolve the links of each text that is shown, by its path, and report those that lead nowhere."""
    documents, scheme = build.documents, build.settings.scheme
    author = next(iter(documents.clinic.authors), "") if documents.clinic else ""
    targets = LinkTargets(
        build.settings.content.name,
        documents.clinic.base if documents.clinic else "/",
        build.today,
        scheme,
        documents.cards,
        {scheme.make_document_url(card): card for card in documents.cards.values()},
        set(find_list_urls(shown, scheme, author)),
        documents.broken,
    )
    found = {}
    for card in shown:
        found[card.path], problems = resolve_links(card, targets)
        build.report_errors(problems)
    return found


def _find_related(build: Build, articles: Sequence[DocumentMeta]) -> dict[str, list[DocumentMeta]]:
    """Find the related articles of each article, cached while no topic, tag or language changes."""
    by_path = {card.path: card for card in articles}
    count = build.settings.related_articles
    facts = [(card.path, card.lang, card.topic, card.tags) for card in articles]
    key = fingerprint.hash_values(facts, count, fingerprint.hash_code())
    likest = build.store.memoize("related", key, lambda: find_related(articles, count))
    return {path: [by_path[other] for other in others] for path, others in likest.items()}


def _make_search(build: Build, shown: Sequence[DocumentMeta]) -> tuple[dict[str, str], list[File]]:
    """Make the search index: the URL of its first file by language, and all its files."""
    settings, clinic = build.settings, build.documents.clinic
    languages = interface_words.load_words(settings.theme)
    names, problems = synonyms.load_cached_synonyms(settings.content, languages, build.store)
    build.report_errors(problems)
    return make_search_files(shown, clinic, settings.scheme, names, languages, build.store) if clinic else ({}, [])
