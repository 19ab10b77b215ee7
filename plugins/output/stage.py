"""Report all errors at once, or bring the output folder up to date."""

from __future__ import annotations

from plugins.build_state import Build
from plugins.diagnostics.diagnostic import Problem, Refused
from plugins.output import path_rules
from plugins.output.output_dir import File, OutputDir


def write_output(build: Build) -> None:
    """Write every file of the site once. Raise Refused with all errors of all stages before anything is written."""
    build.stop_on_errors()
    files: dict[str, File] = {}
    for file in [*build.pages, *build.media.files, *build.site.files]:
        if files.setdefault(file.name, file) is not file:
            what = "two pages or files of the site have this name"
            raise Refused([Problem(file.name, 0, "", what, "rename one of them")])
    if problems := list(path_rules.find_path_faults(files)):
        raise Refused(problems)
    build.output = OutputDir(build.settings.output, build.store)
    build.output.update(files, build.settings.live)
