"""The third stage: pictures for publishing, consent for photographs, social cards, icons."""


def register() -> None:
    from plugins.media.stage import make_media
    from plugins.pipeline import connect

    connect(make_media)
