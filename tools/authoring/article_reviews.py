"""List the articles that are to be reviewed, or record a review.

    python -m tools.authoring.article_reviews                    the list, the most urgent first
    python -m tools.authoring.article_reviews FILE BY [EVERY]    BY, somebody in content/people/, has read FILE
                                                                 today as it stands, and is to read it again after
                                                                 EVERY months

All three are taken from the environment where none is given.

The exit code is 1 if a text cannot be read or a review cannot be recorded. A list, however long, is no failure.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from plugins.clinic.clock import find_today
from plugins.clinic.model import load_timezone
from plugins.diagnostics.diagnostic import Diagnostic, Refused, diagnose
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents.document import DocumentMeta, make_document
from plugins.documents.front_matter import ReviewRecord
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.documents.source import split_front_matter
from plugins.schema.types import parse_model
from plugins.schema.yaml_reader import ParsedYaml, Place, parse_yaml
from tools.authoring.front_matter_edit import (
    CONTENT,
    add_header_lines,
    find_line_ending,
    replace_file,
    resolve_path,
    split_lines,
)
from tools.build_lock import open_locked_cache
from tools.quality.lint_texts import collect_documents

SOON = timedelta(30)
FIRST_HEADER_LINE = 2  # of a file: the fence is the first
MONTHS = "12"  # after which a text is read again, where nobody says otherwise
HOW = "make review FILE=sun-after-a-laser BY=dr-example EVERY=12"


def list_due_reviews(metas: Iterable[DocumentMeta], day: date) -> Iterator[str]:
    """List each text that is to be reviewed within a month, in a line, the most urgent first; then their number."""
    texts = [meta for meta in metas if meta.may_need_review or meta.translation_pending]
    due = [(min(why), meta.path, why, meta.draft) for meta in texts if (why := list(find_review_reasons(meta, day)))]
    for _, path, why, draft in sorted(due):
        yield f"{format_path(CONTENT, path)}: {', '.join(said for *_, said in why)}{' (a draft)' if draft else ''}"
    yield f"{len(due)} of {len(texts)} texts to review. {f'To note a review: {HOW}' if due else ''}".rstrip()
    if any(meta.translation_pending for meta in texts):
        yield "Who has checked a translation deletes its line translation: pending."


def find_review_reasons(meta: DocumentMeta, day: date) -> Iterator[tuple[int, date, str]]:
    """Find why a text is to be reviewed: the urgency (0 is the highest), the day, and the reason in words."""
    if meta.may_need_review:
        yield from _find_article_reasons(meta, day)
    if meta.translation_pending:
        yield (
            4,
            meta.date,
            "translation not checked yet",
        )


def _find_article_reasons(meta: DocumentMeta, day: date) -> Iterator[tuple[int, date, str]]:
    """Find why a clinician is to review an article."""
    if not meta.reviewed or not meta.due:
        yield _find_first_review(meta, day)
        return
    if meta.due < day:
        yield 0, meta.due, f"review overdue since {meta.due}"
    if meta.since_review == "changed":
        yield 1, meta.reviewed, f"changed since its review on {meta.reviewed}"
    if day <= meta.due <= day + SOON:
        yield 2, meta.due, f"review due by {meta.due}"


def _find_first_review(meta: DocumentMeta, day: date) -> tuple[int, date, str]:
    """Find how urgent the first review of an article is: it may be planned for a day."""
    if not meta.due:
        return 3, meta.date, "not reviewed yet"
    return 0 if meta.due < day else 2, meta.due, f"first review planned for {meta.due}"


def add_review(data: bytes, review: Mapping[str, str]) -> str:
    """Return the text of a valid document with this review in its header, on the lines of an earlier one, if any."""
    whole, line_numbers = data.decode(), _number_header_fields(data)
    review_line = line_numbers.get(("review",), 0)
    if not review_line:
        return add_header_lines(whole, "\n".join(_format_review(review)))
    lines = split_lines(whole)
    field_lines = {name: line for name in review if (line := line_numbers.get(("review", name), 0)) > review_line}
    if field_lines:
        _replace_fields(lines, field_lines, review)
    else:  # it is pending, or stands on one line
        ending = find_line_ending(lines)
        lines[review_line - 1 : review_line] = [f"{line}{ending}" for line in _format_review(review)]
    return "".join(lines)


def _number_header_fields(data: bytes) -> Mapping[Place, int]:
    """Find the line of each field of a document's header, counted from the first line of the file."""
    source, _ = split_front_matter(data)
    assert source
    return parse_yaml(source.header, FIRST_HEADER_LINE).lines


