"""Find what is visible today, and how the visible texts relate to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plugins.build_state import Build, Site
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import DOWNLOADS, PEOPLE
from plugins.output.output_dir import File
from plugins.schema import interface_words
from plugins.site import permalinks, translations
from plugins.site.links import LinkTargets, find_list_urls, resolve_links
from plugins.site.neighbors import find_neighbors
from plugins.site.related import find_related
from plugins.site.schedule import find_hidden_reason
from plugins.site.search import synonyms
from plugins.site.search.files import make_search_files
from plugins.site.urls import find_collisions, find_translation_errors


def relate_documents(build: Build) -> None:
    """Set `build.site`: visible texts, permalinks, links, translations, related articles and the search index."""
    _report_collisions(build)
    clinic, metas = build.documents.clinic, build.documents.metas
    has_chat = clinic is not None and clinic.has_chat
    hidden_reasons = {path: find_hidden_reason(meta, build.today, has_chat) for path, meta in metas.items()}
    articles = _select_shown(build, hidden_reasons, "articles/")
    pages = _select_shown(build, hidden_reasons, "pages/")
    people = _select_shown(build, hidden_reasons, f"{PEOPLE}/")[::-1]
    shown = [*articles, *pages, *people]
    build.report(translations.find_outdated_translations(shown))
    search_urls, search_files = _make_search(build, shown)
    build.site = Site(
        articles=articles,
        pages=pages,
        people=people,
        hidden=hidden_reasons,
        addresses=_check_permalinks(build, shown),
        links=_resolve_links(build, shown, hidden_reasons),
        translations=translations.group_translations(shown),
        neighbors=find_neighbors(articles),
        related=_find_related(build, articles),
        search=search_urls,
        search_files=search_files,
    )


def _report_collisions(build: Build) -> None:
    """Report texts that share a URL, a title or a summary, and translations without an original."""
    documents, settings = build.documents, build.settings
    metas = [meta for meta in documents.metas.values() if meta.unfit.isdisjoint({"title", "summary", "lang"})]
    folder = settings.content.name
    build.report(find_collisions(metas, settings.scheme, folder))
    build.report(find_translation_errors(metas, documents.broken, folder))


def _select_shown(build: Build, hidden_reasons: Mapping[str, str], folder: str) -> list[DocumentMeta]:
    """Select the texts below a folder that are shown, newest first. A preview shows hidden ones too."""
    metas = [meta for meta in build.documents.metas.values() if meta.path.startswith(folder)]
    shown = [meta for meta in metas if build.settings.preview or not hidden_reasons[meta.path]]
    return sorted(shown, key=lambda meta: (-meta.date.toordinal(), meta.slug))


def _check_permalinks(build: Build, shown: Iterable[DocumentMeta]) -> list[str]:
    """List the permalinks of what is shown, and report those published before that are broken. A preview has none."""
    documents, settings = build.documents, build.settings
    if settings.preview:
        return []
    content, scheme = settings.content.name, settings.scheme
    listed, errors = permalinks.load_permalinks(settings.content)
    build.report(errors)
    current = {address for meta in shown for address in permalinks.list_permalinks(meta, scheme)}
    if listed is not None:
        build.report(permalinks.find_unlisted_permalinks(listed, current, content))
        if not documents.broken:  # what a broken file would add is not known
            metas = documents.metas.values()
            build.report(permalinks.find_broken_permalinks(listed, metas, scheme, build.today, content))
    return sorted(current)


def _resolve_links(
    build: Build, shown: Sequence[DocumentMeta], hidden_reasons: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Resolve the links of each text that is shown, by its path, and report those that lead nowhere.

    The links of a text are URLs by target as written.
    """
    targets = _collect_link_targets(build, shown, hidden_reasons)
    resolved = {meta.path: resolve_links(meta, targets) for meta in shown}
    build.report(error for _, errors in resolved.values() for error in errors)
    return {path: links for path, (links, _) in resolved.items()}


def _collect_link_targets(
    build: Build, shown: Sequence[DocumentMeta], hidden_reasons: Mapping[str, str]
) -> LinkTargets:
    documents, scheme = build.documents, build.settings.scheme
    default_author = next(iter(documents.clinic.authors), "") if documents.clinic else ""
    return LinkTargets(
        content=build.settings.content.name,
        base=documents.clinic.base if documents.clinic else "/",
        url=documents.clinic.url if documents.clinic else "",
        hidden=hidden_reasons,
        scheme=scheme,
        metas=documents.metas,
        by_address={scheme.make_document_url(meta): meta for meta in documents.metas.values()},
        addresses=set(find_list_urls(shown, scheme, default_author)),
        downloads={path.name for path in (build.settings.content / DOWNLOADS).glob("*.pdf")},
        broken=documents.broken,
        translations=translations.group_translations(shown),
    )


def _find_related(build: Build, articles: Sequence[DocumentMeta]) -> dict[str, list[DocumentMeta]]:
    """Find the related articles of each article, by its path."""
    by_path = {meta.path: meta for meta in articles}
    related = find_related(articles, build.settings.related_articles, build.cache)
    return {path: [by_path[other] for other in others] for path, others in related.items()}


def _make_search(build: Build, shown: Sequence[DocumentMeta]) -> tuple[dict[str, str], list[File]]:
    """Make the search index: the URL of its first file by language, and all its files."""
    settings, clinic = build.settings, build.documents.clinic
    languages = interface_words.load_words(settings.theme)
    names, errors = synonyms.load_cached_synonyms(settings.content, languages, build.cache)
    build.report(errors)
    if not clinic:
        return {}, []
    return make_search_files(shown, build.documents, settings.scheme, names, languages, build.cache)
