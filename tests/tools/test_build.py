"""Whatever goes wrong while the site is built, output/ stays as it was, byte for byte, and a person reads why."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from string import printable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from plugins.cache.file_stat import SETTLED
from plugins.output.path_rules import find_path_errors
from tests.project import tree
from tests.small import ARTICLE, TODAY, article, build, document, make, put

ARTICLES = 12
MOMENTS = 24  # at which a build is killed
NOTHING = "Nothing was written; the site is as it was."


def named(number: int) -> dict[str, str]:
    return {"title": f"Article {number}", "summary": f"It says thing {number}."}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of some articles and a picture, built."""
    folder = make(tmp_path_factory.mktemp("good") / "project")
    put(folder, {f"content/articles/number-{n}.md": article(f"Words {n}.", **named(n)) for n in range(ARTICLES)})
    picture(folder, 40)
    put(folder, {"content/photos.yaml": "square.png:\n  kind: thing\n"})
    put(folder, {"content/articles/number-0.md": article("Words.\n\n![A grey square](square.png)", **named(0))})
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "project")


def picture(folder: Path, size: int) -> None:
    """A picture that does not get small."""
    file = folder / "content/images/square.png"
    file.parent.mkdir(exist_ok=True)
    Image.frombytes("RGB", (size, size), Random(size).randbytes(3 * size * size)).save(file)


def change(folder: Path, words: str = "Other words.") -> None:
    """What makes many pages new."""
    put(folder, {f"content/articles/number-{n}.md": article(f"{words} {n}.", **named(n)) for n in range(1, ARTICLES)})


def break_one_page(folder: Path) -> None:
    """A template that fails when the last article comes."""
    template, start = folder / "theme/templates/article.html", "{% block main %}"
    fault = "{% if article.title == 'Article 9' %}{{ 1 // 0 }}{% endif %}"
    template.write_text(template.read_text().replace(start, start + fault))


def lose_plugin(folder: Path) -> None:
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace("plugins.media", "plugins.gone"))


def meddle(folder: Path, doing: str) -> None:
    """A plugin of the project that does something between the reading and the writing."""
    code = [
        "from pathlib import Path",
        "from pelican import signals",
        f"def act(generators): {doing}",
        "def register(): signals.all_generators_finalized.connect(act)",
    ]
    put(folder, {"plugins/meddling/__init__.py": "\n".join(code)})
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('"plugins.pages",', '"plugins.meddling", "plugins.pages",'))


def change_picture_meanwhile(folder: Path) -> None:
    meddle(folder, "Path('content/images/square.png').write_bytes(b'none')")
    for made in ("output", ".build/output.spare"):  # so that pictures are to be written
        shutil.rmtree(folder / made, ignore_errors=True)
    put(folder, {"output/index.html": "the site of yesterday"})


def link_from_theme(folder: Path) -> None:
    (folder / "theme/static/passwd.txt").symlink_to("/etc/passwd")


def link_theme(folder: Path) -> None:
    (folder / "theme/static/etc").symlink_to("/etc")


def pipe_in_theme(folder: Path) -> None:
    os.mkfifo(folder / "theme/css/pipe.css")


