"""Messages cross: a case that came back is not destroyed by the receipt of its earlier journey."""

import pytest

from flows.instrument import Source
from storage.cases import Register
from storage.transfer import CaseChanged, Message, act_on, hand_over, make_key, take_in, understand


def move(case: str, here: Register, there: Register) -> tuple[str, Message]:
    """The case in its new place, and the receipt that is still on its way back."""
    taken = take_in(there, hand_over(here, case, make_key(there.vault)).data, "Bas")
    return taken.case, taken.receipt


def answers(register: Register, case: str) -> int:
    return register.case(case).sources[1].answered


@pytest.mark.parametrize("journeys", [1, 2, 3])
def test_a_late_receipt_never_destroys_the_only_copy(
    register: Register, other: Register, case: str, journeys: int
) -> None:
    interview = register.open_interview(case, Source.RESIDENT)
    register.append(case, Source.RESIDENT, interview.answer("3", "groen"))
    late: list[Message] = []
    for _ in range(journeys):
        there, receipt = move(case, register, other)
        late.append(receipt)
        back, receipt = move(there, other, register)
        assert back == case
        act_on(other, understand(other, receipt))
        assert other.cases() == ()
    for receipt in late:
        with pytest.raises(CaseChanged):
            understand(register, receipt)
    assert answers(register, case) == 1


def test_the_receipt_of_the_last_journey_does(register: Register, other: Register, case: str) -> None:
    there, _ = move(case, register, other)
    move(there, other, register)
    _, receipt = move(case, register, other)
    act_on(register, understand(register, receipt))
    assert register.cases() == ()
    assert len(other.cases()) == 1
