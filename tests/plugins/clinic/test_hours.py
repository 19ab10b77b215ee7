from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from pydantic_core import PydanticCustomError

from plugins.clinic.hours import Closure, find_shared_days, parse_time_spans
from plugins.diagnostics.diagnostic import Diagnostic


def refuse(typed: str) -> Diagnostic:
    """What is wrong with hours that have to be refused."""
    with pytest.raises(PydanticCustomError) as refused:
        parse_time_spans(typed)
    assert refused.value.context
    found: Diagnostic = refused.value.context["diagnostic"]
    return found


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("closed", []),
        ("Closed", []),
        ("8:30-17:00", [("08:30", "17:00")]),
        ("08:30 – 17:00", [("08:30", "17:00")]),
        ("9 am to noon", [("09:00", "12:00")]),
        ("noon-12:30 PM, 1 pm to midnight", [("12:00", "12:30"), ("13:00", "24:00")]),
        ("midnight to Midnight", [("00:00", "24:00")]),
        ("12:15 am-20:00", [("00:15", "20:00")]),
        ("8 a.m. - 4:15 p.m.", [("08:00", "16:15")]),
        ("8:30 AM-11:45 AM, 1 PM-5 PM", [("08:30", "11:45"), ("13:00", "17:00")]),
        ("0:00-24:00", [("00:00", "24:00")]),
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
        ("9 am to 12 pm", "hours-twelve"),
        ("12:00 a.m. to 5 pm", "hours-twelve"),
        ("noon to noon", "hours-backward"),
        ("1 pm to noon", "hours-backward"),
        ("8:30-12:00, 8:30-12:00", "hours-overlap"),
        ("", "hours-unfit"),
        ("17:00-8:30", "hours-backward"),
        ("8:30-8:30", "hours-backward"),
        ("13:00-17:00, 8:30-12:00", "hours-overlap"),
        ("8:30-13:00, 12:00-17:00", "hours-overlap"),
    ],
)
def test_hours_that_may_mean_others_are_refused(typed: str, rule: str) -> None:
    assert refuse(typed).rule == rule


@pytest.mark.parametrize("bad", ["1-5", "8 to 5", "noon", "10 am to 9 am", "9:00-12 pm"])
def test_the_part_that_is_wrong_is_named(bad: str) -> None:
    assert refuse(f"7:00-8:00, {bad}, 18:00-19:00").message.startswith(repr(bad))


CLOSURES: list[tuple[list[tuple[str, str | None]], list[tuple[str, int]]]] = [
    ([("2026-12-24", "2026-12-26"), ("2026-12-27", None)], []),
    ([("2026-12-31", None), ("2026-12-24", "2026-12-30")], []),
    ([("2026-12-24", None), ("2026-12-24", None)], [("2", 1)]),
    ([("2026-12-24", "2026-12-26"), ("2026-12-26", "2026-12-28")], [("2", 1)]),
    ([("2026-12-26", "2026-12-28"), ("2026-12-24", "2026-12-26")], [("2", 1)]),
    ([("2026-12-01", "2026-12-31"), ("2026-12-05", None), ("2026-12-10", None)], [("2", 1), ("3", 1)]),
    ([("2026-12-05", None), ("2026-12-01", "2026-12-31"), ("2027-01-01", None)], [("2", 1)]),
]


@pytest.mark.parametrize(("days", "shared"), CLOSURES)
def test_a_day_is_in_one_closure(days: list[tuple[str, str | None]], shared: list[tuple[str, int]]) -> None:
    closures = [
        Closure.model_validate({"first": first, "last": last} if last else {"first": first}) for first, last in days
    ]
    found = list(find_shared_days(enumerate(closures)))
    assert [str(int(place[0]) + 1) for place, _ in found] == [later for later, _ in shared]
    assert all(f"number {earlier} of" in error.message for (_, error), (_, earlier) in zip(found, shared, strict=True))


def test_many_closures_take_little_time_each() -> None:
    def measure(number: int) -> float:
        days = [Closure.model_construct(first=date(2026, 1, 1) + timedelta(2 * n)) for n in range(number)]
        begin = time.process_time()
        assert not list(find_shared_days(enumerate(days)))
        return time.process_time() - begin

    assert min(measure(8000) for _ in range(3)) < 4 * min(measure(4000) for _ in range(3))


def test_a_closure_without_a_last_day_is_of_one_day() -> None:
    assert Closure.model_validate({"first": "2026-12-24"}).final == date(2026, 12, 24)
    assert Closure.model_validate({"first": "2026-12-24", "last": "2027-01-02"}).final == date(2027, 1, 2)
