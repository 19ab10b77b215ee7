"""The project with other contents in place of its own: they make a site, and the test that reads content/ passes.

A test whose own process reads nothing there, but another one that it starts, is found by `make soak`, which runs every
test with these contents.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.other_contents import CONTENTS
from tests.project import copy_project


@pytest.mark.parametrize("name", CONTENTS)
def test_the_test_of_content_passes_with_another(tmp_path: Path, name: str) -> None:
    folder = copy_project(tmp_path / "project")
    CONTENTS[name](folder / "content")
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "tests/content/test_content.py"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert (run.returncode, "2 passed" in run.stdout) == (0, True), run.stdout + run.stderr
