"""The picture that stands for a page where it is shared.

Reads:  content.card, content.pictures, context["clinic"], the theme's words and its topics' marks
Writes: content.social_card, context["social_cards"], which knows those of lists and gives all their files
"""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from pelican import signals

from plugins.diagnostics.diagnostic import Problem, tell
from plugins.media.social_cards import mark
from plugins.media.social_cards.cache import Store
from plugins.media.social_cards.cards import Cards
from plugins.pipeline import all_contents
from plugins.schema import words

KEPT = Path(".build/cards")
MARK = "components/topic_mark/topic_mark.html"


def attach(generators: list[Any]) -> None:
    context, env, theme = generators[0].context, generators[0].env, Path(generators[0].settings["THEME"])
    if not context["clinic"]:
        return
    titles = {lang: said["home"]["title"] for lang, said in words.load(theme).items()}

    @cache
    def svg(name: str) -> str:
        try:
            drawn = str(env.get_template(MARK).module.topic_mark(name))
            list(mark.shapes(drawn))
        except TemplateError:
            return ""  # plugins.pages tells of it
        except ValueError as error:
            tell(context, [Problem(f"theme/{MARK}", 0, name, str(error), "draw it with M, L, H, V, Z and <circle>")])
            return ""
        return drawn

    context["social_cards"] = cards = Cards(context["clinic"], titles, svg, Store(KEPT))
    _give(cards, all_contents(generators), Path(generators[0].path))


def _give(cards: Cards, shown: list[Any], folder: Path) -> None:
    for content in shown:
        card = content.card
        if not card.kind:
            content.social_card = cards.site(card.lang)
        elif (picture := content.pictures.get(card.image)) and picture.formats[-1] != "svg":
            content.social_card = cards.article(card, folder / "images" / card.image, picture.name)
        else:
            content.social_card = cards.article(card)


def register() -> None:
    signals.all_generators_finalized.connect(attach)
