from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.clinic.clock import find_day_bounds, find_today
from plugins.diagnostics.diagnostic import Refused
from tests.small import told
from tests.wrong_files import NOTHING


def test_site_date_is_the_day() -> None:
    assert find_today({"SITE_DATE": "2026-02-28"}, "America/Los_Angeles") == date(2026, 2, 28)


def test_else_it_is_the_day_at_the_clinic() -> None:
    east, west = find_today({}, "Pacific/Kiritimati"), find_today({}, "Pacific/Honolulu")
    assert east - west == timedelta(days=1)  # 24 hours apart at every moment


@pytest.mark.parametrize("given", ["tomorrow", "2026-02-30", "03/04/2026", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_told(given: str) -> None:
    with pytest.raises(Refused) as refused:
        find_today({"SITE_DATE": given}, "America/Los_Angeles")
    assert str(refused.value).startswith(f"SITE_DATE: {given!r} is not a day; write it as in 2026-04-03")


@pytest.mark.parametrize(("day", "long"), [("2026-06-01", 24), ("2026-03-08", 23), ("2026-11-01", 25)])
def test_a_day_lasts_as_long_as_at_the_clinic(day: str, long: int) -> None:
    """Where the clock is put forward and back, too."""
    begin, end = find_day_bounds(date.fromisoformat(day), "America/Los_Angeles")
    assert end - begin == long * 3600
    assert datetime.fromtimestamp(begin, ZoneInfo("America/Los_Angeles")).isoformat()[:19] == f"{day}T00:00:00"


def test_a_wrong_day_is_told(project: Path) -> None:
    assert told(project, SITE_DATE="1 June") == [
        "SITE_DATE: '1 June' is not a day; write it as in 2026-04-03",
        f"1 problem. {NOTHING}",
    ]
