"""The planned day of destruction: four months, a warning, binding after it, whatever a clock does that goes back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.retention import (
    LONGEST_REASON,
    WARN_DAYS,
    Move,
    MoveRefused,
    RetentionTerm,
    Standing,
    first_term,
    workbook_until,
)

DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))
WHO = {"by": "Anouk", "function": "beleidsmedewerker"}


@pytest.mark.parametrize(
    ("first", "until"),
    [
        (date(2026, 11, 14), date(2027, 3, 14)),
        (date(2026, 10, 31), date(2027, 2, 28)),
        (date(2027, 10, 31), date(2028, 2, 29)),
    ],
)
def test_the_day_is_four_months_after_the_first_case(first: date, until: date) -> None:
    assert first_term(first).until == until


def test_it_runs_warns_from_two_weeks_before_and_is_over_the_day_after() -> None:
    term = RetentionTerm(until=date(2027, 3, 14))
    assert term.standing(date(2027, 2, 27)) is Standing.RUNNING
    assert term.standing(date(2027, 2, 28)) is Standing.SOON
    assert term.standing(date(2027, 3, 14)) is Standing.SOON
    assert term.standing(date(2027, 3, 15)) is Standing.PASSED


@given(until=DAYS, later=st.integers(1, 4000), back=st.integers(-4000, 4000))
def test_once_seen_to_be_over_no_clock_makes_it_run_again(until: date, later: int, back: int) -> None:
    seen = RetentionTerm(until=until).seen(until + timedelta(days=later))
    assert seen.standing(until + timedelta(days=back)) is Standing.PASSED
    assert seen.seen(until - timedelta(days=1)) == seen


@given(until=DAYS, before=st.integers(0, 4000))
def test_looking_before_the_day_remembers_nothing(until: date, before: int) -> None:
    term = RetentionTerm(until=until)
    assert term.seen(until - timedelta(days=before)) is term


@given(until=DAYS, today=DAYS, ahead=st.integers(1, 366))
def test_a_moved_day_counts_from_then_on_also_after_it_was_over(until: date, today: date, ahead: int) -> None:
    term = (
        RetentionTerm(until=until)
        .seen(today)
        .moved(today + timedelta(days=ahead), "ziekte", today=today, **WHO)
    )
    assert term.standing(today) is (Standing.SOON if ahead <= WARN_DAYS else Standing.RUNNING)
    assert term.moves == (
        Move(before=until, after=today + timedelta(days=ahead), reason="ziekte", on=today, **WHO),
    )


def test_a_reason_is_one_clean_line() -> None:
    term = RetentionTerm(until=date(2027, 3, 14)).moved(
        date(2027, 4, 1), "  twee\n casussen \u202e later ", today=date(2027, 3, 1), **WHO
    )
    assert term.moves[0].reason == "twee casussen later"


@pytest.mark.parametrize(
    ("after", "reason", "code"),
    [
        (date(2027, 4, 1), " \n ", "no_reason"),
        (date(2027, 4, 1), "x" * (LONGEST_REASON + 1), "reason_too_long"),
        (date(2027, 3, 1), "ziekte", "not_later"),
        (date(2026, 3, 1), "ziekte", "not_later"),
        (date(2028, 3, 3), "ziekte", "too_far"),
    ],
)
def test_a_day_is_not_moved_without_a_reason_to_the_past_or_for_years(
    after: date, reason: str, code: str
) -> None:
    with pytest.raises(MoveRefused) as refused:
        RetentionTerm(until=date(2027, 3, 14)).moved(after, reason, today=date(2027, 3, 1), **WHO)
    assert refused.value.code == code


def test_a_workbook_is_kept_for_a_year() -> None:
    assert workbook_until(date(2028, 2, 29)) == date(2029, 2, 28)
