"""Two laptops each know a planned day: the later agreement holds, on both, whoever tells the other first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.retention import RetentionTerm, agreed, first_term

FIRST = first_term(date(2026, 3, 2))
STEPS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 366)), max_size=4)


def moved(term: RetentionTerm, steps: list[tuple[int, int]], who: str = "Anouk") -> RetentionTerm:
    """The term after moves: so many days after the move before, to so many days after that."""
    today = max((move.on for move in term.moves), default=date(2026, 6, 1))
    for wait, further in steps:
        today += timedelta(days=wait)
        after = today + timedelta(days=further)
        term = term.moved(after, "nog niet klaar", by=who, function="teamlid", today=today)
    return term


@given(before=STEPS, more=STEPS)
def test_who_knows_more_of_one_story_is_the_later(before, more) -> None:
    known = moved(FIRST, before)
    later = moved(known, more)
    assert agreed(known, later) == agreed(later, known) == later


@given(before=STEPS, here=STEPS, there=STEPS)
def test_both_end_with_the_same_day_and_no_move_is_lost(before, here, there) -> None:
    shared = moved(FIRST, before)
    one, other = moved(shared, here), moved(shared, there, "Bas")
    now = agreed(one, other)
    assert now == agreed(other, one)
    assert set(now.moves) == {*one.moves, *other.moves}
    assert agreed(now, one) == agreed(one, now) == now
    assert agreed(now, other) == now
    assert agreed(now, now) == now
    assert now.until in {one.until, other.until}


@given(here=STEPS.filter(bool), there=STEPS.filter(bool))
def test_where_both_moved_it_the_last_move_holds(here, there) -> None:
    one, other = moved(FIRST, here), moved(FIRST, there, "Bas")
    if one.moves[-1].on != other.moves[-1].on:
        last = max((one, other), key=lambda term: term.moves[-1].on)
        assert agreed(one, other).until == last.until
    else:
        assert agreed(one, other).until == min(one.until, other.until)


def test_where_nobody_moved_it_the_first_case_of_both_counts() -> None:
    assert agreed(FIRST, first_term(date(2026, 4, 20))) == FIRST


def test_a_day_that_was_seen_to_be_over_stays_over_unless_it_was_moved() -> None:
    seen = FIRST.seen(date(2026, 7, 3))
    assert agreed(FIRST, seen).passed
    assert agreed(seen, FIRST).passed
    later = moved(FIRST, [(3, 60)])
    assert not agreed(seen, later).passed
    assert agreed(seen, later) == later
