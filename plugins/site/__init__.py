"""The second stage: what is visible today, and how documents relate to each other. It never reads HTML."""

from plugins.diagnostics.stage_loading import report_load_errors


def register() -> None:
    with report_load_errors(__name__):
        from plugins.pipeline import connect
        from plugins.site.stage import relate_documents

        connect(relate_documents)
