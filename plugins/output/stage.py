"""Report all errors at once, or bring the output folder up to date."""

from __future__ import annotations

from plugins.build_state import Build
from plugins.cache import fingerprint
from plugins.diagnostics.diagnostic import Refused, diagnose
from plugins.output import path_rules
from plugins.output.output_dir import File, OutputDir


def write_output(build: Build) -> None:
    """Write every file of the site once. Raise Refused with all errors of all stages before anything is written.

    A preview that shows what it can is written all the same: of two files of one name, the first.
    """
    if not (build.settings.shows_broken and build.pages):
        build.stop_on_errors()
    files: dict[str, File] = {}
    for file in [*build.pages, *build.media.files, *build.site.search_files]:
        if files.setdefault(file.name, file) is not file and not build.errors:
            raise Refused([diagnose("path-twice", file.name)])
    key = fingerprint.hash_values(sorted(files), fingerprint.hash_code("output"))
    if errors := build.cache.memoize("paths", key, lambda: list(path_rules.find_path_errors(files))):
        raise Refused(errors)
    build.output = OutputDir(build.settings.output, build.cache)
    build.output.update(files, build.settings.live)
