"""Build the site in a spare folder, look at it as a visitor would, and only then put it in the place of the old one.

    python -m tools.build             the site, into output/
    python -m tools.build --preview   with drafts and future articles, into .build/preview/

Exit code 1 and a list of problems if anything at all is wrong; then the old folder is as it was.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pelican.log
from pelican.settings import read_settings

from plugins.clinic.model import load
from plugins.problem import Problem, Refused
from tools.checks import check_site
from tools.exchange import exchange

WORK = Path(".build")
MANIFEST = WORK / "manifest.json"


class _Heard(logging.Handler):
    """Keeps what Pelican or a plugin logs as a warning or an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if record.exc_info and record.exc_info[1]:
            message += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        self.problems.append(Problem(record.name, 0, "", message, "mend what it names"))


def build(settings_file: str, live: Path) -> int:
    """Build into `live` and return the number of pages. Raises Refused, with `live` untouched."""
    spare = WORK / f"{live.name}.spare"
    shutil.rmtree(spare, ignore_errors=True)
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    pelican.log.console.quiet = True
    settings = read_settings(settings_file, override={"OUTPUT_PATH": str(spare.absolute())})
    try:
        settings["PELICAN_CLASS"](settings).run()
    except Refused as refused:
        raise Refused([*heard.problems, *refused.problems]) from None
    except OSError as error:
        what, where = error.strerror or str(error), str(error.filename or "the system")
        raise Refused([Problem(where, 0, "", what, "mend that and build again")]) from None
    clinic, problems = load(Path(settings["PATH"]))
    problems += heard.problems
    if clinic:
        problems += check_site(spare, clinic.url)
    if problems:
        raise Refused(problems)
    exchange(spare, live)
    return sum(1 for _ in live.rglob("*.html"))


def write_manifest(live: Path) -> None:
    """Say which bytes were checked, and of which commit they were made, for `make publish` to compare."""
    files = {
        path.relative_to(live).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(live.rglob("*"))
        if path.is_file()
    }
    commit = _git("rev-parse", "HEAD")
    manifest = {"commit": commit, "dirty": not commit or bool(_git("status", "--porcelain")), "files": files}
    partial = MANIFEST.with_suffix(".partial")
    partial.write_text(json.dumps(manifest, indent=1))
    partial.replace(MANIFEST)


def _git(*words: str) -> str:
    """What git says, or "" where there is no git or no repository."""
    try:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def main(words: list[str]) -> int:
    preview = "--preview" in words
    live = WORK / "preview" if preview else Path("output")
    try:
        pages = build("pelicanconf.py" if preview else "publishconf.py", live)
        if not preview:
            write_manifest(live)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was written; the site is as it was.", file=sys.stderr)
        return 130
    print(f"{pages} pages in {live}/, each checked.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
