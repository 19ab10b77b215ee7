"""Load the clinic's facts and every text."""

from __future__ import annotations

from plugins.build_state import Build, Documents
from plugins.clinic import model
from plugins.documents.allowed_names import collect_names
from plugins.documents.library import Library
from plugins.documents.scan import find_strays


def load_documents(build: Build) -> None:
    """Load the clinic and all documents into `build.documents`, from the cache where possible, and report errors."""
    content = build.settings.content
    file, texts = model.load_clinic_file(content, build.cache), build.texts
    build.report([*file.errors, *find_strays(content)])
    names = collect_names(file, build.settings.theme, [*texts.stats, *texts.misnamed])
    library = Library(content, names, build.cache)
    metas, load_errors = library.load_metadata(texts.stats)
    misnamed, misnamed_errors = library.read_misnamed(texts.misnamed)
    errors = [*texts.errors, *load_errors, *misnamed_errors]
    build.report(errors)
    clinic = file.clinic.select_shown(build.today) if file.clinic else None
    by_path = {meta.path: meta for meta in metas}
    build.documents = Documents(file, clinic, library, by_path, {error.file for error in errors}, misnamed)
