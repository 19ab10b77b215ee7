"""What the claim rules find in each document, cached by the document's key and the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.parallel import parallel_map
from plugins.documents.document import DocumentMeta
from plugins.documents.front_matter import Waiver
from plugins.documents.library import Library
from plugins.lint import sentences
from plugins.lint.claims import rules
from plugins.lint.claims.matcher import Claim, Matcher, make_matchers
from plugins.schema.text_file import decode_text

WORTHWHILE = 60  # documents for which one more process saves time


class ClaimResult(NamedTuple):
    """What was found in a document, and the waivers of its front matter, which hold from `since` to `until`."""

    claims: tuple[Claim, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    since: date = date.min
    until: date = date.max


def match_claims(library: Library, metas: Sequence[DocumentMeta], cache: Cache) -> dict[str, ClaimResult]:
    """Match each document against the claim rules, or load the cached result; by path."""
    code = fingerprint.hash_code(*sentences.CODE, "lint/claims")

    def read(new: list[DocumentMeta]) -> list[ClaimResult]:
        return _match_documents(library, new, cache.memoize("readers", code, lambda: make_matchers(rules.load_rules())))

    return library.memoize_each("claims", code, metas, read)


def _match_documents(
    library: Library, metas: Sequence[DocumentMeta], by_language: Mapping[str, Matcher]
) -> list[ClaimResult]:
    """Match these documents, whose results are not cached, on several processors."""

    def read(meta: DocumentMeta) -> ClaimResult:
        text, _ = decode_text(library.read_source(meta.path))
        claims = by_language[meta.lang].find(text) if meta.lang in by_language else ()
        if "claims" not in meta.lines:
            return ClaimResult(claims)
        document = library.load_document(meta.path)
        return ClaimResult(claims, document.header.claims, *document.find_waiver_period())  # type: ignore[union-attr]

    return list(parallel_map(read, metas, WORTHWHILE))
