"""Make the pictures that texts show, check photographs against their consent records, and make social cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import TemplateError

from plugins.build_state import Build, Media
from plugins.diagnostics.diagnostic import Diagnostic, diagnose, set_severity
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import format_path
from plugins.jinja_environment import make_environment
from plugins.media import icons
from plugins.media.consent import history, photo_rules, records, withdrawn
from plugins.media.consent.caption import Caption, make_caption
from plugins.media.images import cache as image_cache
from plugins.media.images.cache import CACHE_FOLDER
from plugins.media.images.metadata import find_metadata
from plugins.media.images.picture import Picture
from plugins.media.images.picture_files import list_picture_files, make_pictures
from plugins.media.images.picture_uses import IMAGES_FOLDER, find_originals, list_picture_uses, parse_picture_path
from plugins.media.social_cards import cache as card_cache
from plugins.media.social_cards import topic_mark
from plugins.media.social_cards.cards import SocialCard, SocialCards
from plugins.output.output_dir import File
from plugins.schema import interface_words

CARDS = Path(".build/cards")
MARK = "components/topic_mark/topic_mark.html"


def make_media(build: Build) -> None:
    """Set `build.media`: pictures, captions, diagnostics of photographs, social cards and icons."""
    content, store = build.settings.content, image_cache.PictureCache(CACHE_FOLDER)
    files = find_originals(content)
    named = {parse_picture_path(use.target) for meta in build.site.shown_documents for use in list_picture_uses(meta)}
    made = make_pictures(named, files, store)
    pictures = {meta.path: _resolve_pictures(build, meta, made) for meta in build.site.shown_documents}
    captions, flags = _lint_photos(build, files, made)
    card_maker = _make_social_cards(build)
    build.media = Media(
        pictures=pictures,
        captions=captions,
        flags=flags,
        card_maker=card_maker,
        social_cards={
            meta.path: _make_social_card(build, card_maker, meta, pictures)
            for meta in build.site.shown_documents
            if card_maker
        },
        files=[*_list_picture_files(build, files, made, store), *icons.list_icon_files()],
    )


def _resolve_pictures(build: Build, meta: DocumentMeta, made: Mapping[str, Picture | Diagnostic]) -> dict[str, Picture]:
    """Find the pictures of a text by their name as written, and report those that could not be made."""
    found = {}
    for use in list_picture_uses(meta):
        picture = made[parse_picture_path(use.target)]
        if isinstance(picture, Picture):
            found[use.target] = picture
        else:
            where = format_path(build.settings.content, meta.path)
            build.report([_name_picture(picture.locate(where, use.line), use.target[:60])])
    return found


def _list_picture_files(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Diagnostic], store: image_cache.PictureCache
) -> Iterator[File]:
    """List the output files of all pictures. A file and its copy are one picture, listed once."""
    published = {picture.name: (name, picture) for name, picture in made.items() if isinstance(picture, Picture)}
    for name, picture in published.values():  # a file and its copy are one picture
        yield from list_picture_files(
            picture, files[name], format_path(build.settings.content, f"{IMAGES_FOLDER}/{name}"), store
        )


def _lint_photos(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Diagnostic]
) -> tuple[dict[str, tuple[tuple[str, Caption], ...]], dict[str, tuple[Diagnostic, ...]]]:
    """Make the captions of photographs and lint them: captions and diagnostics by the path of the text that shows them.

    Errors stop the build, and notes are printed; a draft's are only printed, in a preview.
    """
    content, spoken = build.settings.content, interface_words.load_words(build.settings.theme)
    known, errors = records.load_cached_records(content, build.store)
    build.report(errors)
    captions: dict[str, tuple[tuple[str, Caption], ...]] = {}
    flags: dict[str, tuple[Diagnostic, ...]] = {}
    if known is None:
        return captions, flags

    def metadata_of(name: str) -> Sequence[str]:
        picture = made.get(name)
        return picture.hidden if isinstance(picture, Picture) else find_metadata(files[name].read_bytes())

    for meta in build.documents.metas.values():
        if not (meta.images or meta.image):
            continue
        captions[meta.path] = tuple(_make_captions(meta, known, spoken[meta.lang]))
        flags[meta.path] = tuple(photo_rules.lint_photos(meta, known, files, metadata_of, build.today))
        for flag in flags[meta.path]:
            found = _name_picture(flag.locate(format_path(content, meta.path)), flag.words)
            if flag.severity == "error" and not meta.draft:
                build.report([found])
            elif flag.severity != "warning" and (not meta.draft or build.settings.preview):
                build.report(set_severity("note", [found]))
    _check_consent(build, known, files, {name: one for name, one in made.items() if isinstance(one, Picture)})
    return captions, flags


def _check_consent(
    build: Build, known: records.Records, files: Mapping[str, Path], pictures: Mapping[str, Picture]
) -> None:
    """Report the photographs that may not be shown on any day, and days in the records that are still to come."""
    content = build.settings.content
    listed = withdrawn.parse_withdrawn(withdrawn.read_withdrawn(content))
    build.report(photo_rules.find_revoked_files(content.name, known, files))
    build.report(withdrawn.find_listed_pictures(content, pictures, listed))
    errors, notes = photo_rules.find_future_record_days(content.name, known, build.today)
    build.report(errors)
    build.report(photo_rules.find_unused_records(content.name, known, files))
    build.report(set_severity("note", notes))
    if pictures:
        _check_history(build, known, pictures, listed)


def _check_history(
    build: Build, known: records.Records, pictures: Mapping[str, Picture], listed: withdrawn.WithdrawnList
) -> None:
    """Report the pictures that were taken back earlier, and a history that is not whole.

    A folder without git has none: there the build goes on, and `make address` refuses.
    """
    content, where = build.settings.content.name, f"{build.settings.content.name}/{IMAGES_FOLDER}"
    try:
        past = history.load_history(build.store)
    except history.UnreadableHistory as error:
        build.report([error.diagnostic.locate(where)])
        return
    if past:
        build.report(photo_rules.find_denied_pictures(content, pictures, known, past, listed.kept))
        if not past.whole:
            build.report(set_severity("note", [diagnose("history-shallow", where)]))


def _make_captions(
    meta: DocumentMeta, known: records.Records, spoken: interface_words.Words
) -> Iterator[tuple[str, Caption]]:
    """Make the caption of each photograph of a person in a text, by the photograph's name as written."""
    for use in meta.images:
        person = known.people.get(parse_picture_path(use.target))
        if said := person and make_caption(person, meta.lang, spoken):
            yield use.target, said


