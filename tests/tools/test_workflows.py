"""The workflows run what anybody can type, may do little, and publish when a day has begun at the clinic."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

import pelicanconf
from tests.project import ROOT
from tests.tools.test_docs import TARGETS

FOLDER = ROOT / ".github/workflows"
NAMES = ("check.yml", "publish.yml")
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
        ("check.yml", ["make --silent check FORM=annotations", "make site", "make lint test"]),
        ("publish.yml", ["make address site"]),
    ],
)
def test_they_run_commands_of_the_makefile_and_no_others(name: str, commands: list[str]) -> None:
    found = [step["run"] for step in steps(name) if "run" in step]
    assert found == commands
    words = {word for command in found for word in command.split()[1:]}
    assert {word for word in words if not word.startswith("--") and "=" not in word} <= TARGETS


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
    assert all(step["with"] == {"persist-credentials": False, "fetch-depth": 0} for step in checkouts)
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


@pytest.mark.parametrize("month", range(1, 13))
def test_the_nightly_run_comes_soon_after_midnight_at_the_clinic_all_year(month: int) -> None:
    [schedule] = triggers("publish.yml")["schedule"]
    minute, hour, *rest = schedule["cron"].split()
    assert rest == ["*", "*", "*"]
    starts = datetime(2026, month, 15, int(hour), int(minute), tzinfo=UTC)
    at_the_clinic = starts.astimezone(ZoneInfo(pelicanconf.TIMEZONE))
    assert at_the_clinic.hour < 2