def _format_review(review: Mapping[str, str]) -> list[str]:
    return ["review:", *(f"  {name}: {value}" for name, value in review.items())]


def _replace_fields(lines: list[str], field_lines: Mapping[str, int], review: Mapping[str, str]) -> None:
    """Replace the fields of an earlier review in `lines`, and add the others below them.

    `field_lines` has the number of the line of each field that has one.
    """
    first_field = lines[min(field_lines.values()) - 1]
    indent = " " * (len(first_field) - len(first_field.lstrip(" ")))
    ending = find_line_ending(lines)
    formatted = {name: f"{indent}{name}: {value}{ending}" for name, value in review.items()}
    for name, number in field_lines.items():
        lines[number - 1] = formatted[name]
    last = max(field_lines.values())
    lines[last:last] = [line for name, line in formatted.items() if name not in field_lines]


def record_review(path: str, by: str, every: str, library: Library, day: date) -> str:
    """Write the review of this article into its header; return a line that says so. Raises Refused."""
    where, article = format_path(CONTENT, path), library.load_document(path)
    before = getattr(article.header, "review", None)
    months = every or (str(before.every) if isinstance(before, ReviewRecord) else MONTHS)
    values = {"by": by, "on": day.isoformat(), "every": months, "text": article.hash_words()}
    _, errors = parse_model(ReviewRecord, ParsedYaml(values), library.names)
    if errors:
        raise Refused(one.locate(f"{one.field.upper()}={values[one.field]}", 0, "") for one in errors)
    whole = add_review(library.read_source(path), values)
    after, errors = make_document(path, whole.encode(), library.names)
    if errors or not after:
        raise Refused([diagnose("review-unusual", where, article.meta.lines["review"], "review")])
    replace_file(CONTENT / path, whole)
    return f"{where}: reviewed by {by} on {day}, to be read again by {after.meta.due}."


def _find_article(said: str, metas: Iterable[DocumentMeta], errors: Iterable[Diagnostic]) -> str:
    """Find the path of the article that `said` names. Raises Refused where it cannot be read, or has no review."""
    known = {meta.path: meta for meta in metas}
    broken = {one.file.removeprefix(f"{CONTENT}/") for one in errors if one.file.endswith(".md")}
    path = resolve_path({*known, *broken}, "FILE", said)
    if found := [one for one in errors if one.file in (format_path(CONTENT, path), f"{CONTENT}/clinic.yaml")]:
        raise Refused(found)
    if not known[path].kind:
        raise Refused([diagnose("review-needless", f"FILE={said}")])
    return path


def main(words: list[str]) -> int:
    """List what is to be reviewed, or record a review; return the exit code."""
    words = words or [os.environ.get(name, "") for name in ("FILE", "BY", "EVERY")]
    file, by, every = (*words, "", "", "")[:3]
    if any((file, by, every)) and not (file and by):
        print(f"Write {HOW}, with the names of your file and of one in content/people/.", file=sys.stderr)
        return 1
    try:
        return _list_or_record(file, by, every)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1


def _list_or_record(file: str, by: str, every: str) -> int:
    """Record a review of `file` or, where that is "", list what is to be reviewed; return the exit code."""
    day = find_today(os.environ, load_timezone(CONTENT))
    with open_locked_cache() as cache:
        metas, errors, library = collect_documents(cache)
        if file:
            print(record_review(_find_article(file, metas, errors), by, every, library, day))
            return 0
    print(*errors, *list_due_reviews(metas, day), sep="\n")
    return 1 if errors else 0


if __name__ == "__main__":
    with refuse_os_errors():
        sys.exit(main(sys.argv[1:]))
