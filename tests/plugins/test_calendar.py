from __future__ import annotations

from datetime import date, timedelta

import pytest

from plugins.problem import Refused
from plugins.publication.calendar import today


def test_site_date_is_the_day() -> None:
    assert today({"SITE_DATE": "2026-02-28"}, "America/Los_Angeles") == date(2026, 2, 28)


def test_else_it_is_the_day_at_the_clinic() -> None:
    east, west = today({}, "Pacific/Kiritimati"), today({}, "Pacific/Honolulu")
    assert east - west == timedelta(days=1)  # 24 hours apart at every moment


@pytest.mark.parametrize("given", ["tomorrow", "2026-02-30", "03/04/2026"])
def test_a_day_that_is_none_is_told(given: str) -> None:
    with pytest.raises(Refused) as refused:
        today({"SITE_DATE": given}, "America/Los_Angeles")
    assert str(refused.value).startswith(f"SITE_DATE: {given!r} is not a day; write it as in 2026-04-03")
