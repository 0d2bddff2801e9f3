"""After the planned day of destruction nothing comes in from a colleague, and what to do is said."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from storage.cases import Register, TermPassed
from storage.transfer import TermPassedThere, hand_over, make_key, take_in
from zet_tui.messages import explain

DAY = date(2026, 7, 2)  # four months after the first case of the clock in conftest


def at(register: Register, month: int, day: int) -> Register:
    """The same laptop on another day of 2026."""
    again = Register(register.vault, now=lambda: datetime(2026, month, day, 10, 30, tzinfo=UTC))
    again.sit_down("Bas")
    return again


@pytest.fixture
def other(laptop: Callable[..., Register]) -> Register:
    """Another laptop with an empty vault, the day after."""
    return laptop("tweede", datetime(2026, 7, 3, 10, 30, tzinfo=UTC))


def give(here: Register, case: str, to: Register) -> bytes:
    return hand_over(here, case, make_key(to.vault), keep=True).data


def test_a_vault_with_an_evaluation_takes_nothing_in_until_the_day_was_moved(
    register: Register, case: str, other: Register
) -> None:
    there = Register(other.vault, now=lambda: datetime(2026, 7, 2, 10, 30, tzinfo=UTC))
    first = take_in(there, give(register, case, other), "Bas").case  # on the day itself it still may
    before = {stream: other.vault.read(first, stream) for stream in other.vault.streams(first)}
    file = give(register, case, other)
    with pytest.raises(TermPassed) as refused:
        take_in(at(other, 7, 3), file, "Bas")
    assert refused.value.until == DAY
    assert "verplaats de dag met een reden" in explain(refused.value)
    assert {stream: other.vault.read(first, stream) for stream in other.vault.streams(first)} == before
    at(other, 7, 3).term.move(date(2026, 8, 1), "nog één casus van een collega")
    assert take_in(at(other, 7, 3), file, "Bas").merged  # the same file and key still serve


def test_an_empty_vault_stays_empty_and_says_where_the_day_is_moved(
    register: Register, case: str, other: Register
) -> None:
    with pytest.raises(TermPassedThere) as refused:
        take_in(other, give(register, case, other), "Bas")
    assert refused.value.until == DAY
    assert explain(refused.value) == (
        "De gegevens van deze casus mochten bewaard blijven tot 2 juli 2026. Er is niets opgenomen. "
        "Vraag uw collega om de dag te verplaatsen, met een reden, en de casus opnieuw over te dragen."
    )
    assert other.evaluation() is None
    assert other.vault.compartments("case") == ()
    at(register, 7, 3).term.move(date(2026, 8, 1), "nog één casus naar een collega")
    taken = take_in(other, give(register, case, other), "Bas")
    assert other.term.read() == register.term.read()
    assert other.case(taken.case).number == 1
