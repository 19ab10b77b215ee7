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
    clinic, clinic_errors = model.load_cached_clinic(content, build.cache)
    clinic = clinic and clinic.select_shown(build.today)
    build.report([*clinic_errors, *find_strays(content)])
    library = Library(content, collect_names(clinic, build.settings.theme, build.texts), build.cache)
    metas: dict[str, DocumentMeta] = {}
    broken_files: set[str] = set()
    for file_stats, scan_errors in build.texts.values():
        loaded, load_errors = library.load_metadata(file_stats)
        errors = [*scan_errors, *load_errors]
        build.report(errors)
        metas.update({meta.path: meta for meta in loaded})
        broken_files.update(error.file for error in errors)
    library.forget_deleted()
    build.documents = Documents(clinic, library, metas, broken_files)
