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
    clinic, clinic_errors = model.load_cached_clinic(content, build.cache)
    build.report([*clinic_errors, *find_strays(content)])
    if clinic:
        clinic = clinic.select_shown(build.today)
    file_stats, scan_errors = build.texts
    library = Library(content, collect_names(clinic, build.settings.theme, file_stats), build.cache)
    metas, load_errors = library.load_metadata(file_stats)
    errors = [*scan_errors, *load_errors]
    build.report(errors)
    by_path = {meta.path: meta for meta in metas}
    build.documents = Documents(clinic, library, by_path, broken={error.file for error in errors})
