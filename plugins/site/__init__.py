"""The second stage: what is visible today, and how documents relate to each other. It never reads HTML."""


def register() -> None:
    from plugins.pipeline import connect
    from plugins.site.stage import relate_documents

    connect(relate_documents)
