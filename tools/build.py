"""Build the site into a staging folder, validate it as a visitor would see it, then swap it with the live folder.

    python -m tools.build             the site, into output/
    python -m tools.build --preview   with drafts and future articles, into .build/preview/

With FORM=annotations in the environment, errors and notes are also printed as annotations of a pull request.
If anything is wrong, the exit code is 1, all errors are printed, and the live folder stays as it was; but a preview
shows what can be read of texts with errors, and then the exit code is PARTLY. The cache is in
.build/cache.db. If nothing has changed since the last good build, the modules that build are not even imported.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import re
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.cache.database import Cache
from plugins.cache.inputs import CONTENT, INPUT_PATHS, THEME, hash_inputs
from plugins.clinic.clock import DayBounds, find_day_bounds, is_today
from plugins.diagnostics.diagnostic import (
    Diagnostic,
    Refused,
    diagnose,
    find_error_location,
    format_notes,
)
from plugins.diagnostics.os_errors import describe_os_error
from plugins.output.manifest import SiteDetails, read_manifest, write_manifest
from plugins.output.output_dir import OutputDir, prune_manifests
from plugins.output.swap import recover_swap, swap_folders
from plugins.output.work_files import PANEL, PREVIEW_SITE, TRACEBACK, WORK, remove_obstacle, write_json
from tools.build_lock import open_locked_cache

if TYPE_CHECKING:
    from plugins.build_state import Build

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # pydantic would look for plugins in every installed package
PREVIEW = "--preview"
ANNOTATIONS = "annotations"  # of FORM
PARTLY = 2  # the exit code of a preview that shows what it can
# Seconds between repeats of the time limit: Python drops an exception that is raised while it frees an object.
LIMIT_REPEAT = 0.1


class ShownPartly(Refused):
    """Texts have errors, and the preview shows what can be read of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(diagnostics, f"{PREVIEW_SITE}/ shows what can be shown; output/ is as it was.")


class BuildResult(NamedTuple):
    """What a good build prints, and what the manifest says of its site."""

    summary: str
    notes: list[Diagnostic]
    site: SiteDetails


def build_site(preview: bool, live: Path, cache: Cache) -> BuildResult:
    """Bring the site in `live` up to date. Raises Refused, with `live` untouched."""
    staging = WORK / f"{live.name}.spare"
    if not preview:
        os.umask(0o022)  # published files are readable for everybody
    recover_swap(staging, live)
    inputs, settled = hash_inputs(os.environ.get("SITE_DATE", ""))
    result = _load_last_result(live, inputs, cache)
    if not result:
        result = _build_and_swap(preview, live, staging, cache)
        if settled:  # a file that has just changed may change again with the same stat
            _save_result(result, live, inputs, cache)
    elif not preview:  # the site is the same, but the commit that it is of may be another
        write_manifest(OutputDir(live, cache).list_digests(), result.site)
    return result


def _load_last_result(live: Path, inputs: bytes, cache: Cache) -> BuildResult | None:
    """Load the result of the last good build; None where its day is over, or the inputs or `live` have changed."""
    saved = cache.load_object("builds", live.name, inputs)
    if not saved:
        return None
    result = BuildResult(*saved)
    is_current = is_today(result.site.hours, os.environ) and live.is_dir() and OutputDir(live, cache).is_intact()
    return result if is_current else None


def _save_result(result: BuildResult, live: Path, inputs: bytes, cache: Cache) -> None:
    """Save a result for the next build, as a plain tuple: the class has another name in the process of `make serve`."""
    cache.save_objects("builds", [(live.name, inputs, tuple(result))])
    cache.commit()


def _require_current_code(preview: bool) -> None:
    """Start this process anew where Python may have loaded other code than that of the source files."""
    from plugins.cache.bytecode import refresh_bytecode  # not needed where nothing has changed

    if refresh_bytecode():
        os.execv(sys.executable, [sys.executable, "-m", "tools.build", *([PREVIEW] if preview else [])])


def _build_and_swap(preview: bool, live: Path, staging: Path, cache: Cache) -> BuildResult:
    """Build the site into `staging`, validate it, and swap it with `live`. Raises Refused, with `live` untouched.

    Raises ShownPartly after a preview that shows what can be read of texts with errors.
    """
    _require_current_code(preview)
    remove_obstacle(staging, is_wanted=Path.is_dir)
    build, day_bounds = _make_site_of_today(preview, live, staging, cache)
    heavy_pages = _validate(build)
    site = SiteDetails(build.today.isoformat(), day_bounds, build.site.addresses)
    _swap(build, site, staging, live)
    if preview:
        _write_panel(build)
    if build.errors:
        raise ShownPartly(build.errors)
    summary = f"{_count_pages(build.output.manifest)} pages in {live}/, each checked."
    return BuildResult(summary, [*build.diagnostics, *heavy_pages], site)


