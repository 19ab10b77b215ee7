"""Waivers: the findings that a text's front matter accepts, until the text's next review is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from plugins.documents.document import DocumentMeta
from plugins.documents.front_matter import Waiver
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.results import ClaimResult
from plugins.lint.sentences import normalize_punctuation


class Claim(NamedTuple):
    """A finding, and the waiver that covers it today, if there is one."""

    finding: Finding
    waiver: Waiver | None


def apply_waivers(card: DocumentMeta, found: ClaimResult, today: date) -> list[Claim]:
    """Pair each finding of a document with its waiver; add a finding for each waiver that covers nothing."""
    claims = [_make_claim(finding, found, today) for finding in found.findings]
    return [*claims, *(Claim(one, None) for one in _find_unused_waivers(card, found))]


def _make_claim(finding: Finding, found: ClaimResult, today: date) -> Claim:
    """Pair a finding with its waiver, or with none and the reason why the waiver does not count."""
    waiver = next((one for one in found.waivers if is_waiver_for(one, finding)), None)
    if waiver is None:
        return Claim(finding, None)
    if finding.severity == "error":
        return Claim(finding._replace(write=f"{finding.write}; an error cannot be waived"), None)
    if today > found.until:
        why = f"the waiver by {waiver.by} lapsed on {found.until}; {finding.why}"
        return Claim(finding._replace(why=why, write=f"{finding.write}; or have the text reviewed again"), None)
    return Claim(finding, waiver)


def is_waiver_for(waiver: Waiver, finding: Finding) -> bool:
    """Check whether the waiver names the finding's rule and quotes its words, or more of their sentence."""
    waived, found, sentence = (_fold_text(text) for text in (waiver.words, finding.words, finding.sentence))
    return waiver.rule == finding.rule and found in waived and waived in sentence


def _fold_text(text: str) -> str:
    """Normalize case, spaces and punctuation, to compare texts."""
    return " ".join(normalize_punctuation(text).casefold().split())


def _find_unused_waivers(card: DocumentMeta, found: ClaimResult) -> Iterator[Finding]:
    """Find the waivers whose words stand in no finding."""
    for waiver in found.waivers:
        if not any(is_waiver_for(waiver, finding) for finding in found.findings):
            why = "a waiver covers words of the text, and these were not found in it"
            write = "write the words as they stand in the text, or delete the waiver"
            yield Finding(waiver.rule, "warning", card.lines["claims"], 1, waiver.words, "", why, write)
