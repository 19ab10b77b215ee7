"""The preview server, as a real process over a small tree.

The build in that tree is a stand-in of a few lines that keeps tools.build's promises to the server: it
copies content/site/, fails with what content/problem.txt says, also after that where content/partly.txt is, and takes
as long as content/slow.txt says after it has read. Everything else is the real thing.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.project import ROOT, SITE
from tools.preview import page_injection
from tools.preview.server import has_screen

PATIENCE = 30.0
BUILD = """
import os, pathlib, shutil, sys, time

PARTLY = 2

def main(words):
    assert words == ["--preview"]
    content, made = pathlib.Path("content"), pathlib.Path(".build")
    made.mkdir(exist_ok=True)
    (made / "pid").write_text(str(os.getpid()))
    problem, slow = content / "problem.txt", content / "slow.txt"
    partly = (content / "partly.txt").exists()
    if problem.exists() and not partly:
        sys.exit(problem.read_text())
    new, live, old = made / "new", made / "preview", made / "old"
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(content / "site", new, symlinks=True)
    time.sleep(float(slow.read_text()) if slow.exists() else 0)
    if live.exists():
        live.rename(old)
    new.rename(live)
    shutil.rmtree(old, ignore_errors=True)
    if partly:
        print(problem.read_text(), file=sys.stderr)
        return PARTLY
    print("Built.")
    return 0
"""
FILES = {
    "index.html": "<h1>Home ✓</h1>",
    "404.html": "<p>Not here ✗</p>",
    "halo/index.html": "Halo",
    "empty/photo.webp": "RIFF",
    "two words/index.html": "Two words",
    "feed.xml": "<feed/>",
    "topic/sun/feed.xml": "<feed/>",
    "sitemap.xml": "<urlset/>",
    "site.webmanifest": "{}",
    "theme/site.css": "body {}",
    "theme/site.js": "'use strict'",
    "robots.txt": "User-agent: *",
    "search.json": "{}",
    "mark.svg": "<svg/>",
    "photo.avif": "avif",
    "favicon.ico": "ico",
    "unknown.blob": "blob",
}


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    text: str
    location: str
    cached: str


@dataclass(frozen=True)
class Server:
    folder: Path
    process: subprocess.Popen[bytes]
    port: int

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def get(self, path: str, host: str = "", method: str = "GET") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or f"localhost:{self.port}")
            connection.endheaders()
            answer = connection.getresponse()
            head = answer.headers
            text = answer.read().decode()
            kind, location, cached = head["Content-Type"], head["Location"] or "", head["Cache-Control"] or ""
            return Answer(answer.status, kind, text, location, cached)
        finally:
            connection.close()

    def shows(self, text: str, path: str = "/") -> Callable[[], bool]:
        return lambda: self.get(path).text == text


def eventually(happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (happened := happens()) and time.monotonic() < end:
        time.sleep(0.05)
    return happened


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def make_tree(folder: Path, site_url: str = "https://clinic.example") -> Path:
    clinic = (SITE / "clinic.yaml").read_text("utf-8")
    write(folder, {"content/clinic.yaml": clinic.replace("https://clinic.example", site_url)})
    write(folder / "content/site", FILES)
    write(folder / "tools", {"__init__.py": "", "build.py": BUILD})
    write(folder, {"theme/base.css": "", "pelicanconf.py": ""})
    shutil.copytree(ROOT / "tools/preview", folder / "tools/preview", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def start(folder: Path, port: int = 0) -> Server:
    """A server that has said where it is; `port` 0 is any that is free."""
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools.preview.server", str(port)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    eventually(lambda: "Ctrl-C ends" in log.read_text() or process.poll() is not None)
    said = re.search(r"http://localhost:(\d+)/", log.read_text())
    if not said:
        process.kill()
        pytest.fail(f"the server did not start: {log.read_text()}")
    return Server(folder, process, int(said[1]))


def stop(server: Server, number: int = signal.SIGINT) -> int:
    if server.process.poll() is None:
        server.process.send_signal(number)
    try:
        return server.process.wait(PATIENCE)
    finally:
        server.process.kill()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a tree that nobody changes."""
    folder = tmp_path_factory.mktemp("still")
    write(folder, {"secret.txt": "secret"})
    make_tree(folder / "tree")
    (folder / "tree/content/site/link.txt").symlink_to(folder / "secret.txt")
    (folder / "tree/content/site/loop.txt").symlink_to("loop.txt")
    server = start(folder / "tree")
    yield server
    stop(server)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return make_tree(tmp_path / "a tree")


