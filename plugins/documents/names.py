"""What headers may name."""

from __future__ import annotations

from pathlib import Path

from plugins.claims.rules import ids
from plugins.clinic.model import Clinic


def names(clinic: Clinic | None, theme: Path) -> dict[str, list[str]]:
    """As `plugins.typed.known` asks for them. What only a clinic says is left out where there is none."""
    return {
        **(clinic.names() if clinic else {}),
        "languages": sorted(file.stem for file in (theme / "words").glob("*.yaml")),
        "drawings": sorted(file.stem for file in (theme / "components/drawing").glob("*.svg")),
        "rules": ids(),
    }
