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
from plugins.cache.file_stat import settled, state_of
from plugins.cache.inputs import CONTENT, THEME
from plugins.cache.store import Store
from plugins.clinic import model
from plugins.clinic.clock import today
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents import scan
from plugins.documents.document import Card
from plugins.documents.library import Library
from plugins.documents.names import names
from plugins.documents.scan import shown
from plugins.lint.claims.ledger import written
from plugins.lint.claims.matcher import Finding
from plugins.lint.claims.results import remarks
from plugins.lint.claims.rules import SEVERITIES
from plugins.lint.claims.waivers import Claim, judged
from plugins.lint.future_days import find_future_days
from plugins.lint.notices.catalog import known as known_notices
from plugins.lint.readability.grade import Level
from plugins.lint.readability.hints import hints
from plugins.lint.readability.results import readings
from plugins.lint.review import findings
from plugins.lint.spelling import vocabulary
from plugins.media.consent import records, rules
from plugins.media.images.metadata import hidden
from plugins.media.images.uses import originals
from tools.build import STORE, WORK, alone
from tools.quality.annotations import Annotation, annotate, format_annotations

HEADING = "A reminder, not legal advice."
WIDTH = 100  # characters
FORMS = ("json", "annotations")
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}  # of annotations


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what was found in it."""

    file: str
    card: Card
    claims: list[Claim]
    level: Level | None

    def open(self, severity: str) -> list[Claim]:
        """Find the claims of this severity that no waiver allows."""
        return [claim for claim in self.claims if not claim.waiver and claim.finding.severity == severity]

    def waived(self) -> list[Claim]:
        """Find the claims that a waiver allows."""
        return [claim for claim in self.claims if claim.waiver]

    def stops(self) -> bool:
        """Say whether the text is to be published and has an error."""
        return not self.card.draft and bool(self.open("error"))


def documents(store: Store) -> tuple[list[Card], list[Problem], Library]:
    """Collect the card of every text, the problems of those that have none, and the library of their documents."""
    clinic, problems = model.known(CONTENT, store)
    library = Library(CONTENT, names(clinic, THEME), store)
    cards: list[Card] = []
    for states, strays in scan.texts(CONTENT).values():
        good, faults = library.cards(states)
        cards += good
        problems += [*strays, *faults]
    library.forget_others()
    return cards, problems, library


def read(store: Store, day: date) -> tuple[list[Text], list[Problem], Library]:
    """Lint every text; return the texts, all problems, and the library of their documents."""
    cards, problems, library = documents(store)
    found, read = remarks(library, cards, store), readings(library, cards, store)
    photos, wrong = photographs(cards, store, day)
    store.save()
    words, faults = vocabulary.load(CONTENT)
    texts = []
    for card in cards:
        others = [
            *findings(card, day),
            *find_future_days(card, library, day),
            *photos.get(card.path, ()),
            *hints(card, read[card.path], words),
        ]
        claims = [*judged(card, found[card.path], day), *(Claim(one, None) for one in others)]
        texts.append(Text(shown(CONTENT, card.path), card, claims, read[card.path].level))
    return texts, [*problems, *wrong, *faults], library


def photographs(cards: list[Card], store: Store, day: date) -> tuple[dict[str, list[Finding]], list[Problem]]:
    """Find what is wrong with the photographs that each text shows, by its path, and with their records."""
    people, problems = records.known(CONTENT, store)
    if people is None:
        return {}, problems
    files = originals(CONTENT)

    def within(name: str) -> tuple[str, ...]:
        path = files[name]
        found = state_of(str(path))
        if not settled(found):
            return hidden(path.read_bytes())
        return store.once(
            f"hidden {name}", fingerprint.of(found.hex(), fingerprint.of_code()), lambda: hidden(path.read_bytes())
        )

    found = {card.path: list(rules.found(card, people, files, within, day)) for card in cards}
    early, _ = rules.find_future_days(CONTENT.name, people, day)
    return found, [*problems, *rules.revoked(CONTENT.name, people, files), *early]


def for_people(texts: list[Text], problems: list[Problem]) -> Iterator[str]:
    """Format the findings for a terminal, in lines."""
    yield f"{HEADING}\n"
    yield from map(str, problems)
    for text in texts:
        if text.claims or text.level:
            yield f"{text.file}, {'a draft' if text.card.draft else 'published'}: {text.card.title}"
            for severity in SEVERITIES:
                yield from _section(f"{severity}s", text.open(severity))
            yield from _section("waived", text.waived())
            yield from _reading(text.level)
            yield ""
    yield total(texts, problems)


def undecided(store: Store) -> Iterator[str]:
    """List, in lines, the notices on which content/clinic.yaml says neither a page nor that they do not apply."""
    clinic, _ = model.known(CONTENT, store)
    names = [name for name in known_notices(store) if clinic and name not in clinic.notices]
    if names:
        yield from textwrap.wrap(f"Notices not decided on in {CONTENT / model.FILE}: {', '.join(names)}.", WIDTH)


def _section(name: str, claims: list[Claim]) -> Iterator[str]:
    """Format the claims of one severity; the same reason and advice are printed once for all their claims."""
    if claims:
        yield f"  {name}"
    told = sorted(claims, key=lambda claim: (claim.finding.rule, claim.finding.why, claim.finding.line))
    for (rule, why, write), alike in itertools.groupby(told, key=lambda one: (one[0].rule, one[0].why, one[0].write)):
        if name == "waived":
            waivers = [(claim, claim.waiver) for claim in alike if claim.waiver]
            yield from (f"    {rule}: {_place(claim)}, [{one.reference}], by {one.by}" for claim, one in waivers)
            continue
        yield from textwrap.wrap(f"{rule}: {why}; {write}.", WIDTH, initial_indent="    ", subsequent_indent=" " * 11)
        for claim in alike:
            yield f"      {_place(claim)}"
            if claim.finding.sentence:
                yield textwrap.indent(textwrap.shorten(claim.finding.sentence, WIDTH, placeholder=" …"), " " * 8)


def _place(claim: Claim) -> str:
    """Format the line and column of a claim, and its words."""
    return f"{claim.finding.line}:{claim.finding.column} {claim.finding.quoted()}"


def _reading(level: Level | None) -> Iterator[str]:
    """Format how hard a text is to read, and its hardest sentences."""
    if level:
        yield f"  reading: {level}; its hardest sentences"
        for one in level.hardest:
            place = f"    {f'{one.line}:{one.column}':<8}{one.figure:>6.1f}  "
            room = WIDTH - len(place)
            yield place + (one.text if len(one.text) <= room else f"{one.text[: room - 2].rpartition(' ')[0]} …")


def total(texts: list[Text], problems: list[Problem]) -> str:
    """Format the counts of everything that was found."""
    counts = [(severity, sum(len(text.open(severity)) for text in texts)) for severity in SEVERITIES]
    said = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts)
    waived = sum(len(text.waived()) for text in texts)
    stopped = [text for text in texts if text.stops()]
    unread = f", {len(problems)} to mend first" if problems else ""
    return f"{len(texts)} texts: {said}, {waived} waived{unread}. {len(stopped)} may not be published as they are."


def as_json(texts: list[Text], problems: list[Problem]) -> str:
    """Format the findings as JSON."""
    said = {
        "reminder": HEADING,
        "total": total(texts, problems),
        "problems": [asdict(one) for one in problems],
        "texts": [
            {
                "file": text.file,
                "title": text.card.title,
                "lang": text.card.lang,
                "published": not text.card.draft,
                "reading": _level(text.level),
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


def _level(level: Level | None) -> dict[str, Any] | None:
    """Convert a reading level to JSON values: the hardest sentences by the names of their parts, too."""
    return level and level._asdict() | {"hardest": [one._asdict() for one in level.hardest]}


def annotations_of(texts: list[Text], problems: list[Problem]) -> Iterator[Annotation]:
    """Make an annotation of everything that was found. A draft's errors are warnings: they stop nothing."""
    yield from (annotate("error", one) for one in problems)
    for text in texts:
        for found in (claim.finding for claim in text.claims if not claim.waiver):
            severity = "warning" if found.severity == "error" and text.card.draft else found.severity
            message = f"{found.quoted()}: {found.why}; {found.write}. {HEADING}"
            yield Annotation(LEVELS[severity], message, text.file, found.line, found.column, found.rule)


