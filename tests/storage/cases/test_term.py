"""The planned day of destruction in a real vault: set by the first case, kept, moved, and binding."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from flows.instrument import Source
from flows.retention import MoveRefused, Standing
from storage.cases import NobodyAtLaptop, Register, TermPassed
from storage.cases.store import EVALUATION

DAY = date(2026, 7, 2)  # four months after the first case of the clock in conftest


def at(register: Register, year: int, month: int, day: int) -> Register:
    """The same vault, looked at on another day."""
    moment = datetime(year, month, day, 10, 30, tzinfo=UTC)
    again = Register(register.vault, now=lambda: moment)
    again.sit_down("Anouk")
    return again


def test_the_first_case_sets_the_day_and_a_second_one_changes_nothing(register: Register) -> None:
    assert register.term.read() is None
    assert register.term.look() is Standing.RUNNING
    register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    later = at(register, 2026, 4, 20)
    later.register_case("Noor", "per brief", "Youssef", "wijkteam")
    term = later.term.read()
    assert term is not None
    assert term.until == DAY


def test_it_survives_a_restart_and_the_first_case_that_goes(
    register: Register, case: str, open_register: Callable[[], Register]
) -> None:
    register.withdraw(case)
    term = open_register().term.read()
    assert term is not None
    assert term.until == DAY


@pytest.mark.parametrize(
    "door",
    [
        lambda r, _: r.register_case("Noor", "per brief", "Youssef", "wijkteam"),
        lambda r, case: r.open_interview(case, Source.RESIDENT),
        lambda r, case: r.append(
            case, Source.RESIDENT, r.read_interview(case, Source.RESIDENT).answer("3", "mint")
        ),
        lambda r, case: r.record_consent(case, r.consent(case)),
    ],
    ids=["register_case", "open_interview", "append", "record_consent"],
)
def test_after_the_day_nothing_new_begins_and_before_it_everything_does(
    register: Register, case: str, door
) -> None:
    register.open_interview(case, Source.RESIDENT)
    over = at(register, 2026, 7, 3)
    before = {stream: over.vault.count(case, stream) for stream in over.vault.streams(case)}
    with pytest.raises(TermPassed) as refused:
        door(over, case)
    assert refused.value.until == DAY
    assert {stream: over.vault.count(case, stream) for stream in over.vault.streams(case)} == before
    fresh = at(register, 2026, 7, 2)
    with pytest.raises(TermPassed):  # it was seen to be over: the clock that went back does not help
        door(fresh, case)


def test_on_the_day_itself_and_before_it_conversations_go_on(register: Register, case: str) -> None:
    today = at(register, 2026, 7, 2)
    interview = today.open_interview(case, Source.RESIDENT)
    today.append(case, Source.RESIDENT, interview.answer("3", "mint"))
    assert today.term.standing() is Standing.SOON


def test_a_running_program_notices_that_the_day_went_by(register: Register, case: str) -> None:
    moment = datetime(2026, 7, 2, 10, 30, tzinfo=UTC)
    running = Register(register.vault, now=lambda: moment)
    running.sit_down("Anouk")
    interview = running.open_interview(case, Source.RESIDENT)
    running.append(case, Source.RESIDENT, interview.answer("3", "mint"))
    moment = datetime(2026, 7, 3, 10, 30, tzinfo=UTC)
    with pytest.raises(TermPassed):
        running.append(case, Source.RESIDENT, interview.answer("4", "mint"))


def test_what_must_stay_possible_stays_possible(register: Register, case: str) -> None:
    interview = register.open_interview(case, Source.RESIDENT)
    register.append(case, Source.RESIDENT, interview.answer("3", "mint"))
    over = at(register, 2027, 1, 1)
    assert over.read_interview(case, Source.RESIDENT).view("3").value == "mint"
    over.keep_review_record(case, b"{}")
    over.withdraw(case)
    assert over.cases() == ()


def test_moving_opens_it_again_in_the_name_of_who_did_it(register: Register, case: str) -> None:
    over = at(register, 2026, 7, 3)
    with pytest.raises(MoveRefused):
        over.term.move(date(2026, 7, 3), "nog twee gesprekken")
    term = over.term.move(date(2026, 9, 1), "nog twee gesprekken")
    assert over.term.standing() is Standing.RUNNING
    over.open_interview(case, Source.RESIDENT)
    (move,) = term.moves
    assert (move.by, move.function, move.before, move.on) == ("Anouk", "teamlid", DAY, date(2026, 7, 3))
    with pytest.raises(TermPassed):
        at(register, 2026, 9, 2).register_case("Noor", "per brief", "Youssef", "wijkteam")


@pytest.mark.usefixtures("case")
def test_nobody_at_the_laptop_moves_nothing(open_register: Callable[[], Register]) -> None:
    with pytest.raises(NobodyAtLaptop):
        open_register().term.move(date(2026, 9, 1), "nog twee gesprekken")


def test_an_evaluation_from_before_days_were_planned_has_one_from_its_first_day(
    register: Register, case: str
) -> None:
    (evaluation,) = register.vault.compartments(EVALUATION)
    register.vault.remove_stream(evaluation, "term")
    term = register.term.read()
    assert term is not None
    assert term.until == date(2026, 7, 2)  # signed on 2 March
    with pytest.raises(TermPassed):
        at(register, 2026, 8, 1).open_interview(case, Source.RESIDENT)
    register.vault.remove_stream(evaluation, "term")
    register.withdraw(case)
    assert register.term.read() is None
