"""Lint the texts: forbidden claims, reviews, photographs, readability and spelling, without building a page.

    python -m tools.quality.lint_texts                     for people: a screen for each text, how hard it is to read;
                                                           with FILE=halo in the environment, for that text alone
    python -m tools.quality.lint_texts --ledger FILE.csv   write every waived claim, with its source

FORM=json in the environment prints it for programs, FORM=annotations for pull requests (tools/quality/lint_report.py).
The exit code is 1 if a published text has an error or a text cannot be read; with --ledger, only for the latter. All of
this is a reminder, not legal advice.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.cache.file_stat import is_settled, read_file_stat
from plugins.cache.inputs import CONTENT, THEME
from plugins.clinic import model
from plugins.clinic.clock import find_today
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents import scan
from plugins.documents.allowed_names import collect_names
from plugins.documents.document import Document, DocumentMeta
from plugins.documents.front_matter import ArticleFrontMatter
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.lint.claims.ledger import format_ledger
from plugins.lint.claims.matcher import Claim
from plugins.lint.claims.results import ClaimResult, match_claims
from plugins.lint.claims.waivers import WAIVING, apply_waivers
from plugins.lint.future_days import find_future_days
from plugins.lint.limits import lint_limits, list_numbers
from plugins.lint.notices.catalog import load_cached_notices as known_notices
from plugins.lint.readability.grade import ReadingLevel
from plugins.lint.readability.hints import lint_readability
from plugins.lint.readability.results import ReadabilityResult, measure_readability
from plugins.lint.review import lint_review
from plugins.lint.spelling import vocabulary
from plugins.media.consent import photo_rules, records
from plugins.media.images.metadata import find_metadata
from plugins.media.images.picture_uses import find_originals
from plugins.schema.languages import strip_marks
from tools.authoring.front_matter_edit import resolve_path
from tools.build_lock import open_locked_cache
from tools.quality.annotations import format_annotations
from tools.quality.lint_report import HEADING, LintedText, format_json, format_report, make_annotations

FORMS = ("json", "annotations")


class Findings(NamedTuple):
    """What was found for all texts at once, by the path of each, and the words that the clinic adds to the dictionary.

    `photographs` lacks the texts where the photographs' records cannot be read. `numbers` are the ends of the clinic's
    telephone numbers.
    """

    claims: Mapping[str, ClaimResult]
    readability: Mapping[str, ReadabilityResult]
    photographs: Mapping[str, list[Diagnostic]]
    words: vocabulary.Vocabulary
    numbers: Collection[str]


class LintResults(NamedTuple):
    """What was found in all texts. `errors` are of texts and files that cannot be read."""

    texts: list[LintedText]
    errors: list[Diagnostic]
    undecided_notices: list[str]
    questions: list[tuple[str, str]]  # to ask the clinic, each after its file
    ledger_rows: list[dict[str, object]]


def collect_documents(cache: Cache) -> tuple[list[DocumentMeta], list[Diagnostic], Library]:
    """Collect the metadata of every text of which enough can be read, all errors, and the library of documents."""
    clinic_file, texts = model.load_clinic_file(CONTENT, cache), scan.scan_texts(CONTENT)
    names = collect_names(clinic_file, THEME, [*texts.stats, *texts.misnamed])
    library = Library(CONTENT, names, cache)
    metas, load_errors = library.load_metadata(texts.stats)
    errors = [*clinic_file.errors, *texts.errors, *load_errors, *library.read_misnamed(texts.misnamed)[1]]
    return [meta for meta in metas if meta.unfit.isdisjoint(WAIVING)], errors, library


def lint_documents(cache: Cache, day: date) -> tuple[list[LintedText], list[Diagnostic], Library]:
    """Lint every text; return the texts, all errors, and the library of their documents."""
    metas, errors, library = collect_documents(cache)
    findings, finding_errors = collect_findings(metas, library, cache, day)
    texts = [_lint_text(meta, findings, library, day) for meta in metas]
    return texts, sorted([*errors, *finding_errors]), library


def collect_findings(
    metas: list[DocumentMeta], library: Library, cache: Cache, day: date
) -> tuple[Findings, list[Diagnostic]]:
    """Collect what is found for all texts at once, and the errors of the files about photographs and words."""
    claims = match_claims(library, metas, cache)
    readability = measure_readability(library, metas, cache)
    photographs, photo_errors = lint_photographs(metas, cache, day)
    cache.commit()
    words, word_errors = vocabulary.load_vocabulary(CONTENT)
    clinic = model.load_clinic_file(CONTENT, cache).clinic
    return Findings(claims, readability, photographs, words, list_numbers(clinic)), [*photo_errors, *word_errors]


def _lint_text(meta: DocumentMeta, findings: Findings, library: Library, day: date) -> LintedText:
    """Put together what was found in a text for all texts at once, and what is found in this one alone."""
    claims = apply_waivers(meta, findings.claims[meta.path], day)
    readability = findings.readability[meta.path]
    beside_claims = [
        *lint_review(meta, day),
        *lint_limits(meta, findings.numbers),
        *find_future_days(meta, library, day),
        *findings.photographs.get(meta.path, ()),
        *lint_readability(meta, readability, findings.words),
    ]
    return _make_linted_text(meta, claims, beside_claims, readability.level)


def _make_linted_text(
    meta: DocumentMeta, claims: Iterable[Claim], beside_claims: Iterable[Diagnostic], level: ReadingLevel | None
) -> LintedText:
    """Put together what was found in a text, each with the path of its file.

    What is no claim is reported in the same way: as a claim without a sentence or a waiver.
    """
    file = format_path(CONTENT, meta.path)
    found = (*claims, *map(Claim, beside_claims))
    located = [claim._replace(diagnostic=claim.diagnostic.locate(file)) for claim in found]
    return LintedText(file, meta, located, level)


def lint_photographs(
    metas: list[DocumentMeta], cache: Cache, day: date
) -> tuple[dict[str, list[Diagnostic]], list[Diagnostic]]:
    """Find what is wrong with the photographs that each text shows, by the text's path, and with their records.

    Where the records cannot be read, only the errors say so.
    """
    known, errors = records.load_cached_records(CONTENT, cache)
    if known is None:
        return {}, errors
    originals = find_originals(CONTENT)
    read_metadata = partial(_find_cached_metadata, cache, originals)  # takes the name of a picture
    clinic = model.load_clinic_file(CONTENT, cache).clinic
    lint = partial(
        photo_rules.lint_photos,
        records=known,
        originals=originals,
        read_metadata=read_metadata,
        day=day,
        may_compare=clinic is not None and clinic.before_after,
    )
    by_path = {meta.path: list(lint(meta)) for meta in metas}
    return by_path, [*errors, *_find_record_errors(known, originals, day)]


def _find_record_errors(known: records.Records, originals: Mapping[str, Path], day: date) -> Iterator[Diagnostic]:
    """Find the photographs whose consent was revoked and whose file is still there, and records of days to come."""
    yield from photo_rules.find_revoked_files(CONTENT.name, known, originals)
    future_days, _noted = photo_rules.find_future_record_days(CONTENT.name, known, day)  # only a build shows notes
    yield from future_days


def _find_cached_metadata(cache: Cache, originals: Mapping[str, Path], name: str) -> tuple[str, ...]:
    """Find the metadata in the picture `name`; the bytes of a file that has not changed are read only once."""
    path = originals[name]
    file_stat = read_file_stat(str(path))
    if not is_settled(file_stat):
        return find_metadata(path.read_bytes())
    key = fingerprint.hash_values(file_stat.hex(), fingerprint.hash_code())
    return cache.memoize(f"hidden {name}", key, lambda: find_metadata(path.read_bytes()))


def find_undecided_notices(cache: Cache) -> list[str]:
    """Find the notices on which content/clinic.yaml says neither a page nor that they do not apply.

    None where that file cannot be read, which is reported elsewhere.
    """
    clinic = model.load_clinic_file(CONTENT, cache).clinic
    return [name for name in known_notices(cache) if clinic and name not in clinic.notices]


def list_questions(texts: list[LintedText], cache: Cache) -> Iterator[tuple[str, str]]:
    """Yield what only the clinic knows, as content/clinic.yaml and the texts ask it, each with its file."""
    clinic = model.load_clinic_file(CONTENT, cache).clinic
    asked = [(f"{CONTENT / model.FILE}", clinic.ask if clinic else ()), *((text.file, text.meta.ask) for text in texts)]
    for file, questions in asked:
        yield from ((file, question) for question in questions)


def list_ledger_rows(texts: list[LintedText], library: Library) -> Iterator[dict[str, object]]:
    """Yield a row for each claim that a published text makes under a waiver."""
    for text in texts:
        waived_claims = [] if text.meta.draft else text.find_waived()
        if waived_claims:
            document = library.load_document(text.meta.path)
            yield from (_make_ledger_row(text.file, claim, document) for claim in waived_claims)


def _make_ledger_row(file: str, claim: Claim, document: Document) -> dict[str, object]:
    """Make the row of a waived claim in a document."""
    return _describe_claim(file, claim) | _describe_waiver(claim, document)


def _describe_claim(file: str, claim: Claim) -> dict[str, object]:
    """Make the part of a claim's row that says where it stands, what it says, and which rule forbids it."""
    return {
        "page": file,
        "line": claim.diagnostic.line,
        "sentence": claim.sentence,
        "words": claim.diagnostic.words,
        "rule": claim.diagnostic.rule,
    }


