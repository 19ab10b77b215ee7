"""What differs in production: only what visitors may see."""

from pelicanconf import *  # noqa: F403

PREVIEW = False
