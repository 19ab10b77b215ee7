"""Build the site into a staging folder, validate it as a visitor would see it, then swap it with the live folder.

    python -m tools.build             the site, into output/
    python -m tools.build --preview   with drafts and future articles, into .build/preview/

With FORM=annotations in the environment, errors and notes are also printed as annotations of a pull request.
If anything is wrong, the exit code is 1, all errors are printed, and the live folder stays as it was. The cache is in
.build/cache.db. If nothing has changed since the last good build, the modules that build are not even imported.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import json
import marshal
import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.cache.database import CACHE_FILE, Cache
from plugins.cache.inputs import CONTENT, INPUT_PATHS, THEME, hash_inputs
from plugins.clinic.clock import DayBounds, find_day_bounds, is_today
from plugins.diagnostics.diagnostic import (
    Diagnostic,
    Refused,
    diagnose,
    find_error_location,
    format_errors,
    format_notes,
)
from plugins.diagnostics.os_errors import describe_os_error
from plugins.output.output_dir import OutputDir, prune_manifests
from plugins.output.swap import recover_swap, swap_folders

if TYPE_CHECKING:
    from plugins.build_state import Build
    from plugins.documents.scan import ScannedTexts

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # pydantic would look for plugins in every installed package
PREVIEW = "--preview"
ANNOTATIONS = "annotations"  # of FORM
WORK = Path(".build")
MANIFEST = WORK / "manifest.json"
TRACEBACK = WORK / "traceback.txt"
PANEL = WORK / "panel.json"  # what the preview server shows editors beside each page
# Seconds between repeats of the time limit: Python drops an exception that is raised while it frees an object.
LIMIT_REPEAT = 0.1


class ManifestDetails(NamedTuple):
    """What a build writes into the manifest about its site, besides the digests of files.

    `day` is the day for which the site was built, `hours` the time range of that day, `addresses` are
    those at which readers find an article or a page, for `make addresses`.
    """

    day: str = ""
    hours: DayBounds = (0, 0)
    addresses: Sequence[str] = ()


def build_site(preview: bool, live: Path, cache: Cache) -> tuple[str, list[Diagnostic]]:
    """Build the site into `live`; return a summary line and notes. Raises Refused, with `live` untouched."""
    spare = WORK / f"{live.name}.spare"
    if not preview:
        os.umask(0o022)  # published files are readable for everybody
    recover_swap(spare, live)
    if live.is_symlink() and not live.exists():
        live.unlink()
    made_of, settled = hash_inputs(os.environ.get("SITE_DATE", ""))
    summary, notes, said = _load_last_build(live, made_of, cache)
    if summary:
        digests = OutputDir(live, cache).list_digests()
    else:
        from plugins.cache.bytecode import refresh_bytecode  # these imports are large
        from plugins.documents import scan
        from plugins.output.validate import find_heavy_pages, locate_in_texts

        if refresh_bytecode():
            os.execv(sys.executable, [sys.executable, "-m", "tools.build", *([PREVIEW] if preview else [])])
        _remove_obstacle(spare, is_wanted=Path.is_dir)
        texts = scan.scan_texts(CONTENT)
        made = _make_site(preview, live, spare, cache, texts)
        hours = find_day_bounds(made.today, made.settings.timezone)
        if not is_today(hours, os.environ):  # the day changed during the build
            made = _make_site(preview, live, spare, cache, texts)
            hours = find_day_bounds(made.today, made.settings.timezone)
        digests = made.output.list_digests()
        said = ManifestDetails(made.today.isoformat(), hours, made.site.addresses)
        pages = _count_pages(digests)
        wrong, sizes = _validate(made, live.name)
        named = _map_pages_to_texts(made) if wrong or sizes else {}
        if errors := [*locate_in_texts(wrong, named), *([] if preview else _diagnose_loss(pages, said.day))]:
            raise Refused(errors)
        if not preview:
            os.sync()  # so that the next publish finds all of it, should the power fail
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # from here on nothing may stop the build
        signal.setitimer(signal.ITIMER_REAL, 0)
        if not preview:
            write_manifest(digests, said)  # until the swap it fits no site, so none can be published
        cache.delete("builds", [live.name])  # the build that made what is live until the swap
        cache.commit()
        swap_folders(spare, live)
        if preview:
            with contextlib.suppress(Refused, OSError):  # the next build reports a text that was saved meanwhile
                _write_json(PANEL, made.lint.make_panel())
        summary = f"{pages} pages in {live}/, each checked."
        notes = [*made.diagnostics, *([] if preview else find_heavy_pages(sizes, named))]
        prune_manifests(cache, [live, spare, Path("output"), *WORK.glob("preview*"), *WORK.glob("*.spare")])
        if settled:
            kept = summary, [astuple(note) for note in notes], said.day, said.hours, list(said.addresses)
            cache.save("builds", [(live.name, made_of, marshal.dumps(kept))])
        cache.commit()
        return summary, notes
    if not preview:
        write_manifest(digests, said)
    return summary, notes


def _count_pages(names: Iterable[str]) -> int:
    return sum(name.endswith(".html") for name in names)


def _validate(build: Build, site: str) -> tuple[list[Diagnostic], dict[str, int]]:
    """Validate the output of a build; return its problems, and the sizes of heavy pages."""
    from pelicanconf import HEAVY_PAGE
    from plugins.cache import fingerprint
    from plugins.output.link_index import validate_output

    clinic, notices = build.documents.clinic, build.lint.notices
    url = clinic.url if clinic else ""
    placed = sorted((notice, sorted(files)) for notice, files in notices.items())
    base = fingerprint.hash_values(url, placed, fingerprint.hash_code("output"), HEAVY_PAGE)
    return validate_output(build.output, site, build.cache, notices, url, base)


def _map_pages_to_texts(build: Build) -> dict[str, str]:
    """Map the page of each text to the file of that text."""
    scheme = build.settings.scheme
    return {scheme.make_file_path(card): f"{CONTENT}/{card.path}" for card in build.site.shown_documents}


def _diagnose_loss(pages: int, day: str) -> Iterator[Diagnostic]:
    """Yield an error if the site lost more pages than anybody deletes in a day, unless SHRINK says that it is meant.

    A site of a later day, built by a clock that was ahead, is not compared with.
    """
    from pelicanconf import SHRINK_LIMIT

    last = _read_json(MANIFEST)
    before = _count_pages(last.get("files", ())) if str(last.get("day", "")) <= day else 0
    if pages < SHRINK_LIMIT * before and os.environ.get("SHRINK") != "1":
        yield diagnose("site-shrunk", "output", pages=pages, before=before)


def _remove_obstacle(path: Path, is_wanted: Callable[[Path], bool]) -> None:
    """Remove a file, folder or link of our own that is not of the wanted kind."""
    if path.is_symlink() or (path.exists() and not is_wanted(path)):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _load_last_build(live: Path, made_of: bytes, cache: Cache) -> tuple[str, list[Diagnostic], ManifestDetails]:
    """Load what `build_site` returned for the last good build, and the details of its site.

    Return empty values where the inputs or the day have changed, or `live` is not as that build left it.
    """
    value = cache.load("builds", live.name, made_of)
    summary, notes, *said = marshal.loads(value) if value else ("", [], *ManifestDetails())
    same = summary and is_today(said[1], os.environ) and live.is_dir() and OutputDir(live, cache).is_intact()
    if not same:
        return "", [], ManifestDetails()
    return summary, [Diagnostic(*note) for note in notes], ManifestDetails(*said)


def _make_site(preview: bool, live: Path, spare: Path, cache: Cache, texts: ScannedTexts) -> Build:
    """Run the stages, which bring `spare` up to date; Pelican runs them where plugins of others are listed."""
    from plugins.build_state import Build
    from plugins.diagnostics.log_collector import LogCollector
    from plugins.diagnostics.stage_loading import StageLoadError
    from plugins.stages import PLUGIN_NAMES, run_stages

    if errors := list(_find_folder_errors()):
        raise Refused(errors)
    heard = LogCollector()
    where = {"OUTPUT_PATH": str(spare.absolute()), "LIVE_PATH": str(live)}
    settings = vars(importlib.import_module("pelicanconf" if preview else "publishconf"))
    own = {name: str(Path(settings[name]).absolute()) for name in ("PATH", "THEME")}
    build = Build.begin({**settings, **own, **where}, cache, texts)
    try:
        if tuple(settings["PLUGINS"]) == PLUGIN_NAMES and "JINJA_FILTERS" not in settings:
            run_stages(build)
        else:
            _run_pelican(build, settings["__file__"], where)
    except StageLoadError:
        raise
    except Refused as refused:
        raise Refused([*heard.errors, *refused.diagnostics]) from None
    if heard.errors:
        raise Refused(heard.errors)
    return build


def _run_pelican(build: Build, settings_file: str, where: dict[str, str]) -> None:
    """Have Pelican load all plugins and run the stages. Raises Refused."""
    from pelican import Pelican
    from pelican.settings import read_settings

    settings = read_settings(settings_file, override=where)
    settings["BUILD"] = build
    Pelican(settings).run()


def _find_folder_errors() -> Iterator[Diagnostic]:
    """Yield errors of the content and theme folders: one is missing, or a file of the theme must not be opened.

    Files of the content are checked where they are read.
    """
    from plugins.schema.text_file import diagnose_folder  # a build without changes loads no YAML

    for folder in (CONTENT, THEME):
        if not folder.is_dir():
            yield diagnose("folder-missing", str(folder), folder=folder)
    yield from diagnose_folder(THEME)


def write_manifest(digests: Mapping[str, bytes], site: ManifestDetails) -> None:
    """Write which bytes were validated, and of which commit and day they are, for `make publish` to compare."""
    said = _run_git("status", "--porcelain=v2", "--branch").splitlines()
    commit = next((line.split()[-1] for line in said if line.startswith("# branch.oid ")), "")
    dirty = not commit or any(not line.startswith("#") for line in said)
    files = {name: digests[name].hex() for name in sorted(digests)}
    _write_json(MANIFEST, {"commit": commit, "dirty": dirty, "files": files, **site._asdict()})


def _read_json(file: Path) -> dict[str, Any]:
    """Read a JSON object from one of our own files; an empty one where it cannot be read."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_json(file: Path, value: Any) -> None:
    """Write `value` as JSON into one of our own files, whole or not at all."""
    partial = file.with_suffix(".partial")
    for path in (partial, file):
        _remove_obstacle(path, is_wanted=Path.is_file)
    partial.write_text(json.dumps(value))
    partial.replace(file)