@pytest.fixture
def live(tree: Path) -> Iterator[Server]:
    """A server over a tree of the test's own."""
    server = start(tree)
    yield server
    stop(server)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/halo/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/topic/sun/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/theme/site.css", "text/css; charset=utf-8"),
        ("/theme/site.js", "text/javascript; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/search.json", "application/json; charset=utf-8"),
        ("/mark.svg", "image/svg+xml; charset=utf-8"),
        ("/photo.avif", "image/avif"),
        ("/empty/photo.webp", "image/webp"),
        ("/favicon.ico", "image/x-icon"),
        ("/unknown.blob", "application/octet-stream"),
    ],
)
def test_a_file_comes_with_its_type_and_is_not_kept(still: Server, path: str, kind: str) -> None:
    answer = still.get(path)
    name = path.removeprefix("/") + ("index.html" if path.endswith("/") else "")
    assert answer == Answer(200, kind, FILES[name], "", "no-store")


def test_the_head_of_a_file_comes_without_the_file(still: Server) -> None:
    answer = still.get("/", method="HEAD")
    assert (answer.status, answer.text) == (200, "")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/halo", "/halo/"),
        ("/halo?from=mail&x=%20", "/halo/?from=mail&x=%20"),
        ("/two%20words", "/two%20words/"),
        ("/empty", "/empty/"),
    ],
)
def test_a_folder_without_its_slash_leads_to_the_one_with_it(still: Server, path: str, there: str) -> None:
    answer = still.get(path)
    assert (answer.status, answer.location, answer.cached) == (307, there, "no-store")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/",
        "/empty/",  # a folder without a page: its files are not listed
        "/index.html/",
        "/halo/index.html/x",
        "//halo",  # its redirect would lead to a host called halo
        "/../../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/..%2f..%2fsecret.txt",
        "/halo/../../../../secret.txt",
        "/link.txt",
        "/loop.txt",
        "//etc/hosts",
        "/%00",
        "/" + "long" * 1000,
        "/%ff%fe",
    ],
)
def test_what_is_not_there_gets_the_sites_own_404(still: Server, path: str) -> None:
    page = Answer(404, "text/html; charset=utf-8", FILES["404.html"], "", "no-store")
    assert still.get(path) == page


def test_an_address_is_no_path_of_this_machine(still: Server) -> None:
    """Taken as one, this folder would send the browser to a host called by the path's first part."""
    assert still.get(f"/{still.folder.resolve()}/.build/preview/halo").status == 404


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "LOCALHOST"])
def test_this_machine_by_name_is_answered(still: Server, host: str) -> None:
    assert still.get("/", host).status == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.1.2:8000"])
def test_another_host_name_is_refused(still: Server, host: str) -> None:
    assert still.get("/", host).status == 400


def test_nothing_listens_beyond_127_0_0_1(still: Server) -> None:
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", still.port), 5)


def test_a_busy_port_gives_the_next(tree: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        taken: int = busy.getsockname()[1]
        server = start(tree, taken)
        try:
            assert taken < server.port < taken + 20
            assert server.get("/").status == 200
        finally:
            stop(server)


def test_a_port_busy_on_ipv6_alone_gives_the_next(tree: Path) -> None:
    """A browser may try ::1 first, and would show the other server's site."""
    try:
        busy = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with busy:
        taken: int = busy.getsockname()[1]
        server = start(tree, taken)
        try:
            assert taken < server.port < taken + 20
        finally:
            stop(server)


@pytest.mark.parametrize(
    ("port", "line"),
    [
        ("eight", "PORT is a number, not 'eight': make serve PORT=8000"),
        ("70000", "No port from 70000 to 70019 is free; name another: make serve PORT=9000"),
    ],
)
def test_no_such_port_is_said_in_one_line(tree: Path, port: str, line: str) -> None:
    command = [sys.executable, "-m", "tools.preview.server", port]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, timeout=PATIENCE)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", line + "\n")