def act_in_theme(folder: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>1</script></svg>'
    put(folder, {"theme/static/mark.svg": svg})


def spoil_css(folder: Path) -> None:
    put(folder, {"theme/css/base.css": b"@layer base{p{color:red}}\xff"})


def call_from_css(folder: Path) -> None:
    css = folder / "theme/css/base.css"
    css.write_text(f"{css.read_text()}\n@layer base {{ body {{ background: url('/nowhere.png'); }} }}\n")


def call_from_template(folder: Path) -> None:
    template = folder / "theme/templates/article.html"
    template.write_text(template.read_text().replace("<article>", '<article><video poster="/nowhere.png"></video>'))


def lose_content(folder: Path) -> None:
    (folder / "content").rename(folder / "texts")


def spoil_settings(folder: Path) -> None:
    with (folder / "pelicanconf.py").open("a") as conf:
        conf.write("x = (\n")


def delete_most(folder: Path) -> None:
    for number in range(1, ARTICLES):
        (folder / f"content/articles/number-{number}.md").unlink()


@pytest.mark.parametrize(
    ("arrange", "environment", "says"),
    [
        (break_one_page, {}, "theme/templates/article.html"),
        (lose_plugin, {}, "pelicanconf.py: PLUGINS: the stage plugins.media is missing"),
        (change_picture_meanwhile, {}, "content/images/square.png: was changed while the site was made; build again"),
        (delete_most, {}, "output: would have "),
        (delete_most, {"SHRINK": "0"}, "output: would have "),
        (link_from_theme, {}, "theme/static/passwd.txt: is a link to another file; put the file itself here"),
        (link_theme, {}, "theme/static/etc: is a link to another file; put the file itself here"),
        (pipe_in_theme, {}, "theme/css/pipe.css: is not a plain file; remove it"),
        (act_in_theme, {}, "theme/static/mark.svg: holds '<script>', which can act or call elsewhere"),
        (spoil_css, {}, "theme/css/base.css: is not UTF-8 text; save the file as UTF-8"),
        (call_from_css, {}, "the link to /nowhere.png leads nowhere"),
        (call_from_template, {}, "the link to /nowhere.png leads nowhere"),
        (lose_content, {}, "content: is not there; put it back: git checkout content"),
        (spoil_settings, {}, "SyntaxError: '(' was never closed"),
        (change, {"BUILD_MINUTES": "nan"}, "BUILD_MINUTES: 'nan' is no number of minutes; write it as in 90"),
        (change, {"BUILD_MINUTES": "0.002"}, "the build: took longer than 0.002 minutes; take out what is slow"),
        (change, {"BUILD_MINUTES": "long"}, "BUILD_MINUTES: 'long' is no number of minutes; write it as in 90"),
    ],
)
def test_a_build_that_cannot_be_good_leaves_the_site(
    project: Path, arrange: Callable[[Path], None], environment: dict[str, str], says: str
) -> None:
    arrange(project)
    before = tree(project / "output")
    done = build(project, **environment)
    assert done.returncode == 1
    assert says in done.stderr and NOTHING in done.stderr and "Traceback" not in done.stderr
    assert tree(project / "output") == before


def test_where_nothing_has_changed_nothing_is_loaded_that_would_build(project: Path) -> None:
    time.sleep(SETTLED / 1e9)
    assert build(project).returncode == 0
    done = build(project, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert "plugins" in loaded and not loaded & {"jinja2", "markdown", "pelican", "pydantic", "yaml"}


def test_a_warm_process_outlives_a_rule_that_cannot_be_read(project: Path) -> None:
    with (project / "plugins/lint/claims/rules.yaml").open("a") as rules:
        rules.write("\tx: y\n")
    command, env = [sys.executable, "-m", "tools.preview.build_worker"], {**os.environ, "SITE_DATE": TODAY}
    done = subprocess.run(command, cwd=project, env=env, input="\n", capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "\0" + "1\n")
    assert "plugins/lint/claims/rules.yaml:" in done.stderr and "there is a tab; write spaces" in done.stderr


def test_a_page_that_is_not_made_again_misses_a_file_that_goes(project: Path) -> None:
    template = project / "theme/templates/base.html"
    template.write_text(template.read_text().replace("</body>", '<a href="{{ site.base }}theme/note.txt">x</a></body>'))
    put(project, {"theme/static/note.txt": "Here."})
    assert build(project).returncode == 0
    (project / "theme/static/note.txt").unlink()
    done = build(project)
    assert done.returncode == 1
    assert "about/index.html: the link to /theme/note.txt leads nowhere" in done.stderr


def test_a_text_that_is_saved_while_the_site_is_made_is_in_the_next_one(project: Path) -> None:
    meddle(project, f"Path('content/articles/number-3.md').write_text({article('Later.', **named(3))!r})")
    for word in ("Words", "Later"):
        done = build(project)
        assert done.returncode == 0, done.stderr
        assert word in (project / "output/number-3/index.html").read_text()


def test_what_stands_in_the_way_in_the_builds_own_folder_is_removed(project: Path) -> None:
    for name in (".build/output.spare", ".build/manifest.json", ".build/manifest.partial"):
        path = project / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    put(project, {".build/output.spare": "a file", ".build/manifest.json/a": "", ".build/manifest.partial/a": ""})
    change(project)
    done = build(project)
    assert done.returncode == 0, done.stderr
    assert (project / ".build/manifest.json").is_file()


def test_fewer_pages_are_published_where_that_is_meant(project: Path) -> None:
    delete_most(project)
    done = build(project, SHRINK="1")
    assert done.returncode == 0, done.stderr
    assert not (project / "output/number-1").exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_ended_leaves_the_old_site_or_the_new_one(project: Path, number: signal.Signals) -> None:
    random, sites = Random(number), [tree(project / "output")]
    started = time.monotonic()
    change(project, "First")
    assert build(project).returncode == 0
    usual = time.monotonic() - started
    sites.append(tree(project / "output"))
    for moment in range(MOMENTS // 3):
        change(project, "Words" if moment % 2 else "First")
        process = subprocess.Popen(
            [sys.executable, "-m", "tools.build"],
            cwd=project,
            env={**os.environ, "SITE_DATE": TODAY},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(usual * (moment + random.random()) / (MOMENTS // 3))
        os.killpg(process.pid, number)
        code = process.wait(60)
        left = tree(project / "output")
        assert left in sites, f"ended in moment {moment}"
        assert code != 0 or left == sites[1 - moment % 2]
    change(project, "First")
    assert build(project).returncode == 0
    assert tree(project / "output") == sites[1]


def test_two_builds_at_once_take_turns(project: Path) -> None:
    change(project, "At once")
    command, environment = [sys.executable, "-m", "tools.build"], {**os.environ, "SITE_DATE": TODAY}
    both = [subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.PIPE, text=True) for _ in "ab"]
    said = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Another build is under way; this one waits for it." in one for one in said) == 1
    assert "At once" in (project / "output/number-3/index.html").read_text()


@pytest.mark.parametrize("files", [6, 9, 12, 16, 24])
def test_a_build_that_may_open_few_files_says_so(project: Path, files: int) -> None:
    change(project)
    before = tree(project / "output")
    done = subprocess.run(
        [sys.executable, "-m", "tools.build"],
        cwd=project,
        env={**os.environ, "SITE_DATE": TODAY},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)),
    )
    assert tree(project / "output") == before or done.returncode == 0
    assert done.returncode == 0 or (NOTHING in done.stderr and "Traceback" not in done.stderr)


@pytest.mark.parametrize("closed", ["output", ".build", ".build/output.spare", ".build/output.spare/number-3"])
def test_a_folder_that_may_not_be_written_is_named(project: Path, closed: str) -> None:
    change(project, "First")
    assert build(project).returncode == 0
    change(project)
    before = tree(project / "output")
    (project / closed).chmod(0o555)
    done = build(project)
    assert done.returncode == 1, done.stdout
    assert "Permission denied" in done.stderr and "Traceback" not in done.stderr
    assert tree(project / "output") == before
    (project / closed).chmod(0o755)
    assert build(project).returncode == 0


@pytest.fixture
def disk(good: Path, tmp_path: Path) -> Iterator[Path]:
    """The project on a small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk needs root, who may mount one")
    yield shutil.copytree(good, place / "project")
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_wherever_it_gets_full(disk: Path) -> None:
    before = tree(disk / "output")
    place = disk.parent
    change(disk, "Many more words.\n\n" * 1000 + "Words")
    picture(disk, 400)
    used = sum(path.stat().st_blocks * 512 for path in place.rglob("*"))
    sizes = [used + share * 50_000 for share in (0, 1, 2, 4, 8, 12, 16)]
    for size in sizes:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)
        done = build(disk)
        assert done.returncode == 1, f"{done.stdout}{size}"
        assert "the disk is full" in done.stderr and "Traceback" not in done.stderr
        assert tree(disk / "output") == before
    subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
    done = build(disk)
    assert done.returncode == 0, done.stderr
    assert tree(disk / "output") != before


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20) | st.sampled_from(
    [
        "../x",
        "/etc/x",
        ".git/config",
        "a//b",
        "a/./b",
        "Halo",
        "halo",
        "halo/",
        "é",
        "e\u0301",
        "con",
        "x" * 300,
        "a\nb",
        "a\\b",
    ]
)


@given(st.lists(NAMES, max_size=6, unique=True))
def test_no_name_of_a_file_leads_out_or_is_like_another(names: list[str]) -> None:
    wrong = {error.file for error in find_path_errors(names)}
    fit = [name for name in names if ascii(name) not in wrong and name not in wrong]
    for name in fit:
        path = os.path.normpath(f"/site/{name}")
        assert path == f"/site/{name}" and "/." not in path and name.isprintable()
    assert len({name.casefold() for name in fit}) == len(fit)


STEMS = st.binary(min_size=1, max_size=12).filter(lambda name: not set(name) & {0, 47} and name not in (b".", b".."))
HOSTILE = ["../../out", "/etc/passwd", "index.html", "a: b", "[", "- x", "&a *a", "/2019/../../x/", "/.git/config"]
HOSTILE += ["/icon-192.png", "/site.webmanifest", "/CNAME", "/con/", f"/{'a' * 400}/", "/cards/x.png", "/theme/"]
VALUES = st.text(printable, max_size=30) | st.sampled_from(HOSTILE)
OTHERS = ["slug", "save_as", "url", "template", "redirect_from", "translates", "image", "lang"]
FIELDS = st.dictionaries(st.sampled_from([*ARTICLE, *OTHERS]), VALUES, max_size=4)
FILES = st.dictionaries(STEMS, FIELDS, min_size=1, max_size=12)


def states(folder: Path) -> dict[Path, int]:
    """When each file and folder was changed, but for those that a build may change."""
    own = {".build", "output", "__pycache__"}
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*") if not own & set(path.parts)}


@given(FILES)
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_name_and_no_header_writes_outside_and_every_refusal_names_its_file(
    good: Path, tmp_path: Path, files: dict[bytes, dict[str, str]]
) -> None:
    project = tmp_path / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(good, project)
    for number, (stem, fields) in enumerate(files.items()):
        with suppress(OSError):  # what the file system refuses
            file = project / "content/articles" / f"{os.fsdecode(stem)}.md"
            file.write_text(document({**ARTICLE, **named(100 + number), **fields}))
    before, site = states(tmp_path), tree(project / "output")
    done = build(project)
    after = states(tmp_path)
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= {project}
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert tree(project / "output") == site
        assert all(line.startswith("content/") for line in done.stderr.strip().split("\n")[:-1]), done.stderr
