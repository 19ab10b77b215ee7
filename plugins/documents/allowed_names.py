"""The names that front matter may use."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plugins.clinic.model import ClinicFile
from plugins.documents.scan import PEOPLE, SLUG, find_slug, is_person, make_slug
from plugins.lint.claims.rules import list_rule_ids


def collect_names(clinic_file: ClinicFile, theme: Path, paths: Iterable[str]) -> dict[str, list[str]]:
    """Collect the names that front matter may use, by kind, for `parse_model`.

    `paths` are those of all texts: those of people are names, as they are to be. Without a clinic its kinds are left
    out, so that any name of them is accepted.
    """
    return {
        **(clinic_file.clinic.collect_names(_list_people(paths)) if clinic_file.clinic else {}),
        "countries": clinic_file.list_countries(),
        "languages": sorted(file.stem for file in (theme / "words").glob("*.yaml")),
        "drawings": sorted(file.stem for file in (theme / "components/drawing").glob("*.svg")),
        "rules": list_rule_ids(),
    }


def _list_people(paths: Iterable[str]) -> list[str]:
    slugs = {find_slug(path).removeprefix(f"{PEOPLE}/") for path in paths if is_person(path)}
    return sorted({slug if SLUG.fullmatch(slug) else make_slug(slug) for slug in slugs})
