"""The day for which the site is built: read here and nowhere else; and what is said of days after it.

Reads:  SITE_DATE, TIMEZONE, context["cards"], context["library"], PREVIEW
Writes: context["today"], context["problems"], context["notes"]
"""

import os
from typing import Any

from pelican import signals

from plugins.clock import today


def attach(generator: Any) -> None:
    generator.context["today"] = today(os.environ, generator.settings["TIMEZONE"])


def register() -> None:
    signals.article_generator_init.connect(attach)
