"""Python runs the code that stands in the source files, also after an edit that keeps a file's size and times."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small import TODAY, build

MODULE = "plugins/pages/locations.py"
BEFORE, AFTER = "https://www.google.com/maps/dir//", "https://www.google.com/maps/DIR//"
PELICAN = (sys.executable, "-m", "pelican", "content", "-s", "publishconf.py", "-o", "output")


def edit_unseen(path: Path, before: str, after: str) -> None:
    """Replace words of a module by as many others, and give the file its times back."""
    text, status = path.read_text(), path.stat()
    assert before in text and len(before) == len(after)
    path.write_text(text.replace(before, after))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def shows(project: Path, words: str) -> bool:
    return words in (project / "output/index.html").read_text()


@pytest.mark.parametrize("compiled", [False, True], ids=["by a build", "by Python"])
def test_an_edit_of_the_same_size_and_time_is_seen(project: Path, compiled: bool) -> None:
    if compiled:
        compileall.compile_dir(project / "plugins", quiet=2, force=True)
    for before, after in ((BEFORE, AFTER), (AFTER, BEFORE)):
        if not compiled:
            assert build(project).returncode == 0
        edit_unseen(project / MODULE, before, after)
        done = build(project)
        assert done.returncode == 0, done.stderr
        assert shows(project, after)


@pytest.mark.parametrize(("code", "outdated"), [("return a + '\\1'", False), ("return a + '\\2'", True)])
def test_equal_code_is_not_outdated_whatever_else_the_process_holds(code: str, outdated: bool, project: Path) -> None:
    """Python writes a string of one letter differently where another module has it as a name."""
    path = project / "plugins/letter.py"
    path.write_text("def f(a):\n    return a + '\\1'\n")
    status = path.stat()
    subprocess.run([sys.executable, "-m", "compileall", "-qf", "plugins"], cwd=project, check=True)
    path.write_text(f"def f(a):\n    {code}\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    asks = "import sys; sys.intern('\\1'); from plugins.cache import bytecode; print(bytecode.refresh_bytecode())"
    done = subprocess.run([sys.executable, "-c", asks], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == f"{outdated}\n"


def test_pelican_itself_refuses_code_that_it_loaded_before_an_edit(project: Path) -> None:
    compileall.compile_dir(project / "plugins", quiet=2, force=True)
    edit_unseen(project / MODULE, BEFORE, AFTER)
    for code, words in ((1, "start Pelican again"), (0, "")):
        done = subprocess.run(
            PELICAN, cwd=project, env={**os.environ, "SITE_DATE": TODAY}, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == code and words in done.stderr, done.stderr
    assert shows(project, AFTER)
