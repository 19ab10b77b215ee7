"""The fourth stage: lint every text for claims, notices, reviews and readability."""

from plugins.diagnostics.stage_loading import report_load_errors


def register() -> None:
    with report_load_errors(__name__):
        from plugins.lint.stage import lint_texts
        from plugins.pipeline import connect

        connect(lint_texts)
