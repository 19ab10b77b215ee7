"""Tables of tests whose every row builds sites: `make test` runs the rows that differ in kind, `make soak` all."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def select_rows(rows: Mapping[Key, Value], kinds: Collection[Key]) -> dict[Key, Value]:
    """Select the rows of `kinds`, or all of them where SOAK is set."""
    assert {*kinds} <= rows.keys()
    return {key: value for key, value in rows.items() if key in kinds or os.environ.get("SOAK")}