def _describe_waiver(claim: Claim, document: Document) -> dict[str, object]:
    """Make the part of a claim's row that says which source proves it, who says so, and on which days that counts."""
    assert claim.waiver and isinstance(document.header, ArticleFrontMatter)  # only an article has waivers
    reference = document.header.references[claim.waiver.reference - 1]
    first_day, last_day = document.find_waiver_period()
    return {
        "reference": f"[{claim.waiver.reference}] {strip_marks(reference.title)}",
        "url": reference.url,
        "by": claim.waiver.by,
        "date": first_day,
        "until": last_day,
    }


def print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def main(words: list[str]) -> int:
    """Lint all texts, and print what was found, or write the waived claims as a ledger. Return the exit code."""
    gc.disable()  # it is short, and leaves next to nothing for the collector to free
    ledger_file = parse_ledger_file(words)
    form = "" if ledger_file else os.environ.get("FORM", "")  # FORM says how findings are printed
    try:
        check_form(form)
        results = select_text(collect_results(), os.environ.get("FILE", ""))
    except Refused as refused:
        print_refusal(refused, form)
        return 1
    if ledger_file:
        return write_ledger(ledger_file, results.ledger_rows, results.errors)
    print_results(results, form)
    return 1 if results.errors or any(text.is_unpublishable() for text in results.texts) else 0


