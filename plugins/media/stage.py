"""Make the pictures that texts show, check photographs against their consent records, and make social cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.build_state import Build, Media
from plugins.diagnostics.diagnostic import Diagnostic, diagnose, set_severity
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import DOWNLOADS, format_path
from plugins.media import downloads, icons
from plugins.media.consent import history, photo_rules, records, withdrawn
from plugins.media.consent.caption import Caption, make_caption
from plugins.media.images import cache as image_cache
from plugins.media.images.metadata import find_metadata
from plugins.media.images.picture import Picture
from plugins.media.images.picture_files import diagnose_name, list_picture_files, make_pictures
from plugins.media.images.picture_uses import IMAGES_FOLDER, find_originals, list_picture_uses, parse_picture_path
from plugins.media.social_cards import cache as card_cache
from plugins.media.social_cards.cards import SocialCard, SocialCards
from plugins.media.social_cards.design import Photograph
from plugins.output.output_dir import File
from plugins.schema import interface_words

TextCaptions = tuple[tuple[str, Caption], ...]  # of one text, each with the name of its photograph as written
TextFlags = tuple[Diagnostic, ...]  # what is wrong with the photographs in one text


def make_media(build: Build) -> None:
    """Set `build.media`: pictures, captions, diagnostics of photographs, social cards and icons."""
    shown = build.site.shown_documents
    cache = image_cache.PictureCache(build.cache)
    originals = find_originals(build.settings.content)
    used_names = {parse_picture_path(use.target) for meta in shown for use in list_picture_uses(meta)}
    made = make_pictures(used_names, originals, cache)
    build.report(_find_lost_pictures(build, originals))
    pictures = {meta.path: _resolve_pictures(build, meta, made) for meta in shown}
    captions, flags = _check_photos(build, originals, made)
    if build.settings.shows_broken:
        pictures, made = _leave_out_refused(pictures, made, flags)
    card_maker = _make_card_maker(build)
    social_cards = {meta.path: _make_social_card(build, card_maker, meta, pictures) for meta in shown if card_maker}
    labels, offered = _make_downloads(build)
    files = [*_list_picture_files(build, originals, made, cache), *icons.list_icon_files(build.cache), *offered]
    build.media = Media(pictures, captions, flags, labels, card_maker, social_cards, files)


def _make_downloads(build: Build) -> tuple[dict[str, str], list[File]]:
    """Report what is wrong with the PDFs. Return what links say of those that are linked, by URL, and their files."""
    content, clinic = build.settings.content, build.documents.clinic
    loaded = downloads.load_downloads(content, build.cache)
    for name, download in loaded.items():
        build.report(one.locate(f"{content.name}/{DOWNLOADS}/{name}") for one in download.diagnostics)
    if not loaded or not clinic:
        return {}, []
    names = downloads.find_names({url for links in build.site.links.values() for url in links.values()}, clinic.base)
    labels = {url: loaded[name].format_label() for url, name in names.items()}
    return labels, list(downloads.list_files(content, loaded, set(names.values())))


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


def _find_lost_pictures(build: Build, originals: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """Find the pictures that are not there, and which files show that may not have their name."""
    for meta in build.documents.misnamed:
        for use in list_picture_uses(meta):
            if error := diagnose_name(parse_picture_path(use.target), originals):
                where = format_path(build.settings.content, meta.path)
                yield _name_picture(error.locate(where, use.line), use.target[:60])


def _leave_out_refused(
    pictures: Mapping[str, dict[str, Picture]],
    made: Mapping[str, Picture | Diagnostic],
    flags: Mapping[str, TextFlags],
) -> tuple[dict[str, dict[str, Picture]], dict[str, Picture | Diagnostic]]:
    """Leave out of the pictures of each text, and of those that were made, the photographs that may not be shown.

    A photograph may be refused in one text and shown in another.
    """
    refused = {path: {flag.words for flag in found if flag.severity == "error"} for path, found in flags.items()}
    shown = {
        path: {name: one for name, one in found.items() if name[: photo_rules.MAX_NAME] not in refused.get(path, ())}
        for path, found in pictures.items()
    }
    names = {parse_picture_path(name) for found in shown.values() for name in found}
    return shown, {name: picture for name, picture in made.items() if name in names}


def _list_picture_files(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Diagnostic], cache: image_cache.PictureCache
) -> Iterator[File]:
    """List the output files of all pictures. A file and its copy are one picture, listed once."""
    published = {picture.name: (name, picture) for name, picture in made.items() if isinstance(picture, Picture)}
    for name, picture in published.values():  # a file and its copy are one picture
        yield from list_picture_files(
            picture, files[name], format_path(build.settings.content, f"{IMAGES_FOLDER}/{name}"), cache
        )


def _check_photos(
    build: Build, originals: Mapping[str, Path], made: Mapping[str, Picture | Diagnostic]
) -> tuple[dict[str, TextCaptions], dict[str, TextFlags]]:
    """Make captions of photographs, and find and report what is wrong with these: both by the text that shows them.

    Both are empty where the consent records cannot be read.
    """
    known, errors = records.load_cached_records(build.settings.content, build.cache)
    build.report(errors)
    if known is None:
        return {}, {}
    pictures = {name: picture for name, picture in made.items() if isinstance(picture, Picture)}
    flags = _lint_photos(build, known, originals, pictures)
    _check_consent(build, known, originals, pictures)
    return _make_captions(build, known), flags


def _make_captions(build: Build, known: records.Records) -> dict[str, TextCaptions]:
    """Make the captions of the photographs in each text, by the text's path."""
    words = interface_words.load_words(build.settings.theme)
    return {
        meta.path: tuple(_make_text_captions(meta, known, words[meta.lang])) for meta in _list_illustrated_texts(build)
    }


