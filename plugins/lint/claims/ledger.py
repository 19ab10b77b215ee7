"""The clinic's file of evidence: every waived claim, with its page, its sentence, its source and its day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

COLUMNS = ("page", "line", "sentence", "words", "rule", "reference", "url", "by", "date", "until")


def written(rows: Iterable[Mapping[str, object]]) -> str:
    """CSV that a spreadsheet opens: a text that it would take for a formula has an apostrophe in front."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for row in rows:
        table.writerow({name: _plain(str(value)) for name, value in row.items()})
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
