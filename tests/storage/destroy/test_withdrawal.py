"""Taking a consent back: gone at once, with a certificate that tells nothing about whom."""

import pytest

from flows.instrument import Source
from storage.cases import RESULTS, CaseFacts, UnknownCase
from storage.destroy import (
    anonymise_and_destroy,
    certificate_text,
    withdraw,
    withdrawal_text,
    withdrawals,
)
from storage.destroy.purge import _survivors
from storage.export.letter_file import write_letter


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


def test_the_closing_certificate_counts_the_files_that_zet_wrote_outside(register, case, tmp_path):
    folder = tmp_path / "uit"
    folder.mkdir()
    write_letter(register, case, folder)
    outcome = anonymise_and_destroy(
        register, folder=folder, new_passphrase="daarna een heel ander geheim", without_workbook=True
    )
    assert outcome.certificate.files_outside == (("toestemmingsbrief", 1), ("uitleg in makkelijke taal", 1))
    text = certificate_text(outcome.certificate)
    assert "door ZET gemaakt: 1 keer toestemmingsbrief" in text
    assert str(folder) not in text


def test_of_the_life_domains_one_list_survives_that_names_no_case(register, case):
    class Written:
        def model_dump_json(self) -> str:
            return "{}"

    register.facts.keep(case, CaseFacts(household="twee kinderen", domains=("geld", "wonen")))
    kept = _survivors(register, Written(), Written())
    (results,) = [survivor for survivor in kept if survivor.kind == RESULTS]
    assert results.streams["domains"] == [b"wonen", b"geld"]
    assert b"twee kinderen" not in b"".join(b"".join(data) for data in results.streams.values())
    assert _survivors(register, None, Written())[-1].streams.keys() == {"draft"}
