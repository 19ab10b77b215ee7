"""The six stages of a build, in the order in which data flows. Each is also a plugin that Pelican can load."""

from __future__ import annotations

from plugins.build_state import Build

PLUGIN_NAMES = tuple(f"plugins.{name}" for name in ("documents", "site", "media", "lint", "pages", "output"))


def run_stages(build: Build) -> None:
    """Run every stage without Pelican. Raises Refused, with all errors, before anything is written."""
    from plugins.documents.stage import load_documents  # here, so that what a stage cannot import is reported
    from plugins.lint.stage import lint_texts
    from plugins.media.stage import make_media
    from plugins.output.stage import write_output
    from plugins.pages.stage import list_pages
    from plugins.site.stage import relate_documents

    for stage in (load_documents, relate_documents, make_media, lint_texts, list_pages, write_output):
        stage(build)
