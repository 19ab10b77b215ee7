"""The notices that a clinic may have to show: `notices.yaml` as typed values."""

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
    """A notice that the law may require. `place` is the page that must show its text, or that must link to it."""

    name: Text
    citation: Text
    applies: Text
    place: Annotated[Literal["every page", "the chat page"], BeforeValidator(word)]
    note: Text | None = None


class Catalog(Group):
    notices: dict[str, Annotated[Notice, BeforeValidator(group)]]


def load() -> dict[str, Notice]:
    """Load the notices by their names in content/clinic.yaml. Raises ValueError with every mistake in the file."""
    catalog, faults = typed(Catalog, read(FILE.read_text("utf-8")), {})
    if catalog is None:
        raise ValueError("\n".join(f"{FILE.name}:{one.line}: {one.what}; {one.write}" for one in faults))
    return catalog.notices


def known(store: Store) -> Mapping[str, Notice]:
    """Load the notices as `load_notices` does, but parse the file only when it has changed."""
    return store.once("notices", fingerprint.of(FILE.read_text("utf-8"), fingerprint.of_code()), load)
