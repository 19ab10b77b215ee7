"""The ledger of waived claims, as CSV: the page, sentence, source and review day of each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

COLUMNS = ("page", "line", "sentence", "words", "rule", "reference", "url", "by", "date", "until")


def format_ledger(rows: Iterable[Mapping[str, object]]) -> str:
    """Format the rows as CSV for spreadsheets, with a header line."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for row in rows:
        table.writerow({name: _escape_formula(str(value)) for name, value in row.items()})
    return out.getvalue()


def _escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
