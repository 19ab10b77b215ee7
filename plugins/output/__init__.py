"""The last stage: report all errors at once, or bring the output folder up to date."""


def register() -> None:
    from plugins.output.stage import write_output
    from plugins.pipeline import connect

    connect(write_output)
