"""Refuse to publish, or to roll back, while the clock is plainly wrong.

Only the clock decides for which day a site is built. The times of a commit and of the clinic's own host are compared
with it, and a difference of more than a day stops the command.
"""

from __future__ import annotations

import time
import urllib.request
from calendar import timegm
from email.message import Message
from email.utils import parsedate
from http.client import HTTPException
from threading import Thread
from urllib.error import HTTPError

from tools.publish.repository import Refused, run_git

DAY = 86_400  # seconds
PATIENCE = 4.0  # seconds to wait for the host


def check_clock(head: str, url: str) -> None:
    """Compare the clock with the time of the commit at HEAD and, where the site has an address, with its host's.

    Raises Refused where the clock is more than a day behind the commit, or differs by more than a day from the host's.
    """
    made = _read_commit_time(head)
    if time.time() < made - DAY:
        why = f"the clock says {_format_instant(time.time())}, and the newest commit is of {_format_instant(made)}."
        do = "set the clock right; or, if the commit's was wrong, commit and push once more; then make publish"
        raise Refused(why, do)
    there = ask_time(url) if url else None
    if there is not None and abs(time.time() - there) > DAY:
        why = f"the clock says {_format_instant(time.time())}, and the host of {url} says {_format_instant(there)}."
        raise Refused(why, "set the clock right, then make publish; or, if the host's is wrong, tell the host")


def check_publication_time(publication: str) -> None:
    """Refuse a publication from the future: a clock that was ahead made it, and it may show what is not public yet."""
    made = _read_commit_time(publication)
    if made > time.time() + DAY:
        now = _format_instant(time.time())
        why = f"what was live before was published at {_format_instant(made)}, and the clock says {now}."
        raise Refused(why, "set the clock right; or, if it was wrong then, mend the sources and make publish")


def ask_time(url: str) -> float | None:
    """Ask the host at `url` for its time, in seconds since 1970; None where it does not answer in time."""
    answers: list[float | None] = []
    # In a thread, as looking up a name has no time limit of its own.
    asking = Thread(target=lambda: answers.append(_request_time(url)), daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return answers[0] if answers else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Treats a redirect as the answer: another host's time is not asked for."""

    def redirect_request(self, *_: object) -> None:
        return None


def _request_time(url: str) -> float | None:
    """Request the time of the host at `url`, in seconds since 1970; None where it does not say."""
    question = urllib.request.Request(url, method="HEAD", headers={"Cache-Control": "no-cache"})
    try:
        try:
            answer = urllib.request.build_opener(_NoRedirect).open(question, timeout=PATIENCE)
        except HTTPError as error:  # no page at that address yet, for instance
            answer = error
        with answer:
            return _parse_time(answer.headers)
    except (OSError, HTTPException, ValueError, OverflowError):
        return None


def _parse_time(headers: Message) -> float | None:
    """Parse the time at which an answer arrived: its Date, plus the seconds that a cache has held it (Age)."""
    date, age = parsedate(headers.get("Date", "")), headers.get("Age", "")
    seconds_in_cache = int(age) if age.isdecimal() else 0
    return timegm(date) + seconds_in_cache if date else None


def _read_commit_time(commit: str) -> int:
    return int(run_git("log", "-1", "--format=%ct", commit))


def _format_instant(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))
