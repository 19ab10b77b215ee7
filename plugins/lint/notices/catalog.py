"""The notices that a clinic may have to show: `notices.yaml` as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from plugins.cache import fingerprint
from plugins.cache.database import Cache
from plugins.schema.types import FrozenModel, Text, lower_text, parse_model, require_mapping
from plugins.schema.yaml_reader import parse_yaml

FILE = Path(__file__).with_name("notices.yaml")


class Notice(FrozenModel):
    """A notice that the law may require. `place` is the page that must show its text, or that must link to it."""

    name: Text
    citation: Text
    applies: Text
    place: Annotated[Literal["every page", "the chat page"], BeforeValidator(lower_text)]
    note: Text | None = None


class Catalog(FrozenModel):
    notices: dict[str, Annotated[Notice, BeforeValidator(require_mapping)]]


def load_notices() -> dict[str, Notice]:
    """Load the notices by their names in content/clinic.yaml. Raises ValueError with every mistake in the file."""
    catalog, errors = parse_model(Catalog, parse_yaml(FILE.read_text("utf-8")), {})
    if catalog is None:
        raise ValueError("\n".join(str(error.locate(FILE.name)) for error in errors))
    return catalog.notices


def load_cached_notices(cache: Cache) -> Mapping[str, Notice]:
    """Load the notices as `load_notices` does, but parse the file only when it has changed."""
    return cache.memoize(
        "notices", fingerprint.hash_values(FILE.read_text("utf-8"), fingerprint.hash_code()), load_notices
    )
