"""The Jinja environment of the theme: autoescape is on, and an undefined name is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Filters = Mapping[str, Callable[..., Any]]
OWN = {*Environment().filters, "strftime"}  # filters that Jinja and Pelican have themselves


def make_environment(theme: Path, filters: Filters) -> Environment:
    """Make an environment that finds templates by name in theme/templates/, and components in theme/."""
    loader = FileSystemLoader([theme, theme / "templates"])
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(filters)
    return env


def find_added_filters(env: Environment) -> Filters:
    """Find the filters that settings and plugins of others have added to Pelican's own environment."""
    return {name: env.filters[name] for name in sorted(env.filters.keys() - OWN)}
