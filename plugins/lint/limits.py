"""Lint what lists and searches show of a text, which has its limits, and telephone numbers that are not the clinic's.

Nothing here is an error: a number may be that of somebody else, and a long title may be worth its length.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from plugins.clinic.model import Clinic
from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta

LONGEST = {"title": 65, "summary": 160}  # characters of what a search shows
MOST_TAGS = 4
FREE = {"800", "833", "844", "855", "866", "877", "888"}  # area codes of services for everybody
COMPARED = 9  # digits at the end of a number, which are the same however it is written


def list_numbers(clinic: Clinic | None) -> set[str]:
    """List the ends of the telephone numbers of the clinic and its places."""
    places = [place.telephone for place in clinic.locations.values()] if clinic else []
    numbers = [clinic.telephone, *places] if clinic else []
    return {number.e164[-COMPARED:] for number in numbers if number}


def lint_limits(meta: DocumentMeta, numbers: Collection[str]) -> Iterator[Diagnostic]:
    """Find what is longer than a search shows, superfluous tags, and telephone numbers that are none of the clinic's.

    `numbers` are the ends of the clinic's.
    """
    for field, most in LONGEST.items():
        if len(text := getattr(meta, field)) > most and field not in meta.unfit:
            yield _locate(meta, field, diagnose("text-over-limit", length=len(text), most=most), text)
    if len(meta.tags) > MOST_TAGS:
        yield _locate(meta, "tags", diagnose("tags-many", count=len(meta.tags), most=MOST_TAGS), meta.tags[-1])
    for use in meta.telephones if numbers else ():
        digits = re.sub(r"\D", "", use.target)
        if digits[-COMPARED:] not in numbers and digits[-10:-7] not in FREE:
            yield replace(diagnose("telephone-other"), line=use.line, column=1, words=use.target)


def _locate(meta: DocumentMeta, field: str, found: Diagnostic, words: str) -> Diagnostic:
    """Locate a diagnostic at a field of a document."""
    return replace(found, line=meta.lines.get(field, 1), column=1, words=words[:60])
