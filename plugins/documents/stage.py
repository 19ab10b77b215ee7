"""Load the clinic's facts and every text."""

from __future__ import annotations

from plugins.build import Build, Documents
from plugins.clinic import model
from plugins.documents.document import Card
from plugins.documents.library import Library
from plugins.documents.names import names
from plugins.documents.scan import strays


def load_documents(build: Build) -> None:
    """Load the clinic and all documents into `build.documents`, from the cache where possible, and report errors."""
    content = build.settings.content
    clinic, problems = model.known(content, build.store)
    clinic = clinic and clinic.on(build.today)
    build.report_errors([*problems, *strays(content)])
    library = Library(content, names(clinic, build.settings.theme), build.store)
    cards: dict[str, Card] = {}
    broken: set[str] = set()
    for states, found in build.texts.values():
        good, faults = library.cards(states)
        build.report_errors([*found, *faults])
        cards.update({card.path: card for card in good})
        broken.update(problem.file for problem in [*found, *faults])
    library.forget_others()
    build.documents = Documents(clinic, library, cards, broken)
