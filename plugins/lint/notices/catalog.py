"""The notices that a clinic may have to show: `notices.yaml`, typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from plugins.cache import fingerprint
from plugins.cache.store import Store
from plugins.schema.types import Group, Text, group, typed, word
from plugins.schema.yaml_reader import read

FILE = Path(__file__).with_name("notices.yaml")


class Notice(Group):
    """`place` is where its text must stand, or what must link to it."""

    name: Text
    citation: Text
    applies: Text
    place: Annotated[Literal["every page", "the chat page"], BeforeValidator(word)]
    note: Text | None = None


class Catalog(Group):
    notices: dict[str, Annotated[Notice, BeforeValidator(group)]]


def load() -> dict[str, Notice]:
    """By their names in content/clinic.yaml. Raises ValueError with every mistake of the file."""
    catalog, faults = typed(Catalog, read(FILE.read_text("utf-8")), {})
    if catalog is None:
        raise ValueError("\n".join(f"{FILE.name}:{one.line}: {one.what}; {one.write}" for one in faults))
    return catalog.notices


def known(store: Store) -> Mapping[str, Notice]:
    """As `load`, but what was read once is not read again."""
    return store.once("notices", fingerprint.of(FILE.read_text("utf-8"), fingerprint.of_code()), load)
