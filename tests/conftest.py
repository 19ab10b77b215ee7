"""What every test may ask for.

The browser: Playwright's synchronous API keeps an event loop running in the main thread, so that from the
first use of `browser` on, a test in this process cannot call asyncio.run().
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import awkward, other_contents, project
from tests.chromium import ARGUMENTS, executable_path

hypothesis.settings.register_profile("busy machine", deadline=None)  # times are measured by make bench, not by tests
hypothesis.settings.load_profile("busy machine")
CONTENT = project.ROOT / "content"
# The tests that may read the project's own content, and what of it.
CONTENT_READERS = {
    "tests/content/test_content.py": CONTENT,
    "tests/tools/quality/test_generated_docs.py": CONTENT / "README.md",
}


def refuse_content(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail the running test when it opens or lists what is in content/, which editors change every day."""
    if event not in ("open", "os.listdir", "os.scandir") or isinstance(arguments[0], int):
        return
    path = Path(os.fsdecode(arguments[0] or "."))
    if event == "open" and arguments[1] is None and not path.is_absolute():
        return  # os.open, perhaps from a folder that the event does not name, as shutil.rmtree does
    path = path.resolve()
    if not path.is_relative_to(CONTENT):
        return
    test = os.environ.get("PYTEST_CURRENT_TEST", "a module, as it is imported,")
    allowed = CONTENT_READERS.get(test.partition("::")[0])
    if allowed is None or not path.is_relative_to(allowed):
        pytest.fail(f"{test} reads {path}. Tests read tests/fixtures/site/ instead; see CONTENT_READERS.")


sys.addaudithook(refuse_content)


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the made-up clinic. Look, and change nothing."""
    return built(project.copy(tmp_path_factory.mktemp("own") / "a clinic's blog"))


@pytest.fixture(scope="session")
def awkward_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the awkward articles, below awkward.BASE. Look, and change nothing."""
    folder = project.copy(tmp_path_factory.mktemp("awkward"))
    awkward.write(folder)
    return built(folder, r"(Note: .*\[(text-over-limit|tags-many)\]\n)*")


@pytest.fixture(scope="session")
def single_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one article and of nothing else. Look, and change nothing."""
    folder = tmp_path_factory.mktemp("single")
    project.copy_code(folder)
    other_contents.write_single(folder / "content")
    return built(folder)


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a clinic that has written nothing. Look, and change nothing."""
    folder = tmp_path_factory.mktemp("bare")
    project.copy_code(folder)
    other_contents.write_bare(folder / "content")
    return built(folder)


def built(folder: Path, notes: str = "") -> Path:
    """Build the site in `folder`, which prints nothing but notes of this pattern."""
    done = project.build(folder)
    assert done.returncode == 0 and re.fullmatch(notes, done.stderr), done.stderr
    return folder / "output"


class Visit(Protocol):
    def __call__(self, url: str, **context: Any) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable_path(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open `url` as a new visitor and give the page; what follows are Playwright's context options.

    visit(url, viewport={"width": 320, "height": 640}, color_scheme="dark", java_script_enabled=False)

    The test fails at its end when a script on a page raised an error that nothing caught.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def new(url: str, **context: Any) -> Page:
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.goto(url)
        return page

    yield new
    for context in contexts:
        context.close()
    assert errors == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests have recorded of how they were made, each once, and why others were left out."""
    reports = [one for found in terminalreporter.stats.values() for one in found if isinstance(one, pytest.TestReport)]
    said = {f"{name} {value}" for report in reports for name, value in report.user_properties}
    said |= {str(report.longrepr[2]) for report in reports if report.skipped and isinstance(report.longrepr, tuple)}
    for line in sorted(said):
        terminalreporter.write_line(line)
