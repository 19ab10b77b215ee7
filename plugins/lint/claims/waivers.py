"""Waivers: the claims that a text's front matter accepts, until the text's next review is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plugins.diagnostics.diagnostic import Diagnostic, diagnose
from plugins.documents.document import DocumentMeta
from plugins.documents.front_matter import Waiver
from plugins.lint.claims.matcher import Claim
from plugins.lint.claims.results import ClaimResult
from plugins.lint.sentences import normalize_punctuation

WAIVING = {"claims", "references"}  # fields without which it cannot be told which claims are waived


def apply_waivers(meta: DocumentMeta, found: ClaimResult, today: date) -> list[Claim]:
    """Give each claim of a document its waiver; add a warning for each waiver that covers nothing."""
    claims = [_apply_waiver(claim, found, today) for claim in found.claims]
    return [*claims, *map(Claim, _find_unused_waivers(meta, found))]


def _apply_waiver(claim: Claim, found: ClaimResult, today: date) -> Claim:
    """Give a claim its waiver, or add to its message why the waiver does not count."""
    waiver = next((one for one in found.waivers if is_waiver_for(one, claim)), None)
    if waiver is None:
        return claim
    own = claim.diagnostic
    if own.severity == "error":
        refused = diagnose("waiver-of-error", message=own.message, hint=own.hint)
    elif today > found.until:
        refused = diagnose("waiver-lapsed", by=waiver.by, day=found.until, message=own.message, hint=own.hint)
    else:
        return claim._replace(waiver=waiver)
    return claim._replace(diagnostic=replace(own, message=refused.message, hint=refused.hint))


def is_waiver_for(waiver: Waiver, claim: Claim) -> bool:
    """Check whether the waiver names the claim's rule and quotes its words, or more of their sentence."""
    waived, found, sentence = (_fold_text(text) for text in (waiver.words, claim.diagnostic.words, claim.sentence))
    return waiver.rule == claim.diagnostic.rule and found in waived and waived in sentence


def _fold_text(text: str) -> str:
    """Normalize case, spaces and punctuation, to compare texts."""
    return " ".join(normalize_punctuation(text).casefold().split())


def _find_unused_waivers(meta: DocumentMeta, found: ClaimResult) -> Iterator[Diagnostic]:
    """Find the waivers whose words stand in no claim."""
    for waiver in found.waivers:
        if not any(is_waiver_for(waiver, claim) for claim in found.claims):
            yield replace(diagnose("waiver-unused", "", meta.lines["claims"]), column=1, words=waiver.words)
