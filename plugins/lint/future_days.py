"""Days in the future on which, as the front matter says, something has happened.

Only the `date` of a text may be in the future: the text appears on that day. Nothing can have been changed, reviewed or
looked up then. The answer depends on the day of the build, so it is found here and not when a document is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.source import split_front_matter
from plugins.lint.claims.matcher import Finding
from plugins.schema.types import find_past_days
from plugins.schema.yaml_reader import format_field_path, parse_yaml


def find_future_days(card: DocumentMeta, library: Library, today: date) -> Iterator[Finding]:
    """Find each day after `today` on which, as the front matter says, something has happened."""
    if card.latest is None or card.latest <= today:
        return
    source, _ = split_front_matter(library.read_source(card.path))
    lines = parse_yaml(source.header, 2).lines if source else {}
    for place, day in find_past_days(library.load_document(card.path).header):
        if day > today:
            why = f"{format_field_path(place)} says what has happened, and this day is still to come"
            write = "write the day on which it happened"
            if place == ("modified",) and card.date > today:
                write = "delete the line: the text has not appeared yet"
            yield Finding("ST006", "error", lines.get(place, 1), 1, str(day), "", why, write)
