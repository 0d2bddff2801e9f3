"""What asks for two people is not switched off by one of them."""

from collections.abc import Callable

import pytest

from flows.evaluation import Evaluation, TeamMember
from flows.safeguards import Safeguard
from storage.cases import NobodyAtLaptop, Register, SecondPersonNeeded

BOTH = {"two_readers": True, "two_confirm": True}


@pytest.fixture
def strict(register: Register, evaluation: Evaluation) -> Register:
    """Anouk sits at a laptop where two people read and two confirm; she alone could switch that on."""
    team = (evaluation.team[0].model_copy(update={"function": "beleidsmedewerker"}), *evaluation.team[1:])
    register.change_evaluation(evaluation.model_copy(update={**BOTH, "team": team}))
    return register


def agreed(register: Register) -> Evaluation:
    found = register.evaluation()
    assert found is not None
    return found


@pytest.mark.parametrize("what", list(Safeguard))
@pytest.mark.parametrize("second", ["", "Anouk", "Iemand anders"])
def test_one_person_alone_switches_neither_off(strict: Register, what: Safeguard, second: str) -> None:
    wanted = agreed(strict).model_copy(update={what.value: False, "urgent_contact": "112"})
    with pytest.raises(SecondPersonNeeded):
        strict.change_evaluation(wanted, second)
    assert all(getattr(agreed(strict), each) for each in Safeguard)
    assert agreed(strict).urgent_contact != "112"
    assert strict.safeguards.lifted() == ()


def test_a_colleague_who_is_typed_in_at_the_same_time_is_no_second_person(strict: Register) -> None:
    team = (*agreed(strict).team, TeamMember(name="Zojuist Bedacht"))
    with pytest.raises(SecondPersonNeeded):
        strict.change_evaluation(
            agreed(strict).model_copy(update={"two_confirm": False, "team": team}), "Zojuist Bedacht"
        )
    assert agreed(strict).two_confirm


def test_with_a_second_person_it_is_off_and_noted_by_function(strict: Register) -> None:
    strict.change_evaluation(agreed(strict).model_copy(update={"two_readers": False}), "Bas")
    assert not agreed(strict).two_readers
    assert agreed(strict).two_confirm
    (noted,) = strict.safeguards.lifted()
    assert (noted.what, noted.functions) == (Safeguard.TWO_READERS, ("beleidsmedewerker", "teamlid"))


def test_on_and_off_again_is_noted_each_time(strict: Register) -> None:
    off = dict.fromkeys(BOTH, False)
    strict.change_evaluation(agreed(strict).model_copy(update=off), "Cem")
    strict.change_evaluation(agreed(strict).model_copy(update=BOTH))
    strict.change_evaluation(agreed(strict).model_copy(update={"two_confirm": False}), "Bas")
    assert [noted.what for noted in strict.safeguards.lifted()] == [*Safeguard, Safeguard.TWO_CONFIRM]


def test_other_agreements_change_without_a_second_person(strict: Register) -> None:
    strict.change_evaluation(agreed(strict).model_copy(update={"urgent_contact": "112"}))
    assert agreed(strict).urgent_contact == "112"
    assert strict.safeguards.lifted() == ()


@pytest.mark.usefixtures("strict")
def test_nobody_at_the_laptop_switches_nothing_off(
    open_register: Callable[[], Register],
) -> None:
    again = open_register()
    with pytest.raises(NobodyAtLaptop):
        again.change_evaluation(agreed(again).model_copy(update={"two_confirm": False}), "Bas")
    assert agreed(again).two_confirm
