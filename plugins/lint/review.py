"""Lint the review and the references of articles: overdue reviews, texts changed since, references that are not cited.

Nothing here is an error, however long a review is overdue: days pass without anybody changing a file, and one overdue
review must not keep all other texts from being published. The article's page says that its review is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta


def lint_review(meta: DocumentMeta, today: date) -> Iterator[Diagnostic]:
    """Find what an editor should know of a text's review and references on `today`."""
    if meta.reviewed and meta.due:
        yield from _lint_past_review(meta, meta.reviewed, meta.due, today)
    elif meta.due and meta.due < today:
        command = f"make review FILE={meta.slug} BY=dr-example"
        found = diagnose("review-planned-past", "", meta.lines["review"], due=meta.due, command=command)
        yield replace(found, column=1, words=str(meta.due))
    for number in meta.uncited:
        found = diagnose("reference-uncited", "", meta.lines["references"])
        yield replace(found, column=1, words=f"[{number}]")


def _lint_past_review(meta: DocumentMeta, on: date, due: date, today: date) -> Iterator[Diagnostic]:
    """Find what is wrong with a review that took place on the day `on` and is due again on the day `due`."""
    command = f"make review FILE={meta.slug} BY={meta.reviewer}"

    def find(rule: str, words: object, **values: object) -> Diagnostic:
        return replace(diagnose(rule, "", meta.lines["review"], **values), column=1, words=str(words))

    if due < today:
        yield find("review-overdue", on, due=due, command=command)
    if meta.since_review == "changed":
        yield find("review-text-changed", on, command=command)
    elif meta.since_review == "unknown":
        yield find("review-text-unknown", on, command=command)
    if meta.author == meta.reviewer:
        yield find("review-by-author", meta.reviewer)