def ledger(texts: list[Text], library: Library) -> Iterator[dict[str, object]]:
    """Yield a row for each claim that a published text makes under a waiver."""
    for text in texts:
        claims = [(claim.finding, claim.waiver) for claim in text.claims if claim.waiver and not text.card.draft]
        document: Any = library.document(text.card.path) if claims else None
        for found, waiver in claims:
            reference = document.header.references[waiver.reference - 1]
            since, until = document.waived()
            yield {
                **{"page": text.file, "line": found.line, "sentence": found.sentence, "words": found.words},
                **{"rule": found.rule, "reference": f"[{waiver.reference}] {reference.title}", "url": reference.url},
                **{"by": waiver.by, "date": since, "until": until},
            }


def printed(lines: Iterable[str]) -> None:
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
        day = today(os.environ, pelicanconf.TIMEZONE)
        with alone(WORK), contextlib.closing(Store(STORE)) as store:
            texts, problems, library = read(store, day)
            notices = list(undecided(store))
            rows = list(ledger(texts, library))
    except Refused as refused:
        print(refused, file=sys.stderr)
        if form == "annotations":
            printed(format_annotations(annotations_of([], refused.problems)))
        return 1
    if to_file:
        if problems:
            print(f"{Refused(problems)}", file=sys.stderr)
            return 1
        to_file.write_text(written(rows), "utf-8-sig", newline="")
        print(f"{len(rows)} waived claim{'' if len(rows) == 1 else 's'} in {to_file}. {HEADING}")
        return 0
    if form == "json":
        print(as_json(texts, problems))
    elif form == "annotations":
        printed(format_annotations(annotations_of(texts, problems)))
    else:
        printed([*for_people(texts, problems), *notices])
    return 1 if problems or any(text.stops() for text in texts) else 0


if __name__ == "__main__":
    with refuse_os_errors():
        sys.exit(main(sys.argv[1:]))
