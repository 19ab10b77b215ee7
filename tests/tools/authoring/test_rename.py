"""Renaming: from plain texts to plain texts, and once with a real git."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.diagnostics.diagnostic import Refused
from tests import small
from tests.plugins.site.test_urls import SCHEME
from tests.project import ROOT, tree
from tests.small import PAGE, article, build, document, make, obey_file_modes, put, strip_rule_ids
from tools.authoring.rename import CLINIC, GUIDE, ContentFile, main, rename

HALO = "articles/halo.md"


def changed(texts: dict[str, str], old: str = "halo", new: str = "laser") -> dict[str, str]:
    """The texts that change, by their paths before."""
    return rename({path: ContentFile(path, whole) for path, whole in texts.items()}, old, new, SCHEME)[2]


def header(*lines: str, end: str = "\n") -> str:
    return end.join(["---", "title: Halo", *lines, "date: 2026-01-02", "---", "", "Text: [1], [2].", ""])


def told(texts: dict[str, str], old: str = "halo", new: str = "laser") -> list[str]:
    with pytest.raises(Refused) as refused:
        changed(texts, old, new)
    return [strip_rule_ids(str(error)) for error in refused.value.diagnostics]


def test_a_person_is_named_anew_wherever_a_header_names_one() -> None:
    signed = "claims:\n  - rule: CL009\n    by: ann-doe"
    texts = {
        "people/ann-doe.md": small.person(),
        "people/es/ann-doe.md": small.person(lang="es"),
        "articles/one.md": header("author: ann-doe", "review:", "  by: 'ann-doe'", signed),
        "articles/other.md": header("author: ann-doe-2", "summary: By ann-doe."),
        "articles/ann-doe.md": header("lang: es"),
    }
    found = changed(texts, "people/ann-doe", "ann-roe")
    assert found.keys() == {"people/ann-doe.md", "people/es/ann-doe.md", "articles/one.md"}
    assert found["articles/one.md"] == texts["articles/one.md"].replace("ann-doe", "ann-roe")
    assert "redirect_from:\n  - /people/ann-doe/\n" in found["people/ann-doe.md"]
    assert "translates: ann-roe\n" in found["people/es/ann-doe.md"]


# the header


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["redirect_from:", "  - /a/"], ["redirect_from:", "  - /halo/", "  - /a/"]),
        (["redirect_from:", '- "/a/"', "- /b/"], ["redirect_from:", "- /halo/", '- "/a/"', "- /b/"]),
        (["redirect_from:", "", "    -  /a/"], ["redirect_from:", "", "    -  /halo/", "    -  /a/"]),
        (["redirect_from: [/a/, '/b/']"], ["redirect_from: [/halo/, /a/, '/b/']"]),
        (["redirect_from: [", "  /a/ ]"], ["redirect_from: [/halo/, ", "  /a/ ]"]),
        (["redirect_from: []"], ["redirect_from: [/halo/]"]),
        (["redirect_from:"], ["redirect_from:", "  - /halo/"]),
        (["redirect_from:", "tags: [one]"], ["redirect_from:", "  - /halo/", "tags: [one]"]),
        # back to an address that it had
        (["redirect_from:", "  - /laser/", "  - /b/"], ["redirect_from:", "  - /halo/", "  - /b/"]),
        (["redirect_from:", "  - /b/laser/", "  - '/Laser'"], ["redirect_from:", "  - /b/laser/", "  - '/halo/'"]),
        (["redirect_from: [/b/laser/, /laser/]"], ["redirect_from: [/b/laser/, /halo/]"]),
    ],
)
def test_the_old_address_joins_those_that_are_there(before: list[str], after: list[str], end: str) -> None:
    assert changed({HALO: header(*before, end=end)})[HALO] == header(*after, end=end)


def test_without_old_addresses_the_field_is_added_and_all_else_is_kept() -> None:
    odd = "\ufeff---\r\ntitle: Cafe\u0301 \r\n---  \r\n\r\nOne\u00a0two  \r\n[x](y)"
    assert changed({HALO: odd}) == {HALO: odd.replace("---  ", "redirect_from:\r\n  - /halo/\r\n---  ")}


def test_what_is_written_oddly_is_left_to_a_person() -> None:
    assert told({HALO: header('redirect_from: ""')}) == [
        "content/articles/halo.md:3: redirect_from: is written in an unusual way; write each old address on a line of "
        "its own, as in - /2019/05/halo/"
    ]


def test_in_another_language_the_old_address_is_below_its_home() -> None:
    assert "  - /es/halo/\n" in changed({HALO: header("lang: es")})[HALO]


# the clinic


@pytest.mark.parametrize(("path", "named"), [("pages/halo.md", "laser"), ("articles/halo.md", "halo")])
def test_a_notice_goes_with_its_page(path: str, named: str) -> None:
    clinic = "name: halo\r\nnotices:  # halo\r\n  halo: {}  # it is\r\n  other: halo-too\r\n  last: '{}'\r\n"
    found = changed({path: header(), CLINIC: clinic.format("halo", "halo")})
    assert found.get(CLINIC, clinic.format("halo", "halo")) == clinic.format(named, named)


def test_a_notice_stays_with_the_original_of_a_translation() -> None:
    spanish, english = header("lang: es", "translates: halo"), header()
    texts = {"pages/es/halo.md": spanish, "pages/halo.md": english, CLINIC: "notices:\n  privacy: halo\n"}
    assert CLINIC not in changed(texts, old="pages/es/halo")


# links


@pytest.mark.parametrize(
    ("link", "new"),
    [
        ("[a]({filename}/articles/halo.md)", "[a]({filename}/articles/laser.md)"),
        ("[a]({filename}halo.md#risks 'b')", "[a]({filename}laser.md#risks 'b')"),
        ("[a](halo.md#halo) [halo](./halo.md)", "[a](laser.md#halo) [halo](./laser.md)"),
        ("[a](/halo/) [b](/halo#x) [c](</halo/>)", "[a](/laser/) [b](/laser#x) [c](</laser/>)"),
        ("[a]: halo.md\n[b]: <../articles/halo.md>", "[a]: laser.md\n[b]: <../articles/laser.md>"),
        ("faq [a](%7Bfilename%7D/articles/halo.md)", "faq [a](%7Bfilename%7D/articles/laser.md)"),
    ],
)
def test_what_leads_to_it_leads_to_its_new_name(link: str, new: str) -> None:
    other = changed({HALO: header(), "articles/other.md": header("summary: halo.md") + link})["articles/other.md"]
    assert other == header("summary: halo.md") + new
    assert changed({HALO: header() + link})[HALO].endswith(new)


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://x.example/articles/halo.md)",
        "[a](below/halo.md) [b](../pages/halo.md) [c](other-halo.md) [d](halo.md.md)",
        "[a](/es/halo/) [b](/halo/more/) [c](/old/halo/) [d](#halo)",
        "halo.md, /halo/ and ![a](halo.jpg)",
    ],
)
def test_what_leads_elsewhere_is_left_alone(link: str) -> None:
    assert set(changed({HALO: header(), "articles/other.md": header() + link})) == {HALO}


def test_links_from_elsewhere_are_seen_from_there() -> None:
    texts = {"pages/about.md": "[a](../articles/halo.md) [b](halo.md)", GUIDE: "[a]({filename}/articles/halo.md)"}
    found = changed({HALO: header(), **texts})
    assert found["pages/about.md"] == "[a](../articles/laser.md) [b](halo.md)"
    assert found[GUIDE] == "[a]({filename}/articles/laser.md)"


# translations


def test_translations_name_it_anew() -> None:
    spanish = header("lang: es", "translates: halo")
    found = changed({HALO: header(), "articles/uno.md": spanish, "articles/dos.md": header("lang: es")})
    assert found["articles/uno.md"] == header("lang: es", "translates: laser")
    assert set(found) == {HALO, "articles/uno.md"}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        # the file of the site's own language stays what others translate
        ("articles/halo.md", {"articles/es/halo.md": "translates: laser", "articles/fr/halo.md": "translates: laser"}),
        ("articles/es/halo.md", {"articles/es/halo.md": "translates: halo"}),
    ],
)
def test_texts_that_only_their_name_joins_stay_together(path: str, wanted: dict[str, str]) -> None:
    texts = {
        HALO: header(),
        "articles/es/halo.md": header("lang: es"),
        "articles/fr/halo.md": header("lang: fr", "translates: halo"),
    }
    found = changed(texts, path)
    assert {one: line for one, line in wanted.items() if line in found[one]} == wanted
    assert set(found) == {path, *wanted}
    assert found[path].count("translates") == (path in wanted)


# what is refused


@pytest.mark.parametrize(
    "old", ["halo", "halo.md", "articles/halo", "content/articles/halo.md", "./content/articles/halo"]
)
@pytest.mark.parametrize("new", ["laser", "laser.md", "content/articles/laser.md"])
def test_names_and_paths_will_do(old: str, new: str) -> None:
    texts = {HALO: ContentFile(HALO, header())}
    assert rename(texts, old, new, SCHEME)[:2] == (HALO, "articles/laser.md")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("halos", "laser", "OLD=halos: there is no such article or page; did you mean halo?"),
        ("hal", "laser", "OLD=hal: there is no such article or page; did you mean halo?"),
        (
            "README",
            "laser",
            "OLD=README: there is no such article or page; write the name of its file, as in sun-after-a-laser",
        ),
        ("both", "laser", "OLD=both: is the name of several files; write articles/both.md or pages/below/both.md"),
        (
            "halo",
            "Laser 2",
            "NEW=Laser 2: the name is the address, in small letters, digits and hyphens; name it laser-2.md",
        ),
        ("halo", "topic", "NEW=topic: the address /topic/ belongs to the site itself; choose another name"),
        (
            "halo",
            "pages/laser",
            "NEW=pages/laser: is in another folder than articles/halo.md; write the new name alone",
        ),
        ("halo", "halo", "NEW=halo: there is content/articles/halo.md already; choose another name"),
        ("halo", "about", "NEW=about: content/pages/about.md has this address already; choose another name"),
        (
            "halo",
            "before",
            "NEW=before: is an old address of content/pages/about.md; choose another name, or take it out there first",
        ),
        (
            "contact",
            "call-us",
            "content/pages/contact.md: the site itself leads to this page by its name; leave it, and change its title",
        ),
        ("broken", "laser", "content/articles/broken.md:1: the header is missing; make the first line ---"),
    ],
)
def test_what_cannot_be_is_told(old: str, new: str, problem: str) -> None:
    about = header("redirect_from: [/Before]")
    texts = {HALO: header(), "pages/about.md": about, "pages/contact.md": header(), GUIDE: "Words."}
    texts |= {"articles/both.md": header(), "pages/below/both.md": header(), "articles/broken.md": "Text."}
    assert told(texts, old, new) == [problem]


# on disk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Content in a git repository, as the current folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(tmp_path)
    linked = document(PAGE, "[One](../articles/halo.md)")
    put(tmp_path, {f"content/{HALO}": article(), "content/pages/about.md": linked, ".gitignore": ".build\noutput\n"})
    git("init", "--quiet")
    git("add", "--all")
    git("-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "--message", "x")
    return tmp_path


def git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def test_git_is_told_of_the_move_and_the_site_can_be_built(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["halo", "laser"])
    assert capsys.readouterr().out.splitlines() == [
        "content/articles/halo.md is content/articles/laser.md now, and its old address leads to it.",
        "content/pages/about.md names it anew.",
    ]
    assert git("status", "--porcelain").splitlines() == [
        "RM content/articles/halo.md -> content/articles/laser.md",
        " M content/pages/about.md",
    ]
    texts = {path: Path("content", path).read_text() for path in ("articles/laser.md", "pages/about.md")}
    project = make(folder / "project")
    (project / "content/articles/good.md").unlink()
    put(project, {f"content/{path}": text for path, text in texts.items()} | {"content/addresses.txt": "/halo/\n"})
    done = build(project)
    assert done.returncode == 0, done.stderr
    assert (project / "output/halo/index.html").is_file()


def test_a_file_that_git_does_not_know_is_moved_too(folder: Path) -> None:
    put(folder, {"content/articles/new.md": article()})
    main(["new", "newer"])
    assert "  - /new/\n" in Path("content/articles/newer.md").read_text()
    assert not Path("content/articles/new.md").exists()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (
            lambda: Path("content/articles/laser.md").write_text(article(title="Another")),
            "NEW=laser: there is content/articles/laser.md already; choose another name",
        ),
        (
            lambda: Path("content/pages/about.md").chmod(0o444),
            "content/pages/about.md: may not be written; give yourself permission",
        ),
    ],
)
def test_what_is_refused_changes_nothing(folder: Path, spoil: Callable[[], object], told: str) -> None:
    spoil()
    before = git("status", "--porcelain"), tree(folder / "content")
    done = subprocess.run(
        [sys.executable, "-m", "tools.authoring.rename", "halo", "laser"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=obey_file_modes,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert strip_rule_ids(done.stderr).splitlines() == [told, "1 problem. Nothing was written; the site is as it was."]
    assert (git("status", "--porcelain"), tree(folder / "content")) == before


@pytest.mark.parametrize(
    ("new", "spoil", "told"),
    [
        ("taken", lambda: Path("content/articles/taken.md").symlink_to("x"), "articles/taken.md: is there already"),
        ("laser", lambda: Path(".git/index.lock").touch(), "content/articles/laser.md: fatal: Unable to create"),
        ("", lambda: None, "Write make rename OLD=halo NEW=halo-laser"),
    ],
)
def test_what_goes_wrong_on_disk_changes_nothing(
    folder: Path, new: str, spoil: Callable[[], object], told: str
) -> None:
    spoil()
    before = tree(folder / "content")
    with pytest.raises(SystemExit) as refused:
        main(["halo", new])
    assert told in str(refused.value)
    assert tree(folder / "content") == before
