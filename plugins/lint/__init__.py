"""The fourth stage: lint every text for claims, notices, reviews and readability."""


def register() -> None:
    from plugins.lint.stage import lint_texts
    from plugins.pipeline import connect

    connect(lint_texts)
