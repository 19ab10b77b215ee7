"""What the claim rules find in each document, cached by the document's key and the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.parallel import spread
from plugins.cache.store import Store
from plugins.documents.document import Card
from plugins.documents.front_matter import Waiver
from plugins.documents.library import Library
from plugins.lint.claims import rules
from plugins.lint.claims.matcher import Finding, Reader, readers
from plugins.schema.text_file import clean

WORTHWHILE = 60  # documents for which one more process saves time


class Remarks(NamedTuple):
    """What was found in a document, and the waivers of its front matter, which hold from `since` to `until`."""

    findings: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    since: date = date.min
    until: date = date.max


def remarks(library: Library, cards: Sequence[Card], store: Store) -> dict[str, Remarks]:
    """Match each document against the claim rules, or load the cached result; by path."""
    code = fingerprint.of_files(
        fingerprint.PLUGINS,
        [fingerprint.PLUGINS / "lint/sentences.py", *(fingerprint.PLUGINS / "lint/claims").glob("*.*")],
    )

    def read(new: list[Card]) -> list[Remarks]:
        return _read(library, new, store.once("readers", code, lambda: readers(rules.load())))

    return library.each("claims", code, cards, read)


def _read(library: Library, cards: Sequence[Card], by_language: Mapping[str, Reader]) -> list[Remarks]:
    """Match these documents, whose results are not cached, on several processors."""

    def read(card: Card) -> Remarks:
        text, _ = clean(library.source(card.path))
        findings = by_language[card.lang].find(text) if card.lang in by_language else ()
        if "claims" not in card.lines:
            return Remarks(findings)
        document = library.document(card.path)
        return Remarks(findings, document.header.claims, *document.waived())  # type: ignore[union-attr]

    return list(spread(read, cards, WORTHWHILE))