def _lint_photos(
    build: Build, known: records.Records, originals: Mapping[str, Path], pictures: Mapping[str, Picture]
) -> dict[str, TextFlags]:
    """Find what is wrong with the photographs in each text, by the text's path, and report it."""

    def read_metadata(name: str) -> Sequence[str]:
        return pictures[name].hidden if name in pictures else find_metadata(originals[name].read_bytes())

    may_compare = build.documents.clinic is not None and build.documents.clinic.before_after
    flags = {}
    for meta in _list_illustrated_texts(build):
        found = photo_rules.lint_photos(meta, known, originals, read_metadata, build.today, may_compare)
        flags[meta.path] = tuple(found)
        _report_flags(build, meta, flags[meta.path])
    return flags


def _list_illustrated_texts(build: Build) -> list[DocumentMeta]:
    return [meta for meta in build.documents.metas.values() if meta.images or meta.image]


def _report_flags(build: Build, meta: DocumentMeta, flags: Iterable[Diagnostic]) -> None:
    """Report the diagnostics of a text's photographs: errors stop the build, and notes are printed.

    Those of a draft are only printed, in a preview. Warnings are for the editor's panel alone.
    """
    for flag in flags:
        found = _name_picture(flag.locate(format_path(build.settings.content, meta.path)), flag.words)
        if flag.severity == "error" and not meta.draft:
            build.report([found])
        elif flag.severity != "warning" and (not meta.draft or build.settings.preview):
            build.report(set_severity("note", [found]))


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
    """Report the pictures that were taken back by an earlier commit, and a history of which git has only a part."""
    past = _load_history(build)
    if not past:
        return
    content = build.settings.content.name
    build.report(photo_rules.find_denied_pictures(content, pictures, known, past, listed.kept))
    if not past.whole:
        build.report(set_severity("note", [diagnose("history-shallow", f"{content}/{IMAGES_FOLDER}")]))


def _load_history(build: Build) -> history.History | None:
    """Load what earlier commits say of photographs. None where git cannot read them, which is reported.

    None, too, in a folder without git: there the build goes on, and `make address` refuses.
    """
    try:
        return history.load_history(build.cache)
    except history.UnreadableHistory as error:
        build.report([error.diagnostic.locate(f"{build.settings.content.name}/{IMAGES_FOLDER}")])
        return None


def _make_text_captions(
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


def _make_card_maker(build: Build) -> SocialCards | None:
    """Make what draws the site's social cards on demand; None without clinic.yaml."""
    clinic = build.documents.clinic
    if not clinic:
        return None
    languages = interface_words.load_words(build.settings.theme)
    titles = {lang: clinic.tagline.get(lang, words["home"]["title"]) for lang, words in languages.items()}
    return SocialCards(clinic, titles, card_cache.SocialCardCache(build.cache))


def _make_social_card(
    build: Build, card_maker: SocialCards, meta: DocumentMeta, pictures: Mapping[str, Mapping[str, Picture]]
) -> SocialCard:
    """Make the social card of a text: the site's for a page, the article's own with its photograph, if it has one."""
    if not meta.kind:
        return card_maker.make_site_card(meta.lang)
    if (picture := pictures[meta.path].get(meta.image)) and picture.formats[-1] != "svg":
        file = build.settings.content / IMAGES_FOLDER / meta.image
        return card_maker.make_article_card(meta, Photograph(file, picture.name, meta.image_alt))
    return card_maker.make_article_card(meta)
