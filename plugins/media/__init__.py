"""The third stage: pictures for publishing, consent for photographs, social cards, icons."""

from plugins.diagnostics.stage_loading import report_load_errors


def register() -> None:
    with report_load_errors(__name__):
        from plugins.media.stage import make_media
        from plugins.pipeline import connect

        connect(make_media)
