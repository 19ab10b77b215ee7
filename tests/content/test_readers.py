"""A test that reads what editors write fails, in whatever way it reads it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.project import ROOT

IMPORTS = "import os, shutil\nfrom pathlib import Path\n"
# What tests may do, each by its name: in files of these names, as if they stood in this project, run in its folder.
REFUSED = {
    "tests/test_odd.py": {
        "open": "open('content/clinic.yaml')",
        "read": "Path('content/clinic.yaml').resolve().read_bytes()",
        "read_by_a_detour": "Path('tests/../content/clinic.yaml').read_bytes()",
        "read_through_a_link": "os.symlink(Path('content').resolve(), tmp_path / 'x'); open(tmp_path / 'x/words.txt')",
        "copy": "shutil.copytree('content', tmp_path / 'content')",
        "list": "os.listdir('content')",
        "find": "[*Path('content').rglob('*.md')]",
        "catch": "try: open('content/clinic.yaml')\n    except Exception: pass",
        "guide": "open('content/README.md')",
    },
    "tests/tools/quality/test_generated_docs.py": {"more": "open('content/clinic.yaml')"},
    "tests/content/test_more.py": {"content": "open('content/clinic.yaml')"},
}
ALLOWED = {
    "tests/test_odd.py": {"harmless": "Path('README.md').read_bytes(); os.listdir('tests/fixtures/site')"},
    "tests/tools/quality/test_generated_docs.py": {"guide": "Path('content/README.md').read_bytes()"},
    "tests/content/test_content.py": {"content": "shutil.copytree('content', tmp_path / 'content')"},
}


def named(files: dict[str, dict[str, str]]) -> list[str]:
    return [f"{file}::test_{name}" for file, tests in files.items() for name in tests]


def passed(said: str) -> set[str]:
    """The tests that passed, as their files are called here."""
    return {f"tests/{line.partition('/tests/')[2]}" for line in said.splitlines() if line.startswith("PASSED ")}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of all of them, and of a file that reads content/ when it is imported."""
    folder = tmp_path_factory.mktemp("readers")
    texts = {"tests/test_import.py": "TEXT = open('content/clinic.yaml')\n"}
    for file in [*REFUSED, *ALLOWED]:
        tests = REFUSED.get(file, {}) | ALLOWED.get(file, {})
        texts[file] = IMPORTS + "".join(f"def test_{name}(tmp_path):\n    {code}\n" for name, code in tests.items())
    for file, text in texts.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, "utf-8")
    (folder / "pytest.ini").write_text(
        "[pytest]\naddopts = -rA --import-mode=importlib --continue-on-collection-errors\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    run = subprocess.run([*command, str(folder)], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout


@pytest.mark.parametrize("test", named(REFUSED))
def test_a_test_that_reads_content_fails_and_is_named(said: str, test: str) -> None:
    assert f"Failed: {test} (call) reads {ROOT / 'content'}" in said
    assert test not in passed(said)


@pytest.mark.parametrize("test", named(ALLOWED))
def test_one_test_may_read_content_and_one_the_guide_in_it(said: str, test: str) -> None:
    assert test in passed(said)


def test_a_module_that_reads_content_is_not_imported(said: str) -> None:
    assert f"a module, as it is imported, reads {ROOT / 'content/clinic.yaml'}" in said
