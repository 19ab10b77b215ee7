"""The workflows run what anybody can type, may do little, and publish when a day has begun at the clinic."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from tests import small
from tests.project import ROOT
from tests.test_docs import TARGETS

FOLDER = ROOT / ".github/workflows"
NAMES = ("check.yml", "publish.yml")
CHECK, SITE = "make --silent check FORM=annotations", "make --silent site FORM=annotations"
CHANGES, CODE = 'make --silent changes >> "$GITHUB_OUTPUT"', "make lint test"
PIN = re.compile(r"uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def workflow(name: str) -> dict[Any, Any]:
    found = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def triggers(name: str) -> Any:
    return workflow(name)[True]  # YAML 1.1 takes `on` for a yes


def test_these_are_all_workflows() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize(
    ("name", "commands"),
    [
        ("check.yml", [CHECK, SITE, CHANGES, CODE]),
        ("publish.yml", ["make address site"]),
    ],
)
def test_they_run_commands_of_the_makefile_and_no_others(name: str, commands: list[str]) -> None:
    found = [step["run"] for step in steps(name) if "run" in step]
    assert found == commands
    assert {word for command in found for word in command.split()[1:] if word.isalpha()} <= TARGETS


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(name: str) -> None:
    uses = re.findall(r"uses: .*", (FOLDER / name).read_text("utf-8"))
    assert uses
    assert [line for line in uses if not PIN.fullmatch(line)] == []


@pytest.mark.parametrize(("name", "job"), [("check.yml", "check"), ("publish.yml", "build")])
def test_make_takes_the_python_that_is_set_up(name: str, job: str) -> None:
    [version] = [step["with"]["python-version"] for step in steps(name) if "setup-python@" in step.get("uses", "")]
    assert workflow(name)["jobs"][job]["env"] == {"PYTHON": f"python{version}"}


def test_nothing_is_allowed_but_to_read_the_sources_and_in_one_job_to_deploy() -> None:
    jobs = {name: workflow(name)["jobs"] for name in NAMES}
    assert [workflow(name)["permissions"] for name in NAMES] == [{}, {}]
    assert jobs["check.yml"]["check"]["permissions"] == {"contents": "read"}
    assert jobs["publish.yml"]["build"]["permissions"] == {"contents": "read"}
    assert jobs["publish.yml"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_used_no_token_left_the_history_is_there_and_no_job_runs_for_ever(name: str) -> None:
    assert "secrets" not in (FOLDER / name).read_text("utf-8")
    checkouts = [step for step in steps(name) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert [step["with"].get("fetch-depth") for step in checkouts] == [0] * len(checkouts)
    assert all(job["timeout-minutes"] <= 30 for job in workflow(name)["jobs"].values())


def test_only_main_is_published_whole_and_never_two_at_once() -> None:
    publish = workflow("publish.yml")
    assert triggers("publish.yml")["push"] == {"branches": ["main"]}
    assert publish["jobs"]["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert publish["jobs"]["deploy"]["needs"] == "build"
    assert publish["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert [step["with"]["path"] for step in steps("publish.yml") if "upload" in step.get("uses", "")] == ["output/"]
    assert "actions/cache" not in str(publish)
    assert "'cache'" not in str(publish)


def test_a_strangers_pull_request_is_checked_without_rights() -> None:
    assert triggers("check.yml") == "pull_request"


def test_a_pull_request_of_texts_alone_leaves_out_the_tests_of_the_code_and_nothing_else() -> None:
    conditions = {step["run"]: step.get("if", "") for step in steps("check.yml") if "run" in step}
    always = "${{ !cancelled() }}"
    unless = "${{ !cancelled() && steps.changes.outputs.code != 'false' }}"
    assert conditions == {CHECK: "", SITE: always, CHANGES: always, CODE: unless}
    assert [step.get("id") for step in steps("check.yml") if step.get("run") == CHANGES] == ["changes"]
    [checkout] = [step for step in steps("check.yml") if "actions/checkout@" in step.get("uses", "")]
    assert checkout["with"]["fetch-depth"] == 0


def test_whatever_a_pull_request_changes_the_required_check_runs() -> None:
    """GitHub takes a skipped job for one that passed, and waits for ever for a workflow that `paths` left out."""
    [job] = workflow("check.yml")["jobs"].values()
    assert "if" not in job and "needs" not in job
    assert triggers("check.yml") == "pull_request"


PAGE, GUIDE = "content/pages/about.md", "content/README.md"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"content/articles/one.md": "Words.", "content/images/a b.jpg": "x", "content/clinic.yaml": "x"}, "false"),
        ({PAGE: None}, "false"),
        ({GUIDE: "Other words."}, "true"),
        ({GUIDE: None}, "true"),
        ({"content.py": "x"}, "true"),
        ({"tests/content/test_content.py": "x"}, "true"),
        ({PAGE: "Words.", "plugins/one.py": "x"}, "true"),
        ({"plugins/one.py": None, "content/one.py": "code"}, "true"),  # moved
        ({".github/workflows/check.yml": "x"}, "true"),
        ({}, "false"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_texts_are_told_from_code(tmp_path: Path, changed: dict[str, str | None], code: str) -> None:
    folder = pull_request(tmp_path, changed)
    assert changes(folder) == f"code={code}\n"


def test_a_base_that_is_not_there_counts_as_code(tmp_path: Path) -> None:
    folder = pull_request(tmp_path, {PAGE: "Words."})
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder}", "shallow")
    assert changes(tmp_path / "shallow") == "code=true\n"


def changes(folder: Path) -> str:
    return subprocess.run(["make", "--silent", "changes"], cwd=folder, capture_output=True, text=True).stdout


def pull_request(to: Path, changed: dict[str, str | None]) -> Path:
    """A repository as GitHub checks it out: a branch with these files, of which None is deleted, merged into main."""
    folder = to / "project"
    small.put(folder, {PAGE: "About.", GUIDE: "The guide.", "plugins/one.py": "code"})
    shutil.copy(ROOT / "Makefile", folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(folder, "switch", "-q", "-c", "branch")
    small.put(folder, {name: text for name, text in changed.items() if text is not None})
    for name in (name for name, text in changed.items() if text is None):
        (folder / name).unlink()
    commit(folder)
    git(folder, "switch", "-q", "main")
    small.put(folder, {"README.md": "What main got meanwhile."})
    commit(folder)
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "branch")
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", "A change")


def git(folder: Path, *words: str) -> None:
    own = ("-c", "user.name=A", "-c", "user.email=a@clinic.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_nightly_run_comes_soon_after_midnight_at_the_clinic_all_year(month: int) -> None:
    [schedule] = triggers("publish.yml")["schedule"]
    minute, hour, *rest = schedule["cron"].split()
    assert rest == ["*", "*", "*"]
    starts = datetime(2026, month, 15, int(hour), int(minute), tzinfo=UTC)
    timezone = re.search(r"at the clinic \((\w+/\w+)\)", (FOLDER / "publish.yml").read_text("utf-8"))
    assert timezone
    assert starts.astimezone(ZoneInfo(timezone[1])).hour < 2
