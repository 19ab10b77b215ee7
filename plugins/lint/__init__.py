"""The fourth stage: what may not be said, what must be shown, what is due, how texts read."""


def register() -> None:
    from plugins.lint.stage import lint_texts
    from plugins.pipeline import connect

    connect(lint_texts)
