"""Pelican with plugins that do what this project does: a sitemap, structured data, related articles and small files."""

from pelicanconf import *  # noqa: F403

PLUGINS = [f"pelican.plugins.{name}" for name in ("sitemap", "seo", "related_posts", "neighbors", "readtime", "minify")]
THEME_TEMPLATES_OVERRIDES = ["plugged_theme"]
DIRECT_TEMPLATES = ["index"]
SITEMAP = {"format": "xml"}
SEO_REPORT = False
SEO_ENHANCER = SEO_ENHANCER_OPEN_GRAPH = SEO_ENHANCER_TWITTER_CARDS = True
LOGO = f"{SITEURL}/logo.png"  # noqa: F405  # structured data names it
MENUITEMS: list[tuple[str, str]] = []
