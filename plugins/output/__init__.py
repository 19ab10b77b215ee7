"""The last stage: all problems at once, or else the folder of finished files brought up to date."""


def register() -> None:
    from plugins.output.stage import write_output
    from plugins.pipeline import connect

    connect(write_output)
