"""What a build reports of claims: errors stop it, warnings do not. Drafts are included in a preview only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from plugins.cache.database import Cache
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.lint.claims.matcher import Claim
from plugins.lint.claims.results import match_claims
from plugins.lint.claims.waivers import apply_waivers


def find_claims(library: Library, metas: Sequence[DocumentMeta], today: date, cache: Cache) -> dict[str, list[Claim]]:
    """Find the claims of each document, by its path, with the waivers that cover them on `today`."""
    found = match_claims(library, metas, cache)
    return {meta.path: apply_waivers(meta, found[meta.path], today) for meta in metas}


def report_claims(
    content: Path, metas: Sequence[DocumentMeta], found: Mapping[str, list[Claim]], preview: bool
) -> Iterator[Diagnostic]:
    """Report the errors and warnings among the claims without a waiver.

    `found` are the claims by path. A draft's errors are warnings, since they stop no build.
    """
    for meta in metas if preview else (meta for meta in metas if not meta.draft):
        for claim in found[meta.path]:
            if not claim.waiver and claim.diagnostic.severity != "note":
                severity = "warning" if meta.draft else claim.diagnostic.severity
                yield replace(claim.diagnostic, file=format_path(content, meta.path), severity=severity)
