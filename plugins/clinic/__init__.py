"""The clinic's own facts, said once in content/clinic.yaml.

Reads:  content/clinic.yaml, context["today"], STORE
Writes: context["clinic"], as it is today
"""

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.clinic.model import known
from plugins.diagnostics.diagnostic import tell


def attach(generator: Any) -> None:
    context = generator.context
    clinic, problems = known(Path(generator.path), generator.settings["STORE"])
    context["clinic"] = clinic and clinic.on(context["today"])
    tell(context, problems)


def register() -> None:
    signals.article_generator_init.connect(attach)
