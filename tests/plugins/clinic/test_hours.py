from __future__ import annotations

from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from plugins.clinic.hours import Closure, parse_time_spans


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("closed", []),
        ("Closed", []),
        ("8:30-17:00", [("08:30", "17:00")]),
        ("08:30 – 17:00", [("08:30", "17:00")]),
        ("9 am to 12 pm", [("09:00", "12:00")]),
        ("8 a.m. - 4:15 p.m.", [("08:00", "16:15")]),
        ("8:30 AM-12:00 PM, 1 PM-5 PM", [("08:30", "12:00"), ("13:00", "17:00")]),
        ("12 am-11:59 pm", [("00:00", "23:59")]),
        ("05:00-12:00", [("05:00", "12:00")]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: list[tuple[str, str]]) -> None:
    assert list(parse_time_spans(typed)) == spans


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("8 to 5", "hours-unfit"),
        ("1:30-5:00", "hours-unfit"),  # in the afternoon
        ("9:00-12:00, 2:00-5:00", "hours-unfit"),
        ("13 am to 15 pm", "hours-unfit"),
        ("24:00-25:00", "hours-unfit"),
        ("8:60-17:00", "hours-unfit"),
        ("8:30", "hours-unfit"),
        ("by appointment", "hours-unfit"),
        ("", "hours-unfit"),
        ("17:00-8:30", "hours-backward"),
        ("8:30-8:30", "hours-backward"),
        ("13:00-17:00, 8:30-12:00", "hours-overlap"),
        ("8:30-13:00, 12:00-17:00", "hours-overlap"),
    ],
)
def test_hours_that_may_mean_others_are_refused(typed: str, rule: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        parse_time_spans(typed)
    assert refused.value.context and refused.value.context["diagnostic"].rule == rule


def test_a_closure_without_a_last_day_is_of_one_day() -> None:
    assert Closure.model_validate({"first": "2026-12-24"}).final == date(2026, 12, 24)
    assert Closure.model_validate({"first": "2026-12-24", "last": "2027-01-02"}).final == date(2027, 1, 2)
