"""The first stage: one file, one document, its header typed and its text as HTML."""


def register() -> None:
    from plugins.documents.stage import load_documents
    from plugins.pipeline import connect

    connect(load_documents)
