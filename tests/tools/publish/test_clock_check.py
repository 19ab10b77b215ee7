"""Publishing by a clock that is wrong, with real commits and a real host on this machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.clone import REFUSED, Clone
from tools.publish import clock_check
from tools.publish.clock_check import ask_time, check_clock
from tools.publish.publish import main
from tools.publish.repository import Refused

HOUR, DAY = 3600, 86_400


class Host(HTTPServer):
    """A host that answers with this status and these headers, and notes what it is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.headers = 200, dict[str, str]()
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/blog/"


class Answer(BaseHTTPRequestHandler):
    server: Host

    def answer(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.send_response_only(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_HEAD = do_GET = do_CONNECT = answer

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as host:
        thread = threading.Thread(target=host.serve_forever)
        thread.start()
        yield host
        host.shutdown()
        thread.join()


def dated(seconds: float) -> dict[str, str]:
    return {"Date": formatdate(time.time() + seconds, usegmt=True)}


@pytest.mark.parametrize(
    ("status", "headers", "refuses"),
    [
        (200, dated(0), False),
        (200, dated(23 * HOUR), False),
        (200, dated(-23 * HOUR), False),
        (200, dated(25 * HOUR), True),
        (200, dated(-25 * HOUR), True),
        (404, dated(300 * DAY), True),
        (301, {**dated(-300 * DAY), "Location": "https://elsewhere.invalid/"}, True),
        (200, {**dated(-3 * DAY), "Age": str(3 * DAY)}, False),
        (200, {**dated(0), "Age": str(3 * DAY)}, True),
        (200, {**dated(0), "Age": "9" * 5000}, False),
        (200, {}, False),
        (200, {"Date": "yesterday"}, False),
        (200, {"Date": "Sun, 99 Nov 99999 00:00:00 GMT"}, False),
    ],
)
def test_a_host_that_says_another_day_stops_publishing(
    clone: Clone, host: Host, status: int, headers: dict[str, str], refuses: bool
) -> None:
    """What it answers with does not matter, nor for how long a cache has had it; what cannot be read is no answer."""
    host.status, host.headers = status, headers
    if not refuses:
        check_clock("HEAD", host.url)
    else:
        with pytest.raises(Refused) as refused:
            check_clock("HEAD", host.url)
        here, there = datetime.now(UTC), str(refused.value).split(" says ")[-1]
        assert f"\nWhy: the clock says {here:%Y-%m-%d %H:}" in str(refused.value)
        assert f", and the host of {host.url} says " in str(refused.value)
        assert abs(datetime.strptime(there[:16] + "+0000", "%Y-%m-%d %H:%M%z") - here) > timedelta(days=1)
        assert str(refused.value).endswith(
            "\nDo:  set the clock right, then make publish; or, if the host's is wrong, tell the host"
        )
    assert host.asked == ["HEAD /blog/"], "one question, and no redirect followed"


def close(listener: socket.socket) -> None:
    listener.close()


def stand_still(listener: socket.socket) -> None:
    """It takes the question and gives no answer."""


def trickle(listener: socket.socket) -> None:
    """It never stops a long while, and never ends."""

    def send() -> None:
        taken, _ = listener.accept()
        with taken:
            taken.sendall(b"HTTP/1.1 200 OK\r\n")
            for number in range(60):
                time.sleep(0.05)
                taken.sendall(f"X-{number}: y\r\n".encode())

    threading.Thread(target=send, daemon=True).start()


@pytest.mark.parametrize("act", [close, stand_still, trickle])
def test_a_host_that_does_not_answer_stops_nothing_and_takes_seconds(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, act: Callable[[socket.socket], None]
) -> None:
    monkeypatch.setattr(clock_check, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        act(listener)
        begun = time.monotonic()
        assert ask_time(url) is None
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("site_url", "remote", "asks"),
    [
        ("https://blog.precisionmd.test/", "https://git.invalid/blog.git", True),
        ("https://blog.precisionmd.test/", "git@git.invalid:blog.git", True),
        ("https://blog.precisionmd.test/", "", False),
        ("https://clinic.example/", "", False),
    ],
)
def test_only_a_real_sites_own_host_is_asked_and_by_https(
    clone: Clone, host: Host, monkeypatch: pytest.MonkeyPatch, site_url: str, remote: str, asks: bool
) -> None:
    """Not by a rehearsal on a local remote. What leaves this machine is seen by a proxy."""
    clone.say_site_url(site_url)
    if remote:
        clone.git("remote", "set-url", "origin", remote)
    host.status = 502
    for name in ("https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, host.url)
    monkeypatch.setenv("GIT_SSH_COMMAND", "false")
    monkeypatch.setenv("no_proxy", "")
    assert main([]) == (1 if remote else 0)
    assert ("CONNECT blog.precisionmd.test:443" in host.asked) == asks
    assert not [one for one in host.asked if "blog" in one and not one.startswith("CONNECT blog.precisionmd.test:443")]


@pytest.mark.parametrize(
    ("ahead", "refuses"), [(23 * HOUR, False), (25 * HOUR, True), (400 * DAY, True), (-400 * DAY, False)]
)
def test_a_clock_behind_the_newest_commit_stops_publishing(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ahead: float, refuses: bool
) -> None:
    """And the commit after it, by a right clock, publishes again."""
    then = datetime.now(UTC) + timedelta(seconds=ahead)
    monkeypatch.setenv("GIT_COMMITTER_DATE", then.isoformat())
    clone.commit()
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    clone.build()
    assert main([]) == int(refuses)
    if refuses:
        said = capsys.readouterr().err
        assert said.startswith(f"{REFUSED}\nWhy: the clock says {datetime.now(UTC):%Y-%m-%d %H:}")
        assert f", and the newest commit is of {then:%Y-%m-%d %H:%M} UTC.\nDo:  set the clock right; or" in said
        assert "gh-pages" not in clone.heads(clone.remote)
        clone.commit()
        clone.build()
        assert main([]) == 0


# Signs anything and finds any signature good, and says so as gpg does.
GPG = """#!/bin/sh
case "$*" in
*--verify*) echo '[GNUPG:] GOODSIG 1 Ann'; echo 'gpg: Good signature from Ann' >&2 ;;
*)
  cat > /dev/null
  echo '[GNUPG:] SIG_CREATED ' >&2
  printf -- '-----%s PGP SIGNATURE-----\\n' BEGIN END ;;
esac
"""


def test_the_time_of_a_signed_commit_is_read(clone: Clone) -> None:
    """Where git is set to check the signature of each commit that it shows."""
    gpg = clone.folder / ".git/gpg"
    gpg.write_text(GPG)
    gpg.chmod(0o755)
    clone.git("config", "gpg.program", str(gpg))
    clone.git("config", "commit.gpgSign", "true")
    clone.git("config", "log.showSignature", "true")
    clone.commit()
    clone.build()
    assert "Good signature" in clone.git("log", "-1", "--format=%ct")
    assert main([]) == 0