def _swap(build: Build, site: SiteDetails, staging: Path, live: Path) -> None:
    """Swap the built site with the live one. From the first write on, neither Ctrl-C nor the time limit stops that."""
    if not build.settings.preview:
        os.sync()  # so that the next publish finds all of it, should the power fail
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if not build.settings.preview:  # until the swap, this manifest fits no site, so none can be published
        write_manifest(build.output.list_digests(), site)
    build.cache.delete("builds", [live.name])  # the result of the build that made what is live until the swap
    build.cache.commit()
    swap_folders(staging, live)
    prune_manifests(build.cache, [live, staging, Path("output"), *WORK.glob("preview*"), *WORK.glob("*.spare")])
    build.cache.commit()


def _write_panel(build: Build) -> None:
    """Write what the preview shows editors. Where a text was saved meanwhile, the next build does it."""
    with contextlib.suppress(Refused, OSError):
        write_json(PANEL, build.lint.make_panel())
        build.cache.commit()


def _make_site_of_today(preview: bool, live: Path, staging: Path, cache: Cache) -> tuple[Build, DayBounds]:
    """Make the site in `staging`, and again if midnight passes meanwhile. Raises Refused.

    Return the build, and when its day begins and ends.
    """
    if errors := list(_find_folder_errors()):
        raise Refused(errors)
    settings = _load_settings(preview, live, staging)
    while True:
        build = _make_site(settings, cache)
        day_bounds = find_day_bounds(build.today, build.settings.timezone)
        if is_today(day_bounds, os.environ):
            return build, day_bounds


def _load_settings(preview: bool, live: Path, staging: Path) -> dict[str, Any]:
    """Load Pelican's settings, with absolute paths of the folders to read and to write."""
    settings = vars(importlib.import_module("pelicanconf" if preview else "publishconf"))
    sources = {name: str(Path(settings[name]).absolute()) for name in ("PATH", "THEME")}
    own = {"OUTPUT_PATH": str(staging.absolute()), "LIVE_PATH": str(live), "SHOW_BROKEN": preview}
    return {**settings, **sources, **own}


def _make_site(settings: dict[str, Any], cache: Cache) -> Build:
    """Run the stages on the texts that are there now. Raises Refused."""
    from plugins.build_state import Build  # these imports are large
    from plugins.diagnostics.log_collector import refuse_logged_errors
    from plugins.documents.scan import scan_texts

    with refuse_logged_errors():
        build = Build.begin(settings, cache, scan_texts(CONTENT))
        _run_stages(build, settings)
    return build


def _run_stages(build: Build, settings: dict[str, Any]) -> None:
    """Run the stages; have Pelican do that where the settings list other plugins, or filters for Jinja."""
    from plugins.stages import PLUGIN_NAMES, run_stages

    if tuple(settings["PLUGINS"]) == PLUGIN_NAMES and "JINJA_FILTERS" not in settings:
        run_stages(build)
    else:
        _run_pelican(build, settings)


def _run_pelican(build: Build, settings: dict[str, Any]) -> None:
    """Have Pelican load all plugins and run the stages. Raises Refused."""
    from pelican import Pelican
    from pelican.settings import read_settings

    folders = {name: settings[name] for name in ("OUTPUT_PATH", "LIVE_PATH", "SHOW_BROKEN")}
    pelican_settings = read_settings(settings["__file__"], override=folders)
    pelican_settings["BUILD"] = build
    Pelican(pelican_settings).run()


def _find_folder_errors() -> Iterator[Diagnostic]:
    """Yield errors of the content and theme folders: one is missing, or a file of the theme must not be opened.

    Files of the content are checked where they are read.
    """
    from plugins.schema.text_file import diagnose_folder  # a build without changes loads no YAML

    for folder in (CONTENT, THEME):
        if not folder.is_dir():
            yield diagnose("folder-missing", str(folder), folder=folder)
    yield from diagnose_folder(THEME)


def _validate(build: Build) -> list[Diagnostic]:
    """Validate the output of a build, and return notes on heavy pages; none in a preview.

    Raises Refused with every error. Where a page is that of a text, messages name the file of the text. A preview of
    texts with errors is not validated: it would have others that follow from these.
    """
    from plugins.output.validate import find_heavy_pages, locate_in_texts

    if build.errors:
        return []
    errors, heavy_sizes = _find_output_errors(build)
    texts = _map_pages_to_texts(build) if errors or heavy_sizes else {}
    errors = locate_in_texts(errors, texts)
    if not build.settings.preview:
        errors += _diagnose_loss(build)
    if errors:
        raise Refused(errors)
    return [] if build.settings.preview else list(find_heavy_pages(heavy_sizes, texts))


def _find_output_errors(build: Build) -> tuple[list[Diagnostic], dict[str, int]]:
    """Find the errors of the output, and the size of each heavy page."""
    from pelicanconf import HEAVY_PAGE
    from plugins.cache import fingerprint
    from plugins.output.facts_cache import FactsCache
    from plugins.output.link_index import validate_output

    clinic, notices, live = build.documents.clinic, build.lint.notices, build.settings.live.name
    url = clinic.url if clinic else ""
    notice_files = sorted((notice, sorted(files)) for notice, files in notices.items())
    base = fingerprint.hash_values(url, notice_files, fingerprint.hash_code("output"), HEAVY_PAGE)
    return validate_output(FactsCache(build.output, live, build.cache, url, base), notices)


