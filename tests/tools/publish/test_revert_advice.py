"""What a rollback prints, typed by a shell where colleagues were at work, and the site that is built then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.clone import HOST
from tests.fake_clock import Clock
from tests.project import tree
from tests.small import CLINIC, PATIENT, article, make, put, record
from tests.soak import select_rows

DRAFT, LATER = "content/articles/half-written.md", "content/articles/later.md"
GOOD, OTHER, NEW, OLD = (f"content/articles/{name}.md" for name in ("good", "other", "new", "old"))
TEMPLATE = "theme/templates/article.html"
ADDRESSES, PHOTOS, FACTS = "content/addresses.txt", "content/photos.yaml", "content/clinic.yaml"
PICTURE = 'content/images/-d\'été "1" [a].svg'
# Git takes the other name for a pattern, for which this one stands too.
NEIGHBOUR = PICTURE.replace("[a]", "a")
SHOWN = '![A room](<-d\'été "1" [a].svg>)'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#{}" d="M0 0h8v8z"/></svg>'
FIRST = {
    OTHER: article(f"Other.\n\n{SHOWN}", title="Another", summary="It says another thing."),
    OLD: article("Old words.", title="Old", summary="It is old."),
    NEW: article("Draft words.", title="New", summary="It is new.", status="draft"),
    LATER: article("Later.", title="Later", summary="It is later.", date="2098-01-01"),
    PICTURE: SVG.format("080"),
    NEIGHBOUR: SVG.format("080"),
    ADDRESSES: "/other/\n",
    ".gitignore": "/output/\n/.build/\n__pycache__/\n",
}


@dataclass(frozen=True)
class Project:
    """A clinic's project under git, whose first site is published, and the remote that it is published to."""

    folder: Path
    remote: Path

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self, files: dict[str, str | None]) -> str:
        for name, text in files.items():
            if text is None:
                (self.folder / name).unlink()
            else:
                put(self.folder, {name: text})
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "A change")
        return self.git("rev-parse", "HEAD")

    def tool(self, name: str, *words: str) -> str:
        command = [sys.executable, "-m", f"tools.{name}", *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publish(self) -> None:
        self.git("push", "--quiet", "origin", "main")
        self.tool("build")
        self.tool("publish.publish")

    def type(self, line: str) -> None:
        done = subprocess.run(["sh", "-c", line], cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, (line, done.stderr)

    def sources(self) -> dict[str, bytes]:
        names = self.git("ls-files", "-z").split("\0")
        return {name: (self.folder / name).read_bytes() for name in names if name}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Copy it, and change nothing."""
    place = tmp_path_factory.mktemp("rollback")
    first = Project(make(place / "project"), place / "remote.git")
    put(first.folder, FIRST)
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", first.remote], check=True)
    first.git("init", "--quiet", "--initial-branch=main")
    first.git("config", "user.name", "Ann Editor")
    first.git("config", "user.email", "ann@example.org")
    first.git("remote", "add", "origin", "../remote.git")
    first.commit({})
    first.publish()
    return first


@pytest.fixture
def project(first: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("SHRINK", "1")
    monkeypatch.delenv("SITE_DATE", raising=False)
    shutil.copytree(first.folder, tmp_path / "project")
    shutil.copytree(first.remote, tmp_path / "remote.git")
    project = Project(tmp_path / "project", tmp_path / "remote.git")
    # What colleagues do between the two publications: a draft in a branch that is merged, and the list of addresses.
    project.git("switch", "--quiet", "-c", "draft")
    project.commit({DRAFT: article("Nobody has read this.", title="Half", summary="It is half.", status="draft")})
    project.git("switch", "--quiet", "main")
    later = {LATER: FIRST[LATER].replace("Later.", "Much later."), NEIGHBOUR: SVG.format("123")}
    project.commit({ADDRESSES: "/other/\n/good/\n", **later})
    project.git("merge", "--quiet", "--no-ff", "-m", "Merge a draft", "draft")
    return project


def rolled_back(project: Project) -> list[str]:
    """Publish, go on with a colleague's work, roll back; what is printed below that it was done."""
    project.publish()
    half = (project.folder / DRAFT).read_text()
    project.commit({DRAFT: f"{half}\nAnd nobody this.\n", "content/images/draft.svg": SVG.format("fff")})
    project.git("push", "--quiet", "origin", "main")
    done, *lines = project.tool("publish.rollback").splitlines()
    assert done.startswith("Rolled back: ")
    return lines


def typed(project: Project, lines: list[str]) -> dict[str, bytes]:
    """Type each line that is a command, and build; the site. What was not published is as it was."""
    before = project.sources()
    for line in lines:
        if line.startswith("git "):
            project.type(line)
    after = project.sources()
    kept = (DRAFT, LATER, ADDRESSES, NEIGHBOUR, "content/images/draft.svg")
    assert all(before[name] == after.get(name) for name in kept)
    assert project.git("status", "--porcelain") == ""
    assert (
        project.git("rev-parse", "main")
        == subprocess.run(
            ["git", "rev-parse", "main"], cwd=project.remote, capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    project.tool("build")
    return tree(project.folder / "output")


def live(project: Project) -> dict[str, bytes]:
    names = (
        subprocess.run(
            ["git", "ls-tree", "-r", "--name-only", "-z", "gh-pages"],
            cwd=project.remote,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .split("\0")
    )
    shown = {name for name in names if name} - HOST
    return {
        name: subprocess.run(
            ["git", "show", f"gh-pages:{name}"], cwd=project.remote, capture_output=True, check=True
        ).stdout
        for name in shown
    }


def text_of(project: Project, name: str) -> str:
    return (project.folder / name).read_text()


def change(project: Project) -> None:
    project.commit({GOOD: article("A mistake.\n\n## What helps\n\nRest.")})


def add(project: Project) -> None:
    project.commit({"content/articles/more.md": article("More.", title="More", summary="It is more.")})


def delete(project: Project) -> None:
    project.commit({OLD: None})


def rename(project: Project) -> None:
    project.tool("authoring.rename", "good", "better")
    project.commit({})


def publish_draft(project: Project) -> None:
    project.commit({NEW: FIRST[NEW].replace("draft\n", "published\n").replace("Draft words", "New words")})


def hide(project: Project) -> None:
    project.commit({OLD: FIRST[OLD].replace("published", "draft")})


def put_off(project: Project) -> None:
    project.commit({OLD: FIRST[OLD].replace("date: 2026-01-02", "date: 2098-05-05")})


def change_facts(project: Project) -> None:
    says = "announcements:\n  - text:\n      en: Closed.\n    first: 2026-01-02\n    last: 2026-04-01\n"
    project.commit({FACTS: CLINIC.replace("707-555-0100", "707-555-0199") + says})


def change_picture(project: Project) -> None:
    project.commit({PICTURE: SVG.format("f00")})


def delete_picture(project: Project) -> None:
    project.commit({OTHER: FIRST[OTHER].replace(SHOWN, "Nothing."), PICTURE: None})


def change_code(project: Project) -> None:
    style = "theme/css/site of 'tests'.css"
    project.commit(
        {TEMPLATE: text_of(project, TEMPLATE).replace("<article", '<p class="x">X</p><article', 1), style: ""}
    )


def change_code_unseen(project: Project) -> None:
    """A text too; the code makes the same pages."""
    name = "plugins/site/related.py"
    project.commit({name: f"{text_of(project, name)}\n# A remark.\n"})
    change(project)


def change_in_a_merge(project: Project) -> None:
    """Both sides change a text, and the merge is neither."""
    project.git("switch", "--quiet", "-c", "side")
    project.commit({GOOD: article("One way.\n\n## What helps\n\nRest.")})
    project.git("switch", "--quiet", "main")
    project.commit({GOOD: article("The other way.\n\n## What helps\n\nRest.")})
    subprocess.run(["git", "merge", "side"], cwd=project.folder, capture_output=True)
    project.commit({GOOD: article("Both ways.\n\n## What helps\n\nRest.")})


def mix(project: Project) -> None:
    """What is published, and another's draft, in one commit."""
    half = text_of(project, DRAFT)
    project.commit({GOOD: article("A mistake.\n\n## What helps\n\nRest."), DRAFT: f"{half}\nWith more.\n"})


def change_all(project: Project) -> None:
    for act in (change, add, delete, publish_draft, change_facts, change_picture):
        act(project)


REVERTS = "Or, in place of checkout, rm and commit: git revert --no-edit "
ACTS: dict[Callable[[Project], None], int] = {  # and how many commits may be reverted instead
    change: 1,
    add: 1,
    delete: 1,
    rename: 1,
    publish_draft: 1,
    hide: 1,
    put_off: 1,
    change_facts: 1,
    change_picture: 1,
    delete_picture: 1,
    change_code: 1,
    change_code_unseen: 1,
    change_in_a_merge: 0,
    mix: 0,
    change_all: 6,
}


ROWS = select_rows(ACTS, {rename, publish_draft, change_code, change_in_a_merge, change_all})


@pytest.mark.parametrize(("act", "commits"), ROWS.items(), ids=[act.__name__ for act in ROWS])
def test_what_is_typed_makes_the_site_that_was_put_back(
    project: Project, tmp_path: Path, act: Callable[[Project], None], commits: int
) -> None:
    """And so do the whole commits, where they are named."""
    act(project)
    lines = rolled_back(project)
    wanted = live(project)
    assert lines[0].endswith("unless you take it out of the sources.")
    assert not [line for line in lines if line.startswith("By hand")]
    reverts = [line.removeprefix(REVERTS) for line in lines if line.startswith(REVERTS)]
    assert [len(line.split()) for line in reverts] == ([commits] if commits else [])
    other = Project(tmp_path / "other", project.remote)
    shutil.copytree(project.folder, other.folder)
    if commits:
        other.type(f"git revert --no-edit {reverts[0]}")
    assert typed(project, lines) == wanted
    assert not commits or project.git("rev-parse", "HEAD^{tree}") == other.git("rev-parse", "HEAD^{tree}")


def test_only_files_that_the_site_shows_are_named(project: Project) -> None:
    change_code_unseen(project)
    lines = rolled_back(project)
    assert [line.partition(" -- ")[2] for line in lines if line.startswith("git checkout")] == [GOOD]


def test_a_clone_that_is_behind_or_elsewhere_is_brought_there_first(project: Project) -> None:
    change(project)
    project.publish()
    project.git("reset", "--quiet", "--hard", "HEAD~2")
    project.git("switch", "--quiet", "--detach")
    _, _, *lines = project.tool("publish.rollback").splitlines()
    assert lines[:2] == ["git switch main", "git pull --rebase origin main"]
    wanted = live(project)
    for line in lines:
        if line.startswith("git "):
            project.type(line)
    project.tool("build")
    assert tree(project.folder / "output") == wanted


def test_from_another_branch_what_only_main_here_has_is_not_taken_away(project: Project) -> None:
    """The commands are typed on main, where a colleague's paragraph was not sent yet."""
    change(project)
    project.publish()
    project.git("branch", "feature")
    words = f"{text_of(project, GOOD)}\nMore of it.\n"
    project.commit({GOOD: words})
    project.git("switch", "--quiet", "feature")
    _, *lines = project.tool("publish.rollback").splitlines()
    assert not [line for line in lines if line.startswith("git ")]
    assert lines[1].startswith(f"By hand: {GOOD} was changed after it was published")


def test_from_another_branch_a_main_that_is_behind_is_pulled_first(project: Project) -> None:
    change(project)
    project.publish()
    project.git("switch", "--quiet", "-c", "feature")
    project.git("branch", "--quiet", "--force", "main", "HEAD~2")
    _, _, *lines = project.tool("publish.rollback").splitlines()
    assert lines[:2] == ["git switch main", "git pull --rebase origin main"]
    for line in lines:
        if line.startswith("git "):
            project.type(line)
    project.tool("build")
    assert tree(project.folder / "output") == live(project)


def test_a_second_rollback_takes_out_what_both_publications_brought(project: Project) -> None:
    change(project)
    project.publish()
    delete(project)
    project.publish()
    project.tool("publish.rollback")
    _, *lines = project.tool("publish.rollback").splitlines()
    for line in lines:
        if line.startswith("git "):
            project.type(line)
    project.tool("build")
    assert tree(project.folder / "output") == live(project)


# What a command would take away is left to a person.


def edit_since(project: Project) -> None:
    """After the publication, and sent."""
    project.publish()
    project.commit({GOOD: f"{text_of(project, GOOD)}\nMore of it.\n"})


def edit_here(project: Project) -> None:
    """After the publication, and not committed."""
    project.publish()
    put(project.folder, {GOOD: f"{text_of(project, GOOD)}\nMore of it.\n"})


def commit_here(project: Project) -> None:
    project.publish()
    project.commit({GOOD: f"{text_of(project, GOOD)}\nMore of it.\n"})


def take_back_to_draft(project: Project) -> None:
    """A text that was published is a draft, with words that nobody has read."""
    project.commit({OLD: article("Half of other words.", title="Old", summary="It is old.", status="draft")})


def name_an_author(project: Project) -> None:
    """A fact that is shown, and one that only a draft names."""
    facts = CLINIC.replace("707-555-0100", "707-555-0199") + "  new-author:\n    name: New Author\n"
    project.commit({FACTS: facts, DRAFT: text_of(project, DRAFT).replace("kind:", "author: new-author\nkind:")})


def remark_on_facts(project: Project) -> None:
    project.commit({FACTS: "# Ask Ann.\n" + CLINIC.replace("707-555-0100", "707-555-0199")})


def restore_nothing_twice(project: Project) -> None:
    """Published, and taken back by hand already."""
    project.publish()
    project.git("revert", "--no-edit", "HEAD")
    project.git("push", "--quiet", "origin", "main")


BY_HAND: dict[str, tuple[Callable[[Project], None], bool, dict[str, str]]] = {
    "changed since": (edit_since, True, {GOOD: "was changed after"}),
    "being changed": (edit_here, True, {GOOD: "was changed after"}),
    "changed here": (commit_here, True, {GOOD: "was changed after"}),
    "a draft with new words": (take_back_to_draft, False, {OLD: "holds words that were not on the site"}),
    "a fact of a draft": (name_an_author, False, {FACTS: "holds words that were not on the site"}),
    "a remark": (remark_on_facts, False, {FACTS: "holds words that were not on the site"}),
    "nothing left to do": (restore_nothing_twice, True, {}),
}


HAND_ROWS = select_rows(BY_HAND, {"changed here", "a draft with new words", "a fact of a draft"})


@pytest.mark.parametrize(("act", "changed", "told"), HAND_ROWS.values(), ids=HAND_ROWS)
def test_what_was_not_on_the_site_is_never_taken_away(
    project: Project, act: Callable[[Project], None], changed: bool, told: dict[str, str]
) -> None:
    if changed:
        change(project)
    act(project)
    if act is edit_since:
        project.git("push", "--quiet", "origin", "main")
    if not changed:
        project.publish()
    before = {name: (project.folder / name).read_bytes() for name in project.sources()}
    lines = project.tool("publish.rollback").splitlines()
    by_hand = [line for line in lines if line.startswith("By hand: ")]
    assert len(by_hand) == len(told)
    assert all(
        line.startswith(f"By hand: {name} {why}") for line, (name, why) in zip(by_hand, told.items(), strict=True)
    )
    for line in lines:
        assert not line.startswith("git ")
    assert {name: (project.folder / name).read_bytes() for name in project.sources()} == before


def test_a_record_of_a_photograph_is_put_back_by_hand(project: Project) -> None:
    """It may say that a consent was taken back."""
    name = "p-1a2b3c4d.png"
    texts = {GOOD: f"{text_of(project, GOOD)}\n![A face](images/{name})\n"}
    project.commit({**texts, PHOTOS: record(name, PATIENT)})
    Image.new("RGB", (48, 32)).save(project.folder / "content/images" / name)
    project.commit({})
    project.publish()
    project.commit({PHOTOS: record(name, {**PATIENT, "consent": "c-0149", "procedures": "\n    en: Two peels"})})
    lines = rolled_back(project)
    assert not [line for line in lines if line.startswith("git ")]
    assert lines[1].startswith(f"By hand: {PHOTOS} holds words that were not on the site; git diff ")


def test_code_that_was_changed_as_well_as_facts_is_named(project: Project) -> None:
    change_facts(project)
    project.commit({TEMPLATE: text_of(project, TEMPLATE).replace("<article", "<p>WRONG PRICE</p><article", 1)})
    lines = rolled_back(project)
    assert [line.partition(" -- ")[2] for line in lines if line.startswith("git checkout")] == [FACTS]
    said = f"By hand: {TEMPLATE} was changed as well as the clinic's facts, and the site may show it; git diff "
    assert [line.startswith(said) for line in lines if line.startswith("By hand")] == [True]


def test_an_address_that_goes_with_a_text_is_named(project: Project) -> None:
    add(project)
    project.publish()
    project.commit({ADDRESSES: "/other/\n/good/\n/more/\n"})
    project.git("push", "--quiet", "origin", "main")
    lines = project.tool("publish.rollback").splitlines()
    said = f"By hand: {ADDRESSES} lists /more/, which goes with content/articles/more.md: delete that line."
    assert lines[-1] == said


def test_what_only_its_day_brought_is_named(project: Project, tmp_path: Path) -> None:
    """Nothing in the sources differs: a text was put off, and a day on it is there."""
    clock = Clock(tmp_path / "clock", "2098-01-01T12:00")
    project.publish()
    project.git("commit", "--quiet", "--allow-empty", "-m", "Nothing")
    project.git("push", "--quiet", "origin", "main")
    for tool in ("build", "publish.publish"):
        subprocess.run(
            [sys.executable, "-m", f"tools.{tool}"],
            cwd=project.folder,
            env={**os.environ, **clock.environment},
            check=True,
        )
    said = subprocess.run(
        [sys.executable, "-m", "tools.publish.rollback"],
        cwd=project.folder,
        env={**os.environ, **clock.environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said[2:] == [
        f"By hand: {LATER} appeared because its day had come: write status: draft in it, or a later date."
    ]
