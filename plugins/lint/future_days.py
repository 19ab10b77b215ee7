"""Days in the future on which, as the front matter says, something has happened.

Only the `date` of a text may be in the future: the text appears on that day. Nothing can have been changed, reviewed or
looked up then. The answer depends on the day of the build, so it is found here and not when a document is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.documents.document import Card
from plugins.documents.library import Library
from plugins.documents.source import split
from plugins.lint.claims.matcher import Finding
from plugins.schema.types import past_days
from plugins.schema.yaml_reader import place_name, read


def find_future_days(card: Card, library: Library, today: date) -> Iterator[Finding]:
    """Find each day after `today` on which, as the front matter says, something has happened."""
    if card.latest is None or card.latest <= today:
        return
    source, _ = split(library.source(card.path))
    lines = read(source.header, 2).lines if source else {}
    for place, day in past_days(library.document(card.path).header):
        if day > today:
            why = f"{place_name(place)} says what has happened, and this day is still to come"
            write = "write the day on which it happened"
            if place == ("modified",) and card.date > today:
                write = "delete the line: the text has not appeared yet"
            yield Finding("ST006", "error", lines.get(place, 1), 1, str(day), "", why, write)
