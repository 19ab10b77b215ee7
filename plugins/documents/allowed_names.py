"""The names that front matter may use."""

from __future__ import annotations

from pathlib import Path

from plugins.clinic.model import Clinic
from plugins.documents.scan import PEOPLE, ScannedTexts, find_slug
from plugins.lint.claims.rules import list_rule_ids


def collect_names(clinic: Clinic | None, theme: Path, texts: ScannedTexts) -> dict[str, list[str]]:
    """Collect the names that front matter may use, by kind, for `parse_model`.

    `texts` are the content files: those of people are names. Without a clinic its kinds are left out, so that any name
    of them is accepted.
    """
    return {
        **(clinic.collect_names(_list_people(texts)) if clinic else {}),
        "languages": sorted(file.stem for file in (theme / "words").glob("*.yaml")),
        "drawings": sorted(file.stem for file in (theme / "components/drawing").glob("*.svg")),
        "rules": list_rule_ids(),
    }


def _list_people(texts: ScannedTexts) -> list[str]:
    paths, _ = texts[PEOPLE]
    return sorted({find_slug(path).removeprefix(f"{PEOPLE}/") for path in paths})
