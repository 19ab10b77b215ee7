"""The fifth stage: list every page, with its template and the inputs of its values."""


def register() -> None:
    from plugins.pages.stage import list_pages
    from plugins.pipeline import connect

    connect(list_pages)
