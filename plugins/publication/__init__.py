"""The day for which the site is built: read here and nowhere else.

Reads:  SITE_DATE, TIMEZONE
Writes: context["today"]
"""

import os
from typing import Any

from pelican import signals

from plugins.publication.calendar import today


def attach(generator: Any) -> None:
    generator.context["today"] = today(os.environ, generator.settings["TIMEZONE"])


def register() -> None:
    signals.article_generator_init.connect(attach)
