"""List the articles that are to be reviewed, or record a review.

    python -m tools.authoring.article_reviews                    the list, the most urgent first
    python -m tools.authoring.article_reviews FILE BY [EVERY]    BY, one of people in content/clinic.yaml, has read FILE
                                                                 today as it stands, and is to read it again after
                                                                 EVERY months

All three are taken from the environment where none is given.

The exit code is 1 if a text cannot be read or a review cannot be recorded. A list, however long, is no failure.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import pelicanconf
from plugins.cache.store import Store
from plugins.clinic.clock import find_today
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents.document import DocumentMeta, make_document
from plugins.documents.front_matter import ReviewRecord
from plugins.documents.library import Library
from plugins.documents.scan import format_path
from plugins.documents.source import split_front_matter
from plugins.schema.types import parse_model
from plugins.schema.yaml_reader import ParsedYaml, parse_yaml
from tools.authoring.front_matter_edit import (
    CONTENT,
    add_header_lines,
    find_line_ending,
    replace_file,
    resolve_path,
    split_lines,
)
from tools.build import STORE, WORK, hold_build_lock
from tools.quality.lint_texts import collect_documents

SOON = timedelta(30)
MONTHS = "12"  # after which a text is read again, where nobody says otherwise
HOW = "make review FILE=sun-after-a-laser BY=dr-example EVERY=12"


def list_due_reviews(cards: Iterable[DocumentMeta], day: date) -> Iterator[str]:
    """List each article that is to be reviewed within a month, in a line, the most urgent first; then their number."""
    articles = [card for card in cards if card.kind]
    told = [
        (min(why), card.path, why, card.draft) for card in articles if (why := list(find_review_reasons(card, day)))
    ]
    for _, path, why, draft in sorted(told):
        yield f"{format_path(CONTENT, path)}: {', '.join(said for *_, said in why)}{' (a draft)' if draft else ''}"
    yield f"{len(told)} of {len(articles)} articles to review. {f'To note a review: {HOW}' if told else ''}".rstrip()


def find_review_reasons(card: DocumentMeta, day: date) -> Iterator[tuple[int, date, str]]:
    """Find why an article is to be reviewed: the urgency (0 is the highest), the day, and the reason in words."""
    if not card.reviewed or not card.due:
        yield 3, card.date, "not reviewed yet"
        return
    if card.due < day:
        yield 0, card.due, f"review overdue since {card.due}"
    if card.since_review == "changed":
        yield 1, card.reviewed, f"changed since its review on {card.reviewed}"
    if day <= card.due <= day + SOON:
        yield 2, card.due, f"review due by {card.due}"


def add_review(data: bytes, review: Mapping[str, str]) -> str:
    """Return the text of a valid document with this review in its header. No other line changes."""
    source, _ = split_front_matter(data)
    assert source
    places, whole = parse_yaml(source.header, 2).lines, data.decode()
    lines, at = split_lines(whole), places.get(("review",), 0)
    own = {name: places[("review", name)] - 1 for name in review if places.get(("review", name), at) > at}
    indent = re.match(" *", lines[min(own.values())])[0] if own else "  "  # type: ignore[index]  # it may be empty
    rows = {name: f"{indent}{name}: {value}" for name, value in review.items()}
    if not at:
        return add_header_lines(whole, "\n".join(["review:", *rows.values()]))
    if not own:  # it is pending, or stands on one line
        lines[at - 1] = f"review:{find_line_ending(lines)}"
    for name, line in own.items():
        lines[line] = rows.pop(name) + find_line_ending(lines)
    last = max(own.values(), default=at - 1) + 1
    lines[last:last] = [row + find_line_ending(lines) for row in rows.values()]
    return "".join(lines)


def record_review(path: str, by: str, every: str, library: Library, day: date) -> str:
    """Write the review of this article into its header; return a line that says so. Raises Refused."""
    where, article = format_path(CONTENT, path), library.load_document(path)
    before = getattr(article.header, "review", None)
    months = every or (str(before.every) if isinstance(before, ReviewRecord) else MONTHS)
    values = {"by": by, "on": day.isoformat(), "every": months, "text": article.hash_words()}
    _, faults = parse_model(ReviewRecord, ParsedYaml(values), library.names)
    if faults:
        raise Refused(Problem(f"{one.field.upper()}={values[one.field]}", 0, "", one.what, one.write) for one in faults)
    whole = add_review(library.read_source(path), values)
    after, _ = make_document(path, whole.encode(), library.names)
    if not after:
        write = "write by, on, every and text below it, each on a line of its own"
        raise Refused([Problem(where, article.card.lines["review"], "review", "is written in an unusual way", write)])
    replace_file(CONTENT / path, whole)
    return f"{where}: reviewed by {by} on {day}, to be read again by {after.card.due}."


def _find_article(said: str, cards: Iterable[DocumentMeta], problems: Iterable[Problem]) -> str:
    """Find the path of the article that `said` names. Raises Refused where it cannot be read, or has no review."""
    known = {card.path: card for card in cards}
    broken = {one.file.removeprefix(f"{CONTENT}/") for one in problems if one.file.endswith(".md")}
    path = resolve_path([*known, *broken], "FILE", said)
    if wrong := [one for one in problems if one.file in (format_path(CONTENT, path), f"{CONTENT}/clinic.yaml")]:
        raise Refused(wrong)
    if not known[path].kind:
        raise Refused([Problem(f"FILE={said}", 0, "", "is a page about us, and has no review", "name an article")])
    return path


def main(words: list[str]) -> int:
    """List what is to be reviewed, or record a review; return the exit code."""
    words = words or [os.environ.get(name, "") for name in ("FILE", "BY", "EVERY")]
    file, by, every = (*words, "", "", "")[:3]
    if (file or by or every) and not (file and by):
        print(f"Write {HOW}, with the name of your file and one of people in content/clinic.yaml.", file=sys.stderr)
        return 1
    try:
        day = find_today(os.environ, pelicanconf.TIMEZONE)
        with hold_build_lock(WORK), contextlib.closing(Store(STORE)) as store:
            cards, problems, library = collect_documents(store)
            if file:
                print(record_review(_find_article(file, cards, problems), by, every, library, day))
                return 0
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    for line in (*problems, *list_due_reviews(cards, day)):
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    with refuse_os_errors():
        sys.exit(main(sys.argv[1:]))
