"""The clinic's own facts, said once in content/clinic.yaml.

Reads:  content/clinic.yaml
Writes: context["clinic"]
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.clinic.model import load
from plugins.problem import tell


def attach(generator: Any) -> None:
    generator.context["clinic"], problems = load(Path(generator.path))
    tell(generator.context, problems)


def register() -> None:
    signals.article_generator_init.connect(attach)
