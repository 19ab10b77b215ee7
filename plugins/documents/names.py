"""What headers may name."""

from __future__ import annotations

from pathlib import Path

from plugins.clinic.model import Clinic
from plugins.lint.claims.rules import ids


def names(clinic: Clinic | None, theme: Path) -> dict[str, list[str]]:
    """As `plugins.schema.types.known` asks for them. What only a clinic says is left out where there is none."""
    return {
        **(clinic.names() if clinic else {}),
        "languages": sorted(file.stem for file in (theme / "words").glob("*.yaml")),
        "drawings": sorted(file.stem for file in (theme / "components/drawing").glob("*.svg")),
        "rules": ids(),
    }
