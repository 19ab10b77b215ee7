"""Where the pipeline meets Pelican: our generators in place of its own, and a plugin that does not load is an error.

Everything else is Pelican's: `run()`, signals, settings, the Jinja environment, the paginator.

Reads:  content/, context["clinic"], context["today"], TEXTS, STORE
Writes: the generators' lists of what is shown; context["library"], which has the documents; context["cards"], of all
        of them; context["broken"], files with problems
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from pelican import ArticlesGenerator, PagesGenerator, Pelican, StaticGenerator, contents

from plugins.diagnostics.diagnostic import Problem, Refused, met, tell
from plugins.documents.document import Card
from plugins.documents.library import Library
from plugins.documents.names import names
from plugins.documents.scan import strays
from plugins.site.schedule import hidden


class Pipeline(Pelican):
    def init_plugins(self) -> None:
        """As Pelican's own, but a plugin that does not load is an error; all of them are told."""
        self.plugins = []
        problems = []
        for name in self.settings["PLUGINS"]:
            try:
                plugin = import_module(name)
                plugin.register()
                self.plugins.append(plugin)
            except Exception as error:
                problems.append(_failed(name, error))
        if problems:
            raise Refused(problems)

    def _get_generator_classes(self) -> list[Any]:
        """Without the one that copies static files: plugins.pages writes everything, through one door."""
        ours = {ArticlesGenerator: Articles, PagesGenerator: Pages}
        return [ours.get(kind, kind) for kind in super()._get_generator_classes() if kind is not StaticGenerator]

    def _get_writer(self) -> Any:
        """The writer is kept for those who ask what it wrote."""
        self.writer = super()._get_writer()
        return self.writer


def _failed(name: str, error: Exception) -> Problem:
    """Where in our own code it went wrong."""
    write = "mend it, or take it out of PLUGINS in pelicanconf.py"
    if isinstance(error, ModuleNotFoundError) and error.name == name:
        return Problem("pelicanconf.py", 0, "PLUGINS", f"there is no plugin {name}", "mend its name, or take it out")
    where, line = met(error, Path("plugins"))
    return Problem(
        where or "pelicanconf.py", line, "", f"the plugin {name} does not load: {type(error).__name__}: {error}", write
    )


class Light:
    """A content object that holds a card; made without Pelican's own work on each."""

    url = save_as = summary = ""  # plain values in place of computed properties

    def __init__(self, card: Card, reason: str) -> None:
        self.card = card
        self.hidden = reason  # why a visitor does not see it, as plugins.publication tells
        self.slug, self.title, self.summary, self.lang = card.slug, card.title, card.summary, card.lang
        self.date, self.source_path = card.date, card.path
        self.status = "draft" if reason else "published"

    def refresh_metadata_intersite_links(self) -> None:
        """Nothing: plugins.links resolves links."""


class Article(Light, contents.Article):
    pass


class Page(Light, contents.Page):
    pass


class Articles(ArticlesGenerator):
    def generate_context(self) -> None:
        tell(self.context, strays(Path(self.path)))
        known = names(self.context["clinic"], Path(self.theme))
        self.context["library"] = Library(Path(self.path), known, self.settings["STORE"])
        self.articles = _contents(self, "articles", Article)

    def generate_output(self, writer: Any) -> None:
        """Nothing: plugins.pages writes every page."""

    def check_disabled_readers(self) -> None:
        """Nothing: plugins.documents.scan tells of stray files."""


class Pages(PagesGenerator):
    def generate_context(self) -> None:
        self.pages = _contents(self, "pages", Page)
        self.context["library"].forget_others()

    generate_output = Articles.generate_output
    check_disabled_readers = Articles.check_disabled_readers


def _contents(generator: Any, folder: str, kind: type[Light]) -> list[Light]:
    """Content objects of the documents in `folder` that are shown today, newest first."""
    context = generator.context
    states, problems = generator.settings["TEXTS"][folder]
    cards, faults = context["library"].cards(states)
    tell(context, [*problems, *faults])
    context.setdefault("cards", {}).update({card.path: card for card in cards})
    context.setdefault("broken", set()).update(problem.file for problem in [*problems, *faults])
    found = [kind(card, hidden(card, context["today"])) for card in cards]
    shown_today = [one for one in found if generator.settings["PREVIEW"] or not one.hidden]
    return sorted(shown_today, key=lambda one: (-one.card.date.toordinal(), one.card.slug))


def all_contents(generators: list[Any]) -> list[Any]:
    """Articles and pages that are shown today."""
    return [*generators[0].articles, *generators[1].pages]