def _run_git(*words: str) -> str:
    """Run git and return its output, or "" where there is no git or no repository."""
    try:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


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


def _describe_crash(error: Exception) -> Diagnostic:
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


@contextlib.contextmanager
def hold_build_lock(folder: Path) -> Iterator[None]:
    """Hold the build lock of `folder`: a second build waits. The processes that a build starts hold it too."""
    folder.mkdir(exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is under way; this one waits for it.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def main(words: list[str]) -> int:
    """Build, print the result, and return the exit code."""
    gc.disable()  # a build is short, and leaves next to nothing for the collector to free
    preview = PREVIEW in words
    form = "" if preview else os.environ.get("FORM", "")
    live = WORK / "preview" if preview else Path("output")
    errors: list[Diagnostic] = []
    notes: list[Diagnostic] = []
    said = ""
    try:
        with hold_build_lock(WORK), contextlib.closing(Cache(CACHE_FILE)) as cache:
            _check_form(form)
            _set_time_limit(os.environ.get("BUILD_MINUTES", ""))
            said, notes = build_site(preview, live, cache)
    except Refused as refused:
        errors = refused.diagnostics
    except OSError as error:
        errors = [describe_os_error(error)]
    except Exception as error:
        errors = [_describe_crash(error)]
    except KeyboardInterrupt:
        print("Stopped. Nothing was written; the site is as it was.", file=sys.stderr)
        return 130
    for line in [format_errors(errors)] if errors else format_notes(notes):
        print(line, file=sys.stderr)
    if form == ANNOTATIONS:
        from tools.quality.annotations import annotate, format_annotations  # only pull requests need them

        found = map(annotate, [*errors, *notes])
        for line in format_annotations(found):
            print(line)
    if errors:
        return 1
    print(said)
    return 0


if __name__ == "__main__":
    result = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(result)  # skips freeing all that the build has made
