"""A process with all imports of a build loaded, which builds the preview once for each line that it reads.

    python -m tools.preview.build_worker

Each build runs in a forked copy of this process, so nothing that one leaves behind reaches the next. It prints what
`python -m tools.build --preview` prints; a line with END and the exit code follows. When the code has changed, the
process starts anew.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sys
from multiprocessing import get_context
from pathlib import Path

from plugins.cache.inputs import walk_file_stats
from tools import build

END = "\0"
READABILITY = "plugins.lint.readability.hints"  # only for editors
SAMPLE = b"---\ntitle: A first article\ndate: 2026-01-02\n---\n\nA text.\n\n## With a heading\n\n- and [a link](/)\n"
AT_ONCE = "at once"  # the first build does not wait for a line


def preload_modules() -> None:
    """Import what builds import, and fill its caches. The build itself reports what cannot be imported."""
    with contextlib.suppress(Exception, SystemExit):
        stages = importlib.import_module("plugins.stages").PLUGIN_NAMES
        for name in (*(f"{stage}.stage" for stage in stages), "plugins.output.link_index", READABILITY):
            importlib.import_module(name)
        # This document fills the caches that are filled at first use, once for all copies.
        importlib.import_module("plugins.documents.document").make_document("articles/first.md", SAMPLE, {})
        importlib.import_module("plugins.pages.styles").load_stylesheet(Path("theme"))
        rules = importlib.import_module("plugins.lint.claims.rules").load_rules()
        for reader in importlib.import_module("plugins.lint.claims.matcher").make_matchers(rules).values():
            reader.compile_patterns()
    gc.freeze()  # so that copies share the memory of what they do not change


def preload_dictionary() -> None:
    """Load the spelling dictionary, which only some builds need and the first one does not wait for."""
    with contextlib.suppress(Exception):
        importlib.import_module("plugins.lint.spelling.spelling").load_dictionary()


def stat_code() -> list[tuple[str, bytes]]:
    """List the file state of every Python module of the project."""
    places = (Path("plugins"), Path("tools"), *sorted(Path().glob("*conf.py")))
    return [found for place in places for found in walk_file_stats(place) if found[0].endswith(".py")]


def fork_build() -> int:
    """Build in a forked copy of this process and return the exit code. The copy does not outlive this process."""
    process = get_context("fork").Process(target=build_preview)
    process.start()
    try:
        process.join()
    except SystemExit:
        process.kill()
        raise
    return process.exitcode or 0


def build_preview() -> None:
    """Build the preview, and end this process with the exit code."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.exit(build.main(["--preview"]))


def main(words: list[str]) -> None:
    """Build once for each line of standard input; start anew when the code has changed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    before = stat_code()
    preload_modules()
    at_once = AT_ONCE in words
    while at_once or sys.stdin.readline():
        if stat_code() != before:
            os.execv(sys.executable, [sys.executable, "-m", "tools.preview.build_worker", AT_ONCE])
        at_once = False
        print(f"{END}{fork_build()}", flush=True)
        preload_dictionary()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(sys.argv[1:])
