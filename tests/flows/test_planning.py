"""The handbook's lead times and hours, worked out to dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.date_spans import months_later
from flows.handbook import Planning, handbook
from flows.planning import Phase, PlanImpossible, plan
from flows.workdays import dutch_workdays

START = date(2026, 3, 2)


@pytest.fixture(scope="module")
def figures() -> Planning:
    found = handbook("zet")
    assert found is not None
    return found.preparation.planning


def test_three_cases_from_a_monday_fit_in_the_handbook_s_time(figures):
    made = plan(START, 3, figures, dutch_workdays())
    assert made.hours == 3 * 8 + 8 + 10
    assert [step.phase for step in made.steps] == list(Phase)
    assert [step.hours for step in made.steps] == [None, None, 24, 8, 5, 5]
    assert made.steps[0].first == START
    assert (made.shortest, made.longest) == (date(2026, 6, 2), date(2026, 7, 2))
    assert made.shortest <= made.end <= made.longest
    assert made.fits


def test_too_many_cases_do_not_fit_and_more_hours_a_week_do(figures):
    assert not plan(START, 12, figures, dutch_workdays()).fits
    assert plan(START, 12, figures, dutch_workdays(), hours_a_week=24).fits


def test_a_weekend_or_holiday_moves_to_the_next_working_day(figures):
    made = plan(date(2026, 12, 25), 3, figures, dutch_workdays())
    assert made.steps[0].first == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("cases", "pace", "start", "code"),
    [
        (0, 8, START, "no_cases"),
        (3, 0, START, "no_hours"),
        (3, 8, date(9999, 12, 1), "date_out_of_reach"),
        (3, 8, date.min, "date_out_of_reach"),
    ],
)
def test_what_cannot_be_planned_says_why(figures, cases, pace, start, code):
    with pytest.raises(PlanImpossible) as refused:
        plan(start, cases, figures, dutch_workdays(), pace)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day, months, later):
    assert months_later(day, months) == later


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 40), st.integers(1, 80))
def test_phases_follow_each_other_on_working_days_with_a_month_for_consent(start, cases, pace):
    book = handbook("zet")
    assert book is not None
    workdays = dutch_workdays()
    made = plan(start, cases, book.preparation.planning, workdays, pace)
    for step in made.steps:
        assert step.first <= step.last
        assert workdays.is_workday(step.first)
        assert workdays.is_workday(step.last)
    for one, other in zip(made.steps, made.steps[1:], strict=False):
        assert workdays.after(one.last, 1) == other.first
    choosing, asking = made.step(Phase.SELECTION), made.step(Phase.CARRYING_OUT)
    assert asking.first >= months_later(choosing.first, 1)
    assert (asking.last - asking.first) >= timedelta(days=-(-cases * 8 // pace) * 7 - 10)
