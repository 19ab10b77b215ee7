"""The names that front matter may use."""

from __future__ import annotations

from pathlib import Path

from plugins.clinic.model import Clinic
from plugins.lint.claims.rules import list_rule_ids


def collect_names(clinic: Clinic | None, theme: Path) -> dict[str, list[str]]:
    """Collect the names that front matter may use, by kind, for `parse_model`.

    Without a clinic its kinds are left out, so that any name of them is accepted.
    """
    return {
        **(clinic.collect_names() if clinic else {}),
        "languages": sorted(file.stem for file in (theme / "words").glob("*.yaml")),
        "drawings": sorted(file.stem for file in (theme / "components/drawing").glob("*.svg")),
        "rules": list_rule_ids(),
    }
