"""The Jinja environment of the theme: autoescape is on, and an undefined name is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def make_environment(theme: Path) -> Environment:
    """Make an environment that finds templates by name in theme/templates/, and components in theme/."""
    loader = FileSystemLoader([theme, theme / "templates"])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