def parse_ledger_file(words: list[str]) -> Path | None:
    """Parse the words of the command line: return the file into which the ledger is to be written, if any."""
    parser = argparse.ArgumentParser(prog="make check", description=HEADING)
    parser.add_argument("--ledger", type=Path, help="write every waived claim into this file")
    ledger_file: Path | None = parser.parse_args(words).ledger
    return ledger_file


def print_refusal(refused: Refused, form: str) -> None:
    """Print why nothing was linted: for people, and in the form of annotations where that is asked for."""
    print(refused, file=sys.stderr)
    if form == "annotations":
        print_lines(format_annotations(make_annotations([], refused.diagnostics)))


def check_form(form: str) -> None:
    """Refuse a form that is none of FORMS, nor "" for people."""
    if form not in ("", *FORMS):
        choices = " or ".join(f"FORM={name}" for name in FORMS)
        raise Refused([diagnose("lint-form-unknown", f"FORM={form}", choices=choices)])


def collect_results() -> LintResults:
    """Lint all texts as they are today, while no build changes the cache. Raises Refused."""
    day = find_today(os.environ, model.load_timezone(CONTENT))
    with open_locked_cache() as cache:
        texts, errors, library = lint_documents(cache, day)
        questions = list(list_questions(texts, cache))
        rows = list(list_ledger_rows(texts, library))
        return LintResults(texts, errors, find_undecided_notices(cache), questions, rows)


def select_text(results: LintResults, said: str) -> LintResults:
    """Select what was found in the text that somebody means by `said`; all where that is "". Raises Refused."""
    if not said:
        return results
    texts = {text.meta.path: text for text in results.texts}
    broken = {error.file.removeprefix(f"{CONTENT}/") for error in results.errors if error.file.endswith(".md")}
    path = resolve_path({*texts, *broken}, "FILE", said)
    file = format_path(CONTENT, path)
    return LintResults(
        texts=[texts[path]] if path in texts else [],
        errors=[error for error in results.errors if error.file == file],
        undecided_notices=[],
        questions=[pair for pair in results.questions if pair[0] == file],
        ledger_rows=[],
    )


def print_results(results: LintResults, form: str) -> None:
    """Print what was found in a form of FORMS, or for people where `form` is ""."""
    if form == "json":
        print(format_json(results.texts, results.errors))
    elif form == "annotations":
        print_lines(format_annotations(make_annotations(results.texts, results.errors)))
    else:
        print_lines(format_report(results.texts, results.errors, results.undecided_notices, results.questions))


def write_ledger(path: Path, rows: list[dict[str, object]], errors: list[Diagnostic]) -> int:
    """Write the waived claims into a file, and return the exit code. Errors are printed in place of that."""
    if errors:
        print(Refused(errors), file=sys.stderr)
        return 1
    path.write_text(format_ledger(rows), "utf-8-sig", newline="")
    print(f"{len(rows)} waived claim{'' if len(rows) == 1 else 's'} in {path}. {HEADING}")
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads the first lines may go
    with refuse_os_errors():
        sys.exit(main(sys.argv[1:]))
