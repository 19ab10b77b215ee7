"""Which findings a header waives, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from plugins.documents.document import Card
from plugins.documents.front_matter import Waiver
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.results import Remarks
from plugins.lint.sentences import plain


class Claim(NamedTuple):
    """A finding, and the waiver that covers it."""

    finding: Finding
    waiver: Waiver | None


def judged(card: Card, found: Remarks, today: date) -> list[Claim]:
    """Each finding with its waiver, and what is wrong with waivers, which are findings too."""
    claims = [_judged(finding, found, today) for finding in found.findings]
    return [*claims, *(Claim(one, None) for one in _idle(card, found))]


def _judged(finding: Finding, found: Remarks, today: date) -> Claim:
    waiver = next((one for one in found.waivers if covers(one, finding)), None)
    if waiver is None:
        return Claim(finding, None)
    if finding.severity == "error":
        return Claim(finding._replace(write=f"{finding.write}; an error cannot be waived"), None)
    if today > found.until:
        why = f"the waiver by {waiver.by} lapsed on {found.until}; {finding.why}"
        return Claim(finding._replace(why=why, write=f"{finding.write}; or have the text reviewed again"), None)
    return Claim(finding, waiver)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether its words are those that were found, or more of their sentence."""
    words, found, sentence = (_folded(text) for text in (waiver.words, finding.words, finding.sentence))
    return waiver.rule == finding.rule and found in words and words in sentence


def _folded(text: str) -> str:
    return " ".join(plain(text).casefold().split())


def _idle(card: Card, found: Remarks) -> Iterator[Finding]:
    for waiver in found.waivers:
        if not any(covers(waiver, finding) for finding in found.findings):
            why = "a waiver covers words of the text, and these were not found in it"
            write = "write the words as they stand in the text, or delete the waiver"
            yield Finding(waiver.rule, "warning", card.lines["claims"], 1, waiver.words, "", why, write)
