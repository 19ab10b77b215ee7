"""List the articles that are to be reviewed, or record a review.

    python -m tools.authoring.review                    the list, the most urgent first
    python -m tools.authoring.review FILE BY [EVERY]    BY, one of people in content/clinic.yaml, has read FILE today as
                                                        it stands, and is to read it again after EVERY months

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
from plugins.clinic.clock import today
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.diagnostics.os_errors import refuse_os_errors
from plugins.documents.document import Card, make
from plugins.documents.front_matter import Reviewed
from plugins.documents.library import Library
from plugins.documents.scan import shown
from plugins.documents.source import split
from plugins.schema.types import typed
from plugins.schema.yaml_reader import Reading, read
from tools.authoring.front_matter_edit import CONTENT, end_of, lines_of, meant, put, with_line
from tools.build import STORE, WORK, alone
from tools.quality.lint_texts import documents

SOON = timedelta(30)
MONTHS = "12"  # after which a text is read again, where nobody says otherwise
HOW = "make review FILE=sun-after-a-laser BY=dr-example EVERY=12"


def listed(cards: Iterable[Card], day: date) -> Iterator[str]:
    """List each article that is to be reviewed within a month, in a line, the most urgent first; then their number."""
    articles = [card for card in cards if card.kind]
    told = [(min(why), card.path, why, card.draft) for card in articles if (why := list(reasons(card, day)))]
    for _, path, why, draft in sorted(told):
        yield f"{shown(CONTENT, path)}: {', '.join(said for *_, said in why)}{' (a draft)' if draft else ''}"
    yield f"{len(told)} of {len(articles)} articles to review. {f'To note a review: {HOW}' if told else ''}".rstrip()


def reasons(card: Card, day: date) -> Iterator[tuple[int, date, str]]:
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


def noted(data: bytes, review: Mapping[str, str]) -> str:
    """Return the text of a valid document with this review in its header. No other line changes."""
    source, _ = split(data)
    assert source
    places, whole = read(source.header, 2).lines, data.decode()
    lines, at = lines_of(whole), places.get(("review",), 0)
    own = {name: places[("review", name)] - 1 for name in review if places.get(("review", name), at) > at}
    indent = re.match(" *", lines[min(own.values())])[0] if own else "  "  # type: ignore[index]  # it may be empty
    rows = {name: f"{indent}{name}: {value}" for name, value in review.items()}
    if not at:
        return with_line(whole, "\n".join(["review:", *rows.values()]))
    if not own:  # it is pending, or stands on one line
        lines[at - 1] = f"review:{end_of(lines)}"
    for name, line in own.items():
        lines[line] = rows.pop(name) + end_of(lines)
    last = max(own.values(), default=at - 1) + 1
    lines[last:last] = [row + end_of(lines) for row in rows.values()]
    return "".join(lines)


def note(path: str, by: str, every: str, library: Library, day: date) -> str:
    """Write the review of this article into its header; return a line that says so. Raises Refused."""
    where, article = shown(CONTENT, path), library.document(path)
    before = getattr(article.header, "review", None)
    months = every or (str(before.every) if isinstance(before, Reviewed) else MONTHS)
    values = {"by": by, "on": day.isoformat(), "every": months, "text": article.wording()}
    _, faults = typed(Reviewed, Reading(values), library.names)
    if faults:
        raise Refused(Problem(f"{one.field.upper()}={values[one.field]}", 0, "", one.what, one.write) for one in faults)
    whole = noted(library.source(path), values)
    after, _ = make(path, whole.encode(), library.names)
    if not after:
        write = "write by, on, every and text below it, each on a line of its own"
        raise Refused([Problem(where, article.card.lines["review"], "review", "is written in an unusual way", write)])
    put(CONTENT / path, whole)
    return f"{where}: reviewed by {by} on {day}, to be read again by {after.card.due}."


def _article(said: str, cards: Iterable[Card], problems: Iterable[Problem]) -> str:
    """Find the path of the article that `said` names. Raises Refused where it cannot be read, or has no review."""
    known = {card.path: card for card in cards}
    broken = {one.file.removeprefix(f"{CONTENT}/") for one in problems if one.file.endswith(".md")}
    path = meant([*known, *broken], "FILE", said)
    if wrong := [one for one in problems if one.file in (shown(CONTENT, path), f"{CONTENT}/clinic.yaml")]:
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
        day = today(os.environ, pelicanconf.TIMEZONE)
        with alone(WORK), contextlib.closing(Store(STORE)) as store:
            cards, problems, library = documents(store)
            if file:
                print(note(_article(file, cards, problems), by, every, library, day))
                return 0
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    for line in (*problems, *listed(cards, day)):
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    with refuse_os_errors():
        sys.exit(main(sys.argv[1:]))
