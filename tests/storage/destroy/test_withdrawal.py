"""Taking a consent back: gone at once, with a certificate that tells nothing about whom."""

import pytest

from flows.instrument import Source
from storage.cases import UnknownCase
from storage.destroy import withdraw, withdrawal_text, withdrawals


def test_the_certificate_has_no_name_no_number_of_a_case_and_only_the_month(register, case):
    entry = register.case(case).entry
    interview = register.open_interview(case, Source.RESIDENT)
    register.append(case, Source.RESIDENT, interview.answer("3", "rood"))
    text = withdrawal_text(withdraw(register, case))
    for secret in (entry.name, entry.contact, entry.professional, case, "Anouk", "casus 1"):
        assert secret not in text
    assert "maart 2026" in text
    for day in ("2 maart", "02-03", "2026-03"):
        assert day not in text
    with pytest.raises(UnknownCase):
        register.case(case)


def test_the_certificate_stays_with_the_evaluation(register, case, open_register):
    made = withdraw(register, case)
    again = open_register()
    assert withdrawals(again) == (made,)
    assert again.withdrawn_count == 1
    assert made.records is not None


def test_a_case_that_is_gone_is_not_certified_twice(register, case):
    withdraw(register, case)
    with pytest.raises(UnknownCase):
        withdraw(register, case)
    assert len(withdrawals(register)) == 1


def test_anyone_in_the_team_may_take_it_back(register, case):
    register.sit_down("Cem")
    withdraw(register, case)
    assert register.cases() == ()
