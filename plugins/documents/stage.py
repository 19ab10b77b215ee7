"""Load the clinic's facts and every text."""

from __future__ import annotations

from plugins.build_state import Build, Documents
from plugins.clinic import model
from plugins.documents.allowed_names import collect_names
from plugins.documents.document import DocumentMeta
from plugins.documents.library import Library
from plugins.documents.scan import find_strays


def load_documents(build: Build) -> None:
    """Load the clinic and all documents into `build.documents`, from the cache where possible, and report errors."""
    content = build.settings.content
    clinic, problems = model.load_cached_clinic(content, build.store)
    clinic = clinic and clinic.drop_expired(build.today)
    build.report_errors([*problems, *find_strays(content)])
    library = Library(content, collect_names(clinic, build.settings.theme), build.store)
    cards: dict[str, DocumentMeta] = {}
    broken: set[str] = set()
    for states, found in build.texts.values():
        good, faults = library.load_metadata(states)
        build.report_errors([*found, *faults])
        cards.update({card.path: card for card in good})
        broken.update(problem.file for problem in [*found, *faults])
    library.forget_deleted()
    build.documents = Documents(clinic, library, cards, broken)
