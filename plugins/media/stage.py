"""Make the pictures that texts show, check photographs against their consent records, and make social cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import TemplateError

from plugins.build_state import Build, Media
from plugins.diagnostics.diagnostic import Problem
from plugins.documents.document import DocumentMeta
from plugins.documents.scan import format_path
from plugins.jinja_environment import make_environment
from plugins.lint.claims.matcher import Finding
from plugins.media import icons
from plugins.media.consent import history, photo_rules, records, withdrawn
from plugins.media.consent.caption import Caption, make_caption
from plugins.media.images import cache as image_cache
from plugins.media.images.cache import CACHE_FOLDER
from plugins.media.images.metadata import find_metadata
from plugins.media.images.picture import Fault, Picture
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
    """Set `build.media`: pictures, captions, findings on photographs, social cards and icons."""
    content, store = build.settings.content, image_cache.PictureCache(CACHE_FOLDER)
    files = find_originals(content)
    named = {parse_picture_path(use.target) for card in build.site.shown_documents for use in list_picture_uses(card)}
    made = make_pictures(named, files, store)
    pictures = {card.path: _resolve_pictures(build, card, made) for card in build.site.shown_documents}
    captions, flags = _lint_photos(build, files, made)
    cards = _make_social_cards(build)
    build.media = Media(
        pictures=pictures,
        captions=captions,
        flags=flags,
        cards=cards,
        social_cards={
            card.path: _make_social_card(build, cards, card, pictures) for card in build.site.shown_documents if cards
        },
        files=[*_list_picture_files(build, files, made, store), *icons.list_icon_files()],
    )


def _resolve_pictures(build: Build, card: DocumentMeta, made: Mapping[str, Picture | Fault]) -> dict[str, Picture]:
    """Find the pictures of a text by their name as written, and report those that could not be made."""
    found = {}
    for use in list_picture_uses(card):
        picture = made[parse_picture_path(use.target)]
        if isinstance(picture, Picture):
            found[use.target] = picture
        else:
            where, (what, write) = format_path(build.settings.content, card.path), picture
            build.report_errors([Problem(where, use.line, "", f"the picture {use.target[:60]} {what}", write)])
    return found


def _list_picture_files(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Fault], store: image_cache.PictureCache
) -> Iterator[File]:
    """List the output files of all pictures. A file and its copy are one picture, listed once."""
    published = {picture.name: (name, picture) for name, picture in made.items() if isinstance(picture, Picture)}
    for name, picture in published.values():  # a file and its copy are one picture
        yield from list_picture_files(
            picture, files[name], format_path(build.settings.content, f"{IMAGES_FOLDER}/{name}"), store
        )


def _lint_photos(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Fault]
) -> tuple[dict[str, tuple[tuple[str, Caption], ...]], dict[str, tuple[Finding, ...]]]:
    """Make the captions of photographs and lint them: captions and findings by the path of the text that shows them.

    Findings of severity error stop the build, and notes are printed; a draft's are only printed, in a preview.
    """
    content, spoken = build.settings.content, interface_words.load_words(build.settings.theme)
    known, problems = records.load_cached_records(content, build.store)
    build.report_errors(problems)
    captions: dict[str, tuple[tuple[str, Caption], ...]] = {}
    flags: dict[str, tuple[Finding, ...]] = {}
    if known is None:
        return captions, flags

    def metadata_of(name: str) -> Sequence[str]:
        picture = made.get(name)
        return picture.hidden if isinstance(picture, Picture) else find_metadata(files[name].read_bytes())

    for card in build.documents.cards.values():
        if not (card.images or card.image):
            continue
        captions[card.path] = tuple(_make_captions(card, known, spoken[card.lang]))
        flags[card.path] = tuple(photo_rules.lint_photos(card, known, files, metadata_of, build.today))
        for finding in flags[card.path]:
            problem = _make_photo_problem(format_path(content, card.path), finding)
            if finding.severity == "error" and not card.draft:
                build.report_errors([problem])
            elif finding.severity != "warning" and (not card.draft or build.settings.preview):
                build.report_notes([problem])
    _check_consent(build, known, files, {name: one for name, one in made.items() if isinstance(one, Picture)})
    return captions, flags


def _check_consent(
    build: Build, known: records.Records, files: Mapping[str, Path], pictures: Mapping[str, Picture]
) -> None:
    """Report the photographs that may not be shown on any day, and days in the records that are still to come."""
    content = build.settings.content
    listed = withdrawn.parse_withdrawn(withdrawn.read_withdrawn(content))
    build.report_errors(photo_rules.find_revoked_files(content.name, known, files))
    build.report_errors(withdrawn.find_listed_pictures(content, pictures, listed))
    errors, notes = photo_rules.find_future_record_days(content.name, known, build.today)
    build.report_errors(errors)
    build.report_notes([*photo_rules.find_unused_records(content.name, known, files), *notes])
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
        build.report_errors([Problem(where, 0, "", error.what, error.write)])
        return
    if past:
        build.report_errors(photo_rules.find_denied_pictures(content, pictures, known, past, listed.kept))
        if not past.whole:
            build.report_notes([Problem(where, 0, "", *photo_rules.UNKNOWN)])


def _make_captions(
    card: DocumentMeta, known: records.Records, spoken: interface_words.Words
) -> Iterator[tuple[str, Caption]]:
    """Make the caption of each photograph of a person in a text, by the photograph's name as written."""
    for use in card.images:
        person = known.people.get(parse_picture_path(use.target))
        if said := person and make_caption(person, card.lang, spoken):
            yield use.target, said


def _make_photo_problem(file: str, finding: Finding) -> Problem:
    return Problem(file, finding.line, "", f"the picture {finding.words} {finding.why}", finding.write)


def _make_social_cards(build: Build) -> SocialCards | None:
    """Make what draws the site's social cards on demand; None without clinic.yaml."""
    if not build.documents.clinic:
        return None
    theme = build.settings.theme
    env = make_environment(theme, build.filters)
    titles = {lang: said["home"]["title"] for lang, said in interface_words.load_words(theme).items()}

    @cache
    def draw_mark(name: str) -> str:
        try:
            drawn = str(env.get_template(MARK).module.topic_mark(name))  # type: ignore[attr-defined]
            list(topic_mark.parse_shapes(drawn))
        except TemplateError:
            return ""  # the pages stage reports it
        except ValueError as error:
            write = "draw it with M, L, H, V, Z and <circle>"
            build.report_errors([Problem(f"theme/{MARK}", 0, name, str(error), write)])
            return ""
        return drawn

    return SocialCards(build.documents.clinic, titles, draw_mark, card_cache.SocialCardCache(CARDS))


def _make_social_card(
    build: Build, cards: SocialCards, card: DocumentMeta, pictures: Mapping[str, Mapping[str, Picture]]
) -> SocialCard:
    """Make the social card of a text: the site's for a page, the article's own with its photograph, if it has one."""
    if not card.kind:
        return cards.make_site_card(card.lang)
    if (picture := pictures[card.path].get(card.image)) and picture.formats[-1] != "svg":
        return cards.make_article_card(card, build.settings.content / "images" / card.image, picture.name)
    return cards.make_article_card(card)
