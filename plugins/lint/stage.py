"""Lint every text: claims, notices, reviews and days in the future; for editors, readability and spelling too."""

from __future__ import annotations

from typing import Any

from plugins.build_state import Build, Lint
from plugins.documents.scan import format_path
from plugins.lint.claims.report import find_claims, group_problems
from plugins.lint.claims.waivers import Claim
from plugins.lint.editor_panel import make_panels
from plugins.lint.future_days import find_future_days
from plugins.lint.notices import catalog, placement
from plugins.lint.review import lint_review


def lint_texts(build: Build) -> None:
    """Report what is wrong with texts, and set `build.lint`."""
    documents, settings = build.documents, build.settings
    cards = list(documents.cards.values())
    found = find_claims(documents.library, cards, build.today, build.store)
    problems = group_problems(settings.content, cards, found, settings.preview)
    build.report_errors(problems["error"])
    _report_reviews(build)
    _report_future_days(build)
    build.lint = Lint(warnings=problems["warning"], notices=_lint_notices(build), panel=_make_panels(build, found))


def _lint_notices(build: Build) -> dict[str, set[str]]:
    """Report what is wrong with notices. Return the output files that hold each notice that the clinic must show."""
    documents, settings = build.documents, build.settings
    given = documents.clinic.notices if documents.clinic else {}
    if not given:
        return {}
    pages = placement.index_pages(documents.cards.values(), documents.broken, settings.default_lang, build.today)
    build.report_errors(
        placement.lint_notices(settings.content, given, catalog.load_cached_notices(build.store), pages)
    )
    return {
        name: {
            settings.scheme.make_file_path(card) for card in build.site.pages if page in (card.slug, card.translates)
        }
        for name, page in given.items()
        if page != placement.NOT_APPLICABLE
    }


def _report_reviews(build: Build) -> None:
    """Note reviews that are overdue, and texts that were changed after their review."""
    for card in build.documents.cards.values():
        if card.reviewed and not card.draft:
            warnings = (finding for finding in lint_review(card, build.today) if finding.severity == "warning")
            build.report_notes(one.problem(format_path(build.settings.content, card.path)) for one in warnings)


def _report_future_days(build: Build) -> None:
    """Report texts that say something has happened on a day in the future; for drafts, a preview only notes it."""
    for card in build.documents.cards.values():
        found = find_future_days(card, build.documents.library, build.today)
        problems = (one.problem(format_path(build.settings.content, card.path)) for one in found)
        if not card.draft:
            build.report_errors(problems)
        elif build.settings.preview:
            build.report_notes(problems)


def _make_panels(build: Build, found: dict[str, list[Claim]]) -> dict[str, Any]:
    """Make the editor's panels for a preview; there are none for visitors."""
    if not build.settings.preview:
        return {}
    from plugins.lint.readability.results import measure_readability  # what visitors see is made without
    from plugins.lint.spelling import vocabulary

    documents, settings = build.documents, build.settings
    read = measure_readability(documents.library, list(documents.cards.values()), build.store)
    words, problems = vocabulary.load_vocabulary(settings.content)
    build.report_errors(problems)
    cards = documents.cards.values()
    return make_panels(settings.content, cards, settings.scheme, build.today, found, build.media.flags, read, words)