def test_a_site_under_a_path_is_served_under_it(tmp_path: Path) -> None:
    server = start(make_tree(tmp_path, "https://clinic.example/blog/"))
    try:
        assert f"http://localhost:{server.port}/blog/ " in server.log()
        assert server.get("/blog/").text == FILES["index.html"]
        assert server.get("/blog/halo").location == "/blog/halo/"
        assert [server.get(path).location for path in ("/", "/blog")] == ["/blog/", "/blog/"]
        for path in ("/halo/", "/blogs/", "/blog/nowhere", "/blog//halo"):
            assert (server.get(path).status, server.get(path).text) == (404, FILES["404.html"])
    finally:
        stop(server)


PAGE = '<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"></head><main>{}</main>'


class Listener:
    """A page that listens for what the server says of it."""

    def __init__(self, server: Server, page: str, base: str = "/") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.request("GET", f"{base}.live/events?page={page}", headers={"Host": "localhost"})
        self.answer = self.connection.getresponse()

    def state(self) -> dict[str, Any]:
        """The next that it is told."""
        while not (line := self.answer.readline()).startswith(b"data: "):
            assert line, "the server ended"
        found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
        return found

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first for which this holds: one save may lead to two builds."""
        while not holds(state := self.state()):
            pass
        return state

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@pytest.fixture
def listening(live: Server) -> Iterator[Callable[[str], Listener]]:
    found: list[Listener] = []

    def listen(page: str) -> Listener:
        found.append(Listener(live, page))
        return found[-1]

    yield listen
    for listener in found:
        listener.close()


def test_a_page_is_told_of_now_and_of_each_build(live: Server, listening: Callable[[str], Listener]) -> None:
    halo, home = listening("/halo/"), listening("/")
    assert home.answer.headers["Content-Type"].startswith("text/event-stream")
    first, first_home = halo.state(), home.state()
    assert first["errors"] == [] and first["panel"] is None
    panel = {"halo/": {"file": "content/x.md", "lines": [["Draft", "yes", True]]}}
    write(live.folder, {".build/panel.json": json.dumps(panel), "content/site/halo/index.html": "Halo, again"})
    second = halo.until(lambda state: state["mark"] != first["mark"])
    assert (second["build"] > first["build"], second["panel"]) == (True, panel["halo/"])
    assert home.until(lambda state: state["build"] == second["build"])["mark"] == first_home["mark"]

    write(live.folder / "content", {"problem.txt": "content/x.md:7: date: 31 Feb\n1 problem."})
    failed = [["content/x.md:7", "date: 31 Feb"], ["", "1 problem."]]
    third = halo.until(lambda state: state["errors"] == failed)
    assert third == {**second, "build": third["build"], "errors": failed, "current": False}
    assert listening("/halo/").state()["errors"] == failed  # also to a page that comes after it
    (live.folder / "content/problem.txt").unlink()
    halo.until(lambda state: state["errors"] == [])
    shutil.rmtree(live.folder / "content/site/halo")
    nowhere = listening("/nowhere/").state()["mark"]
    halo.until(lambda state: state["mark"] == nowhere)


def test_a_page_is_told_of_a_script_of_its_own(live: Server, listening: Callable[[str], Listener]) -> None:
    write(live.folder / "content/site", {"halo/index.html": '<script src="/theme/site.js"></script>'})
    assert eventually(lambda: "script" in live.get("/halo/").text)
    halo = listening("/halo/")
    before = halo.state()["mark"]
    write(live.folder / "content/site", {"theme/site.js": "changed"})
    halo.until(lambda state: state["mark"] != before)


def test_a_page_comes_with_the_script_and_its_mark(live: Server, listening: Callable[[str], Listener]) -> None:
    write(live.folder / "content/site", {"halo/index.html": PAGE.format("Halo"), "404.html": PAGE.format("Not here")})
    assert eventually(lambda: ".live" in live.get("/nowhere").text)
    for path in ("/halo/", "/halo/index.html", "/nowhere/", "/n%C3%B6where/%3Fx"):
        text, mark = live.get(path).text, listening(path).state()["mark"]
        tag = f'<script src="/.live/live_reload.js" data-base="/" data-mark="{mark}" defer></script></head>'
        assert text.startswith(page_injection.add_client(PAGE.encode(), "/", mark).decode().partition("</head>")[0])
        assert text.count(tag) == 1
    for name, kind in (("live_reload.js", "text/javascript"), ("live_reload.css", "text/css")):
        answer = live.get(f"/.live/{name}")
        assert (answer.status, answer.kind, answer.cached) == (200, f"{kind}; charset=utf-8", "no-store")
        assert answer.text == (ROOT / "tools/preview" / name).read_text()


def test_what_is_not_there_names_what_is_like_it(live: Server) -> None:
    write(live.folder / "content/site", {"404.html": "<h1>Not here</h1>", "topic/recovery/index.html": "Recovery"})
    link = '<li><a href="{0}">{0}</a></li>'
    assert eventually(lambda: link.format("/topic/recovery/") in live.get("/recovry").text)
    assert link.format("/halo/") in live.get("/2019/Hallo.html").text
    assert link.format("/two words/") in live.get("/two-words/").text
    assert "Did you mean" not in live.get("/quite/another").text
    assert "Did you mean" not in live.get("/halo.png").text
    assert live.get("/recovry").status == 404


def test_it_ends_quietly_while_pages_listen(live: Server, listening: Callable[[str], Listener]) -> None:
    said = live.log()
    halo = listening("/halo/")
    halo.state()
    begun = time.monotonic()
    assert stop(live) == 0
    assert (live.log(), time.monotonic() - begun < 5) == (said, True)


@pytest.mark.parametrize(
    ("environment", "platform", "terminal", "has"),
    [
        ({"DISPLAY": ":0"}, "linux", True, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True, True),
        ({}, "darwin", True, True),
        ({}, "linux", True, False),
        ({"DISPLAY": ":0"}, "linux", False, False),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", True, False),
        ({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}, "darwin", True, False),
    ],
)
def test_a_browser_is_opened_where_somebody_sits(
    environment: dict[str, str], platform: str, terminal: bool, has: bool
) -> None:
    assert has_screen(environment, platform, terminal) is has


@pytest.mark.parametrize(
    ("policy", "amended"),
    [
        ("", "script-src 'self'; style-src 'self'; connect-src 'self'"),
        (
            "default-src 'none'; style-src 'none'; connect-src 'self'; script-src 'sha256-x='",
            "default-src 'none'; style-src 'self'; connect-src 'self'; script-src 'self' 'sha256-x='",
        ),
        (
            "style-src 'sha256-y=' https://a.example; script-src 'self'; form-action 'none'",
            "style-src 'self' 'sha256-y=' https://a.example; script-src 'self'; form-action 'none'; connect-src 'self'",
        ),
    ],
)
def test_a_policy_lets_our_script_in_and_nothing_else(policy: str, amended: str) -> None:
    assert page_injection.allow_client(policy) == amended


def test_every_way_of_saving_is_shown(live: Server) -> None:
    site = live.folder / "content/site"
    home = site / "index.html"
    home.write_text("saved")
    assert eventually(live.shows("saved"))

    (site / "draft~").write_text("saved by renaming")
    (site / "draft~").rename(home)
    assert eventually(live.shows("saved by renaming"))

    for number in range(5):
        home.write_text(f"quick {number}")
    assert eventually(live.shows("quick 4"))

    write(site, {"new/deep/index.html": "a new folder"})
    assert eventually(live.shows("a new folder", "/new/deep/"))
    (site / "new").rename(site / "renamed")
    assert eventually(live.shows("a new folder", "/renamed/deep/"))
    assert live.get("/new/deep/").status == 404
    shutil.rmtree(site / "renamed")
    assert eventually(lambda: live.get("/renamed/deep/").status == 404)


def test_what_the_site_is_made_with_is_watched_too(live: Server) -> None:
    for builds, saved in enumerate(("pelicanconf.py", "theme/base.css", "tools/build.py", "plugins/new.py"), 1):
        assert live.log().count("Built.") == builds
        write(live.folder, {saved: BUILD})
        assert eventually(lambda: live.log().count("Built.") > builds)  # noqa: B023


def test_what_a_build_leaves_behind_does_not_start_another(live: Server) -> None:
    write(live.folder, {"tools/__pycache__/build.pyc": "", ".build/preview/x.html": "", "notes.txt": ""})
    time.sleep(1)
    assert live.log().count("Built.") == 1


def test_a_content_folder_that_went_away_and_came_back_is_watched(live: Server) -> None:
    """As git does it: the folder that comes back is another one."""
    content, away = live.folder / "content", live.folder / "away"
    shutil.copytree(content, away)
    shutil.rmtree(content)
    assert eventually(lambda: "clinic.yaml" in live.log() or "No such file" in live.log())
    assert live.shows(FILES["index.html"])()
    write(away, {"site/index.html": "back"})
    away.rename(content)
    assert eventually(live.shows("back"))
    time.sleep(1)  # the builds that its coming back led to are over
    write(content, {"site/index.html": "and watched"})
    assert eventually(live.shows("and watched"))


def test_a_save_during_a_build_is_built_after_it(live: Server) -> None:
    content = live.folder / "content"
    pid = live.folder / ".build/pid"
    before = pid.read_text()
    write(content, {"slow.txt": "1.5", "site/index.html": "first"})
    assert eventually(lambda: pid.read_text() not in ("", before))
    time.sleep(0.5)  # it has read by now
    write(content, {"site/index.html": "second"})
    assert eventually(live.shows("first"))
    assert eventually(live.shows("second"))


def test_a_build_that_fails_is_told_and_the_last_good_site_stays(live: Server) -> None:
    content = live.folder / "content"
    write(content, {"site/index.html": "half done", "problem.txt": "content/x.md:7: date: 31 Feb"})
    assert eventually(lambda: "content/x.md:7: date: 31 Feb\n" in live.log())
    assert live.shows(FILES["index.html"])()
    (content / "problem.txt").unlink()
    assert eventually(live.shows("half done"))


def test_a_first_build_that_fails_is_shown_until_it_is_mended(tree: Path) -> None:
    write(tree / ".build/preview", {"index.html": "last week's"})
    write(tree / "content", {"problem.txt": "content/x.md:2: title: <b> & more"})
    server = start(tree)
    try:
        answer = server.get("/halo/")
        assert (answer.status, answer.cached) == (503, "no-store")
        assert "<pre>content/x.md:2: title: &lt;b&gt; &amp; more\n</pre>" in answer.text
        (tree / "content/problem.txt").unlink()
        assert eventually(server.shows("Halo", "/halo/"))
    finally:
        stop(server)


def test_what_can_be_shown_is_shown_from_the_start_with_its_own_mistakes_first(tree: Path) -> None:
    write(tree / "content", {"problem.txt": "content/a.md:7: One\ncontent/x.md:2: Two\n2 problems.", "partly.txt": ""})
    write(tree, {".build/panel.json": json.dumps({"halo/": {"file": "content/x.md", "lines": []}})})
    server = start(tree)
    try:
        assert server.get("/halo/").text == "Halo"
        listener = Listener(server, "/halo/")
        state = listener.state()
        assert state["errors"] == [["content/x.md:2", "Two"], ["content/a.md:7", "One"], ["", "2 problems."]]
        assert state["current"] is True
        write(tree / "content/site", {"index.html": "saved meanwhile"})
        assert eventually(server.shows("saved meanwhile"))
        (tree / "content/partly.txt").unlink()
        listener.until(lambda state: not state["current"])
        listener.close()
        assert server.shows("saved meanwhile")()
    finally:
        stop(server)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_quietly_and_the_build_with_it(live: Server, number: signal.Signals) -> None:
    pid = live.folder / ".build/pid"
    assert eventually(lambda: live.log().endswith("ends.\n"))
    before, said = pid.read_text(), live.log()
    write(live.folder / "content", {"slow.txt": "60"})
    assert eventually(lambda: pid.read_text() not in ("", before))
    assert stop(live, number) == 0
    assert live.log() == f"{said}Building.\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_a_script_that_put_it_in_the_background_can_end_it(tree: Path) -> None:
    ignore = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", ignore, sys.executable, "-m", "tools.preview.server", "0"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout
            assert any(b"Ctrl-C ends" in line for line in server.stdout)
            server.terminate()
            assert server.wait(PATIENCE) == 0
        finally:
            server.kill()


def test_ctrl_c_during_the_first_build_ends_it_too(tree: Path) -> None:
    write(tree / "content", {"slow.txt": "60"})
    pid = tree / ".build/pid"
    command, env = [sys.executable, "-m", "tools.preview.server", "0"], {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            assert eventually(lambda: pid.exists() and bool(pid.read_text()))
            server.send_signal(signal.SIGINT)
            assert server.communicate(timeout=PATIENCE)[0] == b"Building.\n"
        finally:
            server.kill()
    assert server.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
