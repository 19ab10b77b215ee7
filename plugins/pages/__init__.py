"""The fifth stage: list every page, with its template and the inputs of its values."""

from plugins.diagnostics.stage_loading import report_load_errors


def register() -> None:
    with report_load_errors(__name__):
        from plugins.pages.stage import list_pages
        from plugins.pipeline import connect

        connect(list_pages)
