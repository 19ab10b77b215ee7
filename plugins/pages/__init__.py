"""The fifth stage: every page, a template and the values that it is given."""


def register() -> None:
    from plugins.pages.stage import list_pages
    from plugins.pipeline import connect

    connect(list_pages)
