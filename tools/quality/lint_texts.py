"""Lint the texts: forbidden claims, reviews, photographs, readability and spelling, without building a page.

    python -m tools.quality.lint_texts                     for people: a screen for each text, how hard it is to read
    python -m tools.quality.lint_texts --ledger FILE.csv   write every waived claim, with its source

FORM=json in the environment prints it for programs, FORM=annotations for pull requests (tools/quality/annotations.py).
The exit code is 1 if a published text has an error or a text cannot be read; with --ledger, only for the latter. All of
this is a reminder, not legal advice.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import json
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pelicanconf
from plugins.cache import fingerprint
from plugins.cache.file_stat import is_settled, read_file_stat
from plugins.cache.inputs import CONTENT, THEME
from plugins.cache.store import Store
from plugins.clinic import model
from plugins.clinic.clock import find_today
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents import scan
from plugins.documents.allowed_names import collect_names
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.lint.claims.ledger import format_ledger
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.results import match_claims
from plugins.lint.claims.rules import SEVERITIES
from plugins.lint.claims.waivers import Claim, apply_waivers
from plugins.lint.future_days import find_future_days
from plugins.lint.notices.catalog import load_cached_notices as known_notices
from plugins.lint.readability.grade import ReadingLevel
from plugins.lint.readability.hints import lint_readability
from plugins.lint.readability.results import measure_readability
from plugins.lint.review import lint_review
from plugins.lint.spelling import vocabulary
from plugins.media.consent import photo_rules, records
from plugins.media.images.metadata import find_metadata
from plugins.media.images.picture_uses import find_originals
from tools.build import STORE, WORK, hold_build_lock
from tools.quality.annotations import Annotation, annotate, format_annotations

HEADING = "A reminder, not legal advice."
WIDTH = 100  # characters
FORMS = ("json", "annotations")
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}  # of annotations


@dataclass(frozen=True, slots=True)
class LintedText:
    """A text with what was found in it."""

    file: str
    card: DocumentMeta
    claims: list[Claim]
    level: ReadingLevel | None

    def find_open(self, severity: str) -> list[Claim]:
        """Find the claims of this severity that no waiver allows."""
        return [claim for claim in self.claims if not claim.waiver and claim.finding.severity == severity]

    def find_waived(self) -> list[Claim]:
        """Find the claims that a waiver allows."""
        return [claim for claim in self.claims if claim.waiver]

    def is_unpublishable(self) -> bool:
        """Say whether the text is to be published and has an error."""
        return not self.card.draft and bool(self.find_open("error"))


def collect_documents(store: Store) -> tuple[list[DocumentMeta], list[Problem], Library]:
    """Collect the card of every text, the problems of those that have none, and the library of their documents."""
    clinic, problems = model.load_cached_clinic(CONTENT, store)
    library = Library(CONTENT, collect_names(clinic, THEME), store)
    cards: list[DocumentMeta] = []
    for states, strays in scan.scan_texts(CONTENT).values():
        good, faults = library.load_metadata(states)
        cards += good
        problems += [*strays, *faults]
    library.forget_deleted()
    return cards, problems, library


def lint_documents(store: Store, day: date) -> tuple[list[LintedText], list[Problem], Library]:
    """Lint every text; return the texts, all problems, and the library of their documents."""
    cards, problems, library = collect_documents(store)
    found, read = match_claims(library, cards, store), measure_readability(library, cards, store)
    photos, wrong = lint_photographs(cards, store, day)
    store.save()
    words, faults = vocabulary.load_vocabulary(CONTENT)
    texts = []
    for card in cards:
        others = [
            *lint_review(card, day),
            *find_future_days(card, library, day),
            *photos.get(card.path, ()),
            *lint_readability(card, read[card.path], words),
        ]
        claims = [*apply_waivers(card, found[card.path], day), *(Claim(one, None) for one in others)]
        texts.append(LintedText(format_path(CONTENT, card.path), card, claims, read[card.path].level))
    return texts, [*problems, *wrong, *faults], library


def lint_photographs(
    cards: list[DocumentMeta], store: Store, day: date
) -> tuple[dict[str, list[Finding]], list[Problem]]:
    """Find what is wrong with the photographs that each text shows, by its path, and with their records."""
    people, problems = records.load_cached_records(CONTENT, store)
    if people is None:
        return {}, problems
    files = find_originals(CONTENT)

    def within(name: str) -> tuple[str, ...]:
        path = files[name]
        found = read_file_stat(str(path))
        if not is_settled(found):
            return find_metadata(path.read_bytes())
        return store.memoize(
            f"hidden {name}",
            fingerprint.hash_values(found.hex(), fingerprint.hash_code()),
            lambda: find_metadata(path.read_bytes()),
        )

    found = {card.path: list(photo_rules.lint_photos(card, people, files, within, day)) for card in cards}
    early, _ = photo_rules.find_future_record_days(CONTENT.name, people, day)
    return found, [*problems, *photo_rules.find_revoked_files(CONTENT.name, people, files), *early]


def format_report(texts: list[LintedText], problems: list[Problem]) -> Iterator[str]:
    """Format the findings for a terminal, in lines."""
    yield f"{HEADING}\n"
    yield from map(str, problems)
    for text in texts:
        if text.claims or text.level:
            yield f"{text.file}, {'a draft' if text.card.draft else 'published'}: {text.card.title}"
            for severity in SEVERITIES:
                yield from _format_section(f"{severity}s", text.find_open(severity))
            yield from _format_section("waived", text.find_waived())
            yield from _format_reading_level(text.level)
            yield ""
    yield format_total(texts, problems)


def find_undecided_notices(store: Store) -> Iterator[str]:
    """List, in lines, the notices on which content/clinic.yaml says neither a page nor that they do not apply."""
    clinic, _ = model.load_cached_clinic(CONTENT, store)
    names = [name for name in known_notices(store) if clinic and name not in clinic.notices]
    if names:
        yield from textwrap.wrap(f"Notices not decided on in {CONTENT / model.FILE}: {', '.join(names)}.", WIDTH)


def _format_section(name: str, claims: list[Claim]) -> Iterator[str]:
    """Format the claims of one severity; the same reason and advice are printed once for all their claims."""
    if claims:
        yield f"  {name}"
    told = sorted(claims, key=lambda claim: (claim.finding.rule, claim.finding.why, claim.finding.line))
    for (rule, why, write), alike in itertools.groupby(told, key=lambda one: (one[0].rule, one[0].why, one[0].write)):
        if name == "waived":
            waivers = [(claim, claim.waiver) for claim in alike if claim.waiver]
            yield from (f"    {rule}: {_format_place(claim)}, [{one.reference}], by {one.by}" for claim, one in waivers)
            continue
        yield from textwrap.wrap(f"{rule}: {why}; {write}.", WIDTH, initial_indent="    ", subsequent_indent=" " * 11)
        for claim in alike:
            yield f"      {_format_place(claim)}"
            if claim.finding.sentence:
                yield textwrap.indent(textwrap.shorten(claim.finding.sentence, WIDTH, placeholder=" …"), " " * 8)


def _format_place(claim: Claim) -> str:
    """Format the line and column of a claim, and its words."""
    return f"{claim.finding.line}:{claim.finding.column} {claim.finding.quote_words()}"


def _format_reading_level(level: ReadingLevel | None) -> Iterator[str]:
    """Format how hard a text is to read, and its hardest sentences."""
    if level:
        yield f"  reading: {level}; its hardest sentences"
        for one in level.hardest:
            place = f"    {f'{one.line}:{one.column}':<8}{one.figure:>6.1f}  "
            room = WIDTH - len(place)
            yield place + (one.text if len(one.text) <= room else f"{one.text[: room - 2].rpartition(' ')[0]} …")


def format_total(texts: list[LintedText], problems: list[Problem]) -> str:
    """Format the counts of everything that was found."""
    counts = [(severity, sum(len(text.find_open(severity)) for text in texts)) for severity in SEVERITIES]
    said = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts)
    waived = sum(len(text.find_waived()) for text in texts)
    stopped = [text for text in texts if text.is_unpublishable()]
    unread = f", {len(problems)} to mend first" if problems else ""
    return f"{len(texts)} texts: {said}, {waived} waived{unread}. {len(stopped)} may not be published as they are."


def format_json(texts: list[LintedText], problems: list[Problem]) -> str:
    """Format the findings as JSON."""
    said = {
        "reminder": HEADING,
        "total": format_total(texts, problems),
        "problems": [asdict(one) for one in problems],
        "texts": [
            {
                "file": text.file,
                "title": text.card.title,
                "lang": text.card.lang,
                "published": not text.card.draft,
                "reading": _convert_level(text.level),
                "findings": [claim.finding._asdict() for claim in text.claims if not claim.waiver],
                "waived": [
                    claim.finding._asdict() | {"waiver": claim.waiver.model_dump()}
                    for claim in text.claims
                    if claim.waiver
                ],
            }
            for text in texts
        ],
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def _convert_level(level: ReadingLevel | None) -> dict[str, Any] | None:
    """Convert a reading level to JSON values: the hardest sentences by the names of their parts, too."""
    return level and level._asdict() | {"hardest": [one._asdict() for one in level.hardest]}


def make_annotations(texts: list[LintedText], problems: list[Problem]) -> Iterator[Annotation]:
    """Make an annotation of everything that was found. A draft's errors are warnings: they stop nothing."""
    yield from (annotate("error", one) for one in problems)
    for text in texts:
        for found in (claim.finding for claim in text.claims if not claim.waiver):
            severity = "warning" if found.severity == "error" and text.card.draft else found.severity
            message = f"{found.quote_words()}: {found.why}; {found.write}. {HEADING}"
            yield Annotation(LEVELS[severity], message, text.file, found.line, found.column, found.rule)


