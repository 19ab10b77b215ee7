"""The first stage: each content file becomes one document, with typed front matter and its text as HTML."""

from plugins.diagnostics.stage_loading import report_load_errors


def register() -> None:
    with report_load_errors(__name__):
        from plugins.documents.stage import load_documents
        from plugins.pipeline import connect

        connect(load_documents)
