"""Lint every text: claims, notices, reviews and days in the future; for editors, readability and spelling too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plugins.build_state import Build, Lint
from plugins.diagnostics.diagnostic import set_severity
from plugins.documents.scan import CHAT, PEOPLE, format_path
from plugins.lint.claims.matcher import Claim
from plugins.lint.claims.report import find_claims, report_claims
from plugins.lint.claims.waivers import WAIVING
from plugins.lint.editor_panel import make_panel_lines
from plugins.lint.future_days import find_future_days
from plugins.lint.limits import lint_limits, list_numbers
from plugins.lint.notices import catalog, placement
from plugins.lint.review import lint_review

if TYPE_CHECKING:
    from plugins.lint.spelling.vocabulary import Vocabulary


def lint_texts(build: Build) -> None:
    """Report what is wrong with texts, and set `build.lint`."""
    documents, settings = build.documents, build.settings
    metas = list(documents.metas.values())
    found = find_claims(documents.library, metas, build.today, build.cache)
    whole = [meta for meta in metas if meta.unfit.isdisjoint(WAIVING)]
    build.report(report_claims(settings.content, whole, found, settings.preview))
    _report_reviews(build)
    _report_limits(build)
    _report_future_days(build)
    build.lint = Lint(_lint_notices(build), _make_panel_maker(build, found))


def _lint_notices(build: Build) -> dict[str, set[str]]:
    """Report what is wrong with notices. Return the output files that hold each notice that the clinic must show."""
    documents, settings, clinic = build.documents, build.settings, build.documents.clinic
    if not clinic or not clinic.notices:
        return {}
    given = clinic.notices
    pages = placement.index_pages(documents.metas.values(), documents.broken, settings.default_lang, build.today)
    build.report(placement.lint_notices(settings.content, given, catalog.load_cached_notices(build.cache), pages))
    languages = {settings.default_lang, *(meta.lang for meta in build.site.shown_documents)}
    lists = {f"{settings.scheme.make_people_url(lang)}index.html" for lang in languages}

    def find_holders(page: str) -> set[str]:
        shown = (meta for meta in build.site.pages if page in (meta.slug, meta.translates))
        return lists if page == PEOPLE else {settings.scheme.make_file_path(meta) for meta in shown}

    nowhere = {placement.NOT_APPLICABLE, *(() if clinic.has_chat else (CHAT,))}
    return {name: find_holders(page) for name, page in given.items() if page not in nowhere}


def _report_reviews(build: Build) -> None:
    """Warn of reviews that are overdue, and texts that were changed after their review."""
    for meta in build.documents.metas.values():
        if meta.due and not meta.draft and not meta.unfit:
            warnings = (one for one in lint_review(meta, build.today) if one.severity == "warning")
            build.report(one.locate(format_path(build.settings.content, meta.path)) for one in warnings)


def _report_limits(build: Build) -> None:
    """Warn of long titles and summaries, many tags, and telephone numbers that are not the clinic's."""
    numbers = list_numbers(build.documents.clinic)
    for meta in build.documents.metas.values():
        if not meta.draft:
            build.report(
                one.locate(format_path(build.settings.content, meta.path)) for one in lint_limits(meta, numbers)
            )


def _report_future_days(build: Build) -> None:
    """Report texts that say something has happened on a day in the future; for drafts, a preview only notes it."""
    for meta in build.documents.metas.values():
        found = find_future_days(meta, build.documents.library, build.today)
        errors = (one.locate(format_path(build.settings.content, meta.path)) for one in found)
        if not meta.draft:
            build.report(errors)
        elif build.settings.preview:
            build.report(set_severity("note", errors))


def _make_panel_maker(build: Build, claims: Mapping[str, Sequence[Claim]]) -> Callable[[], dict[str, Any]]:
    """Return a function that makes the editor's panels: of every document in a preview, else none.

    In a preview, report what is wrong with the list of the clinic's words.
    """
    if not build.settings.preview:
        return dict
    from plugins.lint.spelling import vocabulary  # only a preview needs it

    words, errors = vocabulary.load_vocabulary(build.settings.content)
    build.report(errors)
    return lambda: _make_panels(build, claims, words)


def _make_panels(build: Build, claims: Mapping[str, Sequence[Claim]], words: Vocabulary) -> dict[str, Any]:
    """Make the editor's panel of each document, by its URL, with the file that an editor opens."""
    from plugins.lint.readability.results import measure_readability  # only a preview needs it

    content, scheme = build.settings.content, build.settings.scheme
    metas = list(build.documents.metas.values())
    readings = measure_readability(build.documents.library, metas, build.cache)
    panels, numbers = {}, list_numbers(build.documents.clinic)
    for meta in metas:
        unwaived = [claim.diagnostic for claim in claims[meta.path] if not claim.waiver]
        flags = [*unwaived, *build.media.flags.get(meta.path, ()), *lint_limits(meta, numbers)]
        lines = make_panel_lines(meta, build.site.hidden[meta.path], build.today, flags, readings[meta.path], words)
        panels[scheme.make_document_url(meta)] = {"file": format_path(content, meta.path), "lines": lines}
    return panels