def list_ledger_rows(texts: list[LintedText], library: Library) -> Iterator[dict[str, object]]:
    """Yield a row for each claim that a published text makes under a waiver."""
    for text in texts:
        claims = [(claim.finding, claim.waiver) for claim in text.claims if claim.waiver and not text.card.draft]
        document: Any = library.load_document(text.card.path) if claims else None
        for found, waiver in claims:
            reference = document.header.references[waiver.reference - 1]
            since, until = document.find_waiver_period()
            yield {
                **{"page": text.file, "line": found.line, "sentence": found.sentence, "words": found.words},
                **{"rule": found.rule, "reference": f"[{waiver.reference}] {reference.title}", "url": reference.url},
                **{"by": waiver.by, "date": since, "until": until},
            }


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def main(words: list[str]) -> int:
    """Lint all texts, print what was found in the form that FORM names, and return the exit code."""
    gc.disable()  # it is short, and leaves next to nothing for the collector to free
    parser = argparse.ArgumentParser(prog="make check", description=HEADING)
    parser.add_argument("--ledger", type=Path, help="write every waived claim into this file")
    to_file: Path | None = parser.parse_args(words).ledger
    form = "" if to_file else os.environ.get("FORM", "")
    if form not in ("", *FORMS):
        what, write = "is no form of what is found", f"write {' or '.join(f'FORM={one}' for one in FORMS)}"
        print(Refused([Problem(f"FORM={form}", 0, "", what, write)]), file=sys.stderr)
        return 1
    try:
        day = find_today(os.environ, pelicanconf.TIMEZONE)
        with hold_build_lock(WORK), contextlib.closing(Store(STORE)) as store:
            texts, problems, library = lint_documents(store, day)
            notices = list(find_undecided_notices(store))
            rows = list(list_ledger_rows(texts, library))
    except Refused as refused:
        print(refused, file=sys.stderr)
        if form == "annotations":
            print_lines(format_annotations(make_annotations([], refused.problems)))
        return 1
    if to_file:
        if problems:
            print(f"{Refused(problems)}", file=sys.stderr)
            return 1
        to_file.write_text(format_ledger(rows), "utf-8-sig", newline="")
        print(f"{len(rows)} waived claim{'' if len(rows) == 1 else 's'} in {to_file}. {HEADING}")
        return 0
    if form == "json":
        print(format_json(texts, problems))
    elif form == "annotations":
        print_lines(format_annotations(make_annotations(texts, problems)))
    else:
        print_lines([*format_report(texts, problems), *notices])
    return 1 if problems or any(text.is_unpublishable() for text in texts) else 0


if __name__ == "__main__":
    with refuse_os_errors():
        sys.exit(main(sys.argv[1:]))
