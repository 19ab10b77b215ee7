"""The Jinja environment of the theme: everything is escaped, and a name that is not given is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def make_environment(theme: Path) -> Environment:
    """Find templates by their names in theme/templates/, and components by theirs in theme/."""
    loader = FileSystemLoader([theme, theme / "templates"])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
