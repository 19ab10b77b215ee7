"""The first stage: each content file becomes one document, with typed front matter and its text as HTML."""


def register() -> None:
    from plugins.documents.stage import load_documents
    from plugins.pipeline import connect

    connect(load_documents)