def _name_picture(found: Diagnostic, name: str) -> Diagnostic:
    """Put the name of the picture into the message of a diagnostic that is about one."""
    return replace(found, message=f"the picture {name} {found.message}", words="")


def _make_social_cards(build: Build) -> SocialCards | None:
    """Make what draws the site's social cards on demand; None without clinic.yaml."""
    if not (clinic := build.documents.clinic):
        return None
    theme = build.settings.theme
    env = make_environment(theme, build.filters)
    words = interface_words.load_words(theme)
    titles = {lang: clinic.tagline.get(lang, said["home"]["title"]) for lang, said in words.items()}

    @cache
    def draw_mark(name: str) -> str:
        try:
            drawn = str(env.get_template(MARK).module.topic_mark(name))  # type: ignore[attr-defined]
            list(topic_mark.parse_shapes(drawn))
        except TemplateError:
            return ""  # the pages stage reports it
        except ValueError as error:
            build.report([diagnose("mark-unfit", f"theme/{MARK}", 0, name, error=error)])
            return ""
        return drawn

    return SocialCards(clinic, titles, draw_mark, card_cache.SocialCardCache(CARDS))


def _make_social_card(
    build: Build, card_maker: SocialCards, meta: DocumentMeta, pictures: Mapping[str, Mapping[str, Picture]]
) -> SocialCard:
    """Make the social card of a text: the site's for a page, the article's own with its photograph, if it has one."""
    if not meta.kind:
        return card_maker.make_site_card(meta.lang)
    if (picture := pictures[meta.path].get(meta.image)) and picture.formats[-1] != "svg":
        return card_maker.make_article_card(meta, build.settings.content / "images" / meta.image, picture.name)
    return card_maker.make_article_card(meta)