def _map_pages_to_texts(build: Build) -> dict[str, str]:
    """Map the page of each text to the file of that text."""
    scheme = build.settings.scheme
    return {scheme.make_file_path(meta): f"{CONTENT}/{meta.path}" for meta in build.site.shown_documents}


def _diagnose_loss(build: Build) -> Iterator[Diagnostic]:
    """Yield an error if the site lost more pages than anybody deletes in a day, unless SHRINK says that it is meant.

    A site of a later day, built by a clock that was ahead, is not compared with.
    """
    from pelicanconf import SHRINK_LIMIT

    last, pages = read_manifest(), _count_pages(build.output.manifest)
    is_earlier = str(last.get("day", "")) <= build.today.isoformat()
    before = _count_pages(last.get("files", ())) if is_earlier else 0
    if pages < SHRINK_LIMIT * before and os.environ.get("SHRINK") != "1":
        yield diagnose("site-shrunk", "output", pages=pages, before=before)


def _count_pages(names: Iterable[str]) -> int:
    return sum(name.endswith(".html") for name in names)


def _set_time_limit(minutes: str) -> None:
    """Raise Refused once the build has taken this many minutes, or BUILD_MINUTES of the settings."""
    from pelicanconf import BUILD_MINUTES  # here, so that what is wrong with the settings is reported

    if not re.fullmatch(r"\d{0,6}(\.\d+)?", minutes):
        raise Refused([diagnose("minutes-unread", "BUILD_MINUTES", minutes=minutes)])
    seconds = 60 * float(minutes or BUILD_MINUTES)

    def too_long(*_: object) -> None:
        raise Refused([diagnose("build-slow", "the build", minutes=seconds / 60)])

    signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds, LIMIT_REPEAT)


def _describe_crash(error: BaseException) -> Diagnostic:
    """Describe an exception that nobody expected, at the line of ours that raised it last.

    The whole traceback is written to TRACEBACK.
    """
    TRACEBACK.write_text("".join(traceback.format_exception(error)), "utf-8")
    file, line = find_error_location(error, *map(Path, INPUT_PATHS))
    said = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return diagnose("build-crash", file or "tools", line, error=said, traceback=TRACEBACK)


def _check_form(form: str) -> None:
    """Raise Refused unless errors can be printed in this form."""
    if form not in ("", ANNOTATIONS):
        raise Refused([diagnose("form-unknown", f"FORM={form}")])


def _list_errors(error: BaseException) -> list[Diagnostic]:
    """List what stopped a build, which is not Refused, as diagnostics."""
    return [describe_os_error(error) if isinstance(error, OSError) else _describe_crash(error)]


def _print_annotations(form: str, diagnostics: Sequence[Diagnostic]) -> None:
    """Print the annotations of a pull request where FORM asks for them."""
    if form == ANNOTATIONS:
        from tools.quality.annotations import annotate, format_annotations  # only pull requests need them

        for line in format_annotations(map(annotate, diagnostics)):
            print(line)


def _print_result(result: BuildResult, form: str) -> None:
    """Print what a good build says: notes, in the form that FORM asks for too, and the summary."""
    for line in format_notes(result.notes):
        print(line, file=sys.stderr)
    _print_annotations(form, result.notes)
    print(result.summary)


def _print_errors(refused: Refused, form: str) -> None:
    """Print what stopped a build, in the form that FORM asks for too."""
    print(refused, file=sys.stderr)
    _print_annotations(form, refused.diagnostics)


def _run(preview: bool, form: str) -> BuildResult:
    """Run a build that nobody else runs meanwhile, within the time limit. Raises what stops it."""
    with open_locked_cache() as cache:
        _check_form(form)
        _set_time_limit(os.environ.get("BUILD_MINUTES", ""))
        return build_site(preview, PREVIEW_SITE if preview else Path("output"), cache)


def main(words: list[str]) -> int:
    """Build, print the result, and return the exit code."""
    gc.disable()  # a build is short, and leaves next to nothing for the collector to free
    preview = PREVIEW in words
    form = "" if preview else os.environ.get("FORM", "")
    try:
        result = _run(preview, form)
    except KeyboardInterrupt:
        print("Stopped. Nothing was written; the site is as it was.", file=sys.stderr)
        return 130
    except (Exception, Refused) as error:  # Refused is a SystemExit
        _print_errors(error if isinstance(error, Refused) else Refused(_list_errors(error)), form)
        return PARTLY if isinstance(error, ShownPartly) else 1
    _print_result(result, form)
    return 0


if __name__ == "__main__":
    result = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(result)  # skips freeing all that the build has made
