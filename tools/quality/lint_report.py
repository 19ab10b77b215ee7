"""Format what `make check` found in the texts: for people, for programs (JSON), and for pull requests (annotations)."""

from __future__ import annotations

import itertools
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from plugins.cache.inputs import CONTENT
from plugins.clinic import model
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.registry import SEVERITIES
from plugins.documents.document import DocumentMeta
from plugins.lint.claims.matcher import Claim
from plugins.lint.readability.grade import ReadingLevel
from tools.quality.annotations import Annotation, annotate

HEADING = "A reminder, not legal advice."
WIDTH = 100  # characters


@dataclass(frozen=True, slots=True)
class LintedText:
    """A text with what was found in it."""

    file: str
    meta: DocumentMeta
    claims: list[Claim]
    level: ReadingLevel | None

    def find_open(self, severity: str) -> list[Claim]:
        """Find the claims of this severity that no waiver allows."""
        return [claim for claim in self.claims if not claim.waiver and claim.diagnostic.severity == severity]

    def find_waived(self) -> list[Claim]:
        """Find the claims that a waiver allows."""
        return [claim for claim in self.claims if claim.waiver]

    def is_unpublishable(self) -> bool:
        """Say whether the text is to be published and has an error."""
        return not self.meta.draft and bool(self.find_open("error"))


def format_report(
    texts: list[LintedText], errors: list[Diagnostic], undecided: list[str], questions: list[tuple[str, str]]
) -> Iterator[str]:
    """Format the results for a terminal, in lines.

    `errors` are those of texts that cannot be read. `undecided` are the names of the notices on which
    content/clinic.yaml says neither a page nor that they do not apply. `questions` are what to ask the clinic, each
    after its file.
    """
    yield f"{HEADING}\n"
    yield from map(str, errors)
    for text in texts:
        if text.claims or text.level:
            yield from _format_text(text)
    yield format_total(texts, errors)
    if undecided:
        yield from textwrap.wrap(f"Notices not decided on in {CONTENT / model.FILE}: {', '.join(undecided)}.", WIDTH)
    if questions:
        yield from ("Ask the clinic:", *(f"  {file}: {question}" for file, question in questions))


def _format_text(text: LintedText) -> Iterator[str]:
    """Format what was found in a text, in lines, with an empty one below."""
    yield f"{text.file}, {'a draft' if text.meta.draft else 'published'}: {text.meta.title}"
    for severity in SEVERITIES:
        yield from _format_open_claims(f"{severity}s", text.find_open(severity))
    yield from _format_waived_claims(text.find_waived())
    yield from _format_reading_level(text.level)
    yield ""


def _format_open_claims(heading: str, claims: list[Claim]) -> Iterator[str]:
    """Format claims that no waiver allows, in lines; none without claims.

    The same reason and advice are printed once, above all claims that share them.
    """
    if claims:
        yield f"  {heading}"
    for (rule, message, hint), alike in itertools.groupby(_sort_claims(claims), _get_reason):
        reason = f"{rule}: {message}; {hint}."
        yield from textwrap.wrap(reason, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 11)
        for claim in alike:
            yield f"      {_format_place(claim)}"
            if claim.sentence:
                yield textwrap.indent(textwrap.shorten(claim.sentence, WIDTH, placeholder=" …"), " " * 8)


def _format_waived_claims(claims: list[Claim]) -> Iterator[str]:
    """Format claims that a waiver allows, each in a line; none without claims."""
    if claims:
        yield "  waived"
    for claim in _sort_claims(claims):
        if waiver := claim.waiver:
            yield f"    {claim.diagnostic.rule}: {_format_place(claim)}, [{waiver.reference}], by {waiver.by}"


def _sort_claims(claims: list[Claim]) -> list[Claim]:
    """Sort claims by their reason, then by their line."""
    return sorted(claims, key=lambda claim: (*_get_reason(claim), claim.diagnostic.line))


def _get_reason(claim: Claim) -> tuple[str, str, str]:
    """Return what claims must share to be printed below one reason: rule, message and hint."""
    return claim.diagnostic.rule, claim.diagnostic.message, claim.diagnostic.hint


def _format_place(claim: Claim) -> str:
    """Format the line and column of a claim, and its words."""
    return f"{claim.diagnostic.line}:{claim.diagnostic.column} “{claim.diagnostic.words}”"


def _format_reading_level(level: ReadingLevel | None) -> Iterator[str]:
    """Format how hard a text is to read, and its hardest sentences."""
    if level:
        yield f"  reading: {level}; its hardest sentences"
        for one in level.hardest:
            place = f"    {f'{one.line}:{one.column}':<8}{one.figure:>6.1f}  "
            room = WIDTH - len(place)
            yield place + (one.text if len(one.text) <= room else f"{one.text[: room - 2].rpartition(' ')[0]} …")


def format_total(texts: list[LintedText], errors: list[Diagnostic]) -> str:
    """Format the counts of everything that was found."""
    counts = [(severity, sum(len(text.find_open(severity)) for text in texts)) for severity in SEVERITIES]
    found = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts)
    waived = sum(len(text.find_waived()) for text in texts)
    stopped = [text for text in texts if text.is_unpublishable()]
    unread = f", {len(errors)} to mend first" if errors else ""
    number = "1 text" if len(texts) == 1 else f"{len(texts)} texts"
    return f"{number}: {found}, {waived} waived{unread}. {len(stopped)} may not be published as they are."


def format_json(texts: list[LintedText], errors: list[Diagnostic]) -> str:
    """Format the results as JSON. `errors` are those of texts that cannot be read."""
    results = {
        "reminder": HEADING,
        "total": format_total(texts, errors),
        "errors": [asdict(error) for error in errors],
        "texts": [_convert_text(text) for text in texts],
    }
    return json.dumps(results, indent=2, ensure_ascii=False)


def _convert_text(text: LintedText) -> dict[str, Any]:
    """Convert a text, and all that was found in it, to JSON values."""
    return {
        "file": text.file,
        "title": text.meta.title,
        "lang": text.meta.lang,
        "published": not text.meta.draft,
        "reading": _convert_level(text.level),
        "diagnostics": [_convert_claim(claim) for claim in text.claims if not claim.waiver],
        "waived": [
            _convert_claim(claim) | {"waiver": claim.waiver.model_dump()} for claim in text.claims if claim.waiver
        ],
    }


def _convert_claim(claim: Claim) -> dict[str, Any]:
    """Convert a claim to JSON values: its diagnostic with its sentence."""
    return asdict(claim.diagnostic) | {"sentence": claim.sentence}


def _convert_level(level: ReadingLevel | None) -> dict[str, Any] | None:
    """Convert a reading level to JSON values: the hardest sentences by the names of their parts, too."""
    return level and level._asdict() | {"hardest": [sentence._asdict() for sentence in level.hardest]}


def make_annotations(texts: list[LintedText], errors: list[Diagnostic]) -> Iterator[Annotation]:
    """Make an annotation of everything that was found. A draft's errors are warnings: they stop nothing."""
    yield from map(annotate, errors)
    for text in texts:
        for found in (claim.diagnostic for claim in text.claims if not claim.waiver):
            is_drafted_error = found.severity == "error" and text.meta.draft
            annotation = annotate(replace(found, severity="warning") if is_drafted_error else found)
            yield annotation._replace(message=f"{annotation.message}. {HEADING}")
