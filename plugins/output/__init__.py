"""The last stage: report all errors at once, or bring the output folder up to date."""

from plugins.diagnostics.stage_loading import report_load_errors


def register() -> None:
    with report_load_errors(__name__):
        from plugins.output.stage import write_output
        from plugins.pipeline import connect

        connect(write_output)
