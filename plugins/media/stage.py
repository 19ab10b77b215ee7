"""Make the pictures that texts show, check photographs against their consent records, and make social cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import TemplateError

from plugins.build import Build, Media
from plugins.diagnostics.diagnostic import Problem
from plugins.documents.document import Card
from plugins.documents.scan import shown
from plugins.jinja_environment import make_environment
from plugins.lint.claims.matcher import Finding
from plugins.media import icons
from plugins.media.consent import history, records, rules, withdrawn
from plugins.media.consent.caption import Caption, caption
from plugins.media.images import cache as image_cache
from plugins.media.images.cache import KEPT
from plugins.media.images.metadata import hidden
from plugins.media.images.picture import Fault, Picture
from plugins.media.images.publish import make_pictures, picture_files
from plugins.media.images.uses import FOLDER, file_name, originals, uses
from plugins.media.social_cards import cache as card_cache
from plugins.media.social_cards import mark
from plugins.media.social_cards.cards import Cards, SocialCard
from plugins.output.output_dir import File
from plugins.schema import words

CARDS = Path(".build/cards")
MARK = "components/topic_mark/topic_mark.html"


def make_media(build: Build) -> None:
    """Set `build.media`: pictures, captions, findings on photographs, social cards and icons."""
    content, store = build.settings.content, image_cache.Store(KEPT)
    files = originals(content)
    named = {file_name(use.target) for card in build.site.shown for use in uses(card)}
    made = make_pictures(named, files, store)
    pictures = {card.path: _pictures_of(build, card, made) for card in build.site.shown}
    captions, flags = _photographs(build, files, made)
    cards = _cards(build)
    build.media = Media(
        pictures=pictures,
        captions=captions,
        flags=flags,
        cards=cards,
        social_cards={card.path: _social_card(build, cards, card, pictures) for card in build.site.shown if cards},
        files=[*_picture_files(build, files, made, store), *icons.files()],
    )


def _pictures_of(build: Build, card: Card, made: Mapping[str, Picture | Fault]) -> dict[str, Picture]:
    """Find the pictures of a text by their name as written, and report those that could not be made."""
    found = {}
    for use in uses(card):
        picture = made[file_name(use.target)]
        if isinstance(picture, Picture):
            found[use.target] = picture
        else:
            where, (what, write) = shown(build.settings.content, card.path), picture
            build.report_errors([Problem(where, use.line, "", f"the picture {use.target[:60]} {what}", write)])
    return found


def _picture_files(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Fault], store: image_cache.Store
) -> Iterator[File]:
    """List the output files of all pictures. A file and its copy are one picture, listed once."""
    published = {picture.name: (name, picture) for name, picture in made.items() if isinstance(picture, Picture)}
    for name, picture in published.values():  # a file and its copy are one picture
        yield from picture_files(picture, files[name], shown(build.settings.content, f"{FOLDER}/{name}"), store)


def _photographs(
    build: Build, files: Mapping[str, Path], made: Mapping[str, Picture | Fault]
) -> tuple[dict[str, tuple[tuple[str, Caption], ...]], dict[str, tuple[Finding, ...]]]:
    """Make the captions of photographs and lint them: captions and findings by the path of the text that shows them.

    Findings of severity error stop the build, and notes are printed; a draft's are only printed, in a preview.
    """
    content, spoken = build.settings.content, words.load(build.settings.theme)
    known, problems = records.known(content, build.store)
    build.report_errors(problems)
    captions: dict[str, tuple[tuple[str, Caption], ...]] = {}
    flags: dict[str, tuple[Finding, ...]] = {}
    if known is None:
        return captions, flags

    def metadata_of(name: str) -> Sequence[str]:
        picture = made.get(name)
        return picture.hidden if isinstance(picture, Picture) else hidden(files[name].read_bytes())

    for card in build.documents.cards.values():
        if not (card.images or card.image):
            continue
        captions[card.path] = tuple(_captions(card, known, spoken[card.lang]))
        flags[card.path] = tuple(rules.found(card, known, files, metadata_of, build.today))
        for finding in flags[card.path]:
            problem = _problem(shown(content, card.path), finding)
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
    listed = withdrawn.read(withdrawn.here(content))
    build.report_errors(rules.revoked(content.name, known, files))
    build.report_errors(withdrawn.shown(content, pictures, listed))
    errors, notes = rules.find_future_days(content.name, known, build.today)
    build.report_errors(errors)
    build.report_notes([*rules.idle(content.name, known, files), *notes])
    if past := history.load_history(build.store) if pictures else None:
        build.report_errors(rules.find_taken_back(content.name, pictures, known, past, listed.kept))
        if not past.whole:
            build.report_notes([Problem(f"{content.name}/{FOLDER}", 0, "", *rules.UNKNOWN)])


def _captions(card: Card, known: records.Records, spoken: words.Words) -> Iterator[tuple[str, Caption]]:
    """Make the caption of each photograph of a person in a text, by the photograph's name as written."""
    for use in card.images:
        person = known.people.get(file_name(use.target))
        if said := person and caption(person, card.lang, spoken):
            yield use.target, said


def _problem(file: str, finding: Finding) -> Problem:
    return Problem(file, finding.line, "", f"the picture {finding.words} {finding.why}", finding.write)


def _cards(build: Build) -> Cards | None:
    """Make what draws the site's social cards on demand; None without clinic.yaml."""
    if not build.documents.clinic:
        return None
    theme = build.settings.theme
    env = make_environment(theme)
    titles = {lang: said["home"]["title"] for lang, said in words.load(theme).items()}

    @cache
    def draw_mark(name: str) -> str:
        try:
            drawn = str(env.get_template(MARK).module.topic_mark(name))  # type: ignore[attr-defined]
            list(mark.shapes(drawn))
        except TemplateError:
            return ""  # the pages stage reports it
        except ValueError as error:
            write = "draw it with M, L, H, V, Z and <circle>"
            build.report_errors([Problem(f"theme/{MARK}", 0, name, str(error), write)])
            return ""
        return drawn

    return Cards(build.documents.clinic, titles, draw_mark, card_cache.Store(CARDS))


def _social_card(build: Build, cards: Cards, card: Card, pictures: Mapping[str, Mapping[str, Picture]]) -> SocialCard:
    """Make the social card of a text: the site's for a page, the article's own with its photograph, if it has one."""
    if not card.kind:
        return cards.site(card.lang)
    if (picture := pictures[card.path].get(card.image)) and picture.formats[-1] != "svg":
        return cards.article(card, build.settings.content / "images" / card.image, picture.name)
    return cards.article(card)
