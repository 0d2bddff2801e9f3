"""Taking a consent back: gone at once, with a certificate that tells nothing about whom."""

import json
from datetime import date
from pathlib import Path

import pytest

from flows.instrument import Source
from storage.cases import RESULTS, Approach, CaseFacts, OutsideKind, UnknownCase
from storage.destroy import (
    DestructionCertificate,
    WithdrawalCertificate,
    anonymise_and_destroy,
    certificate_text,
    certificates,
    certify_missing,
    withdraw,
    withdrawal_text,
    withdrawals,
)
from storage.destroy.certificate import LIMITS, unbroken
from storage.destroy.certificate_places import NOT_NAMED, folders_outside
from storage.destroy.purge import _survivors
from storage.export.letter_file import write_letter
from storage.vault import DiskFull, epoch


def cut(*_given):
    """The power goes here."""
    raise ZeroDivisionError


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


def test_the_certificate_says_what_was_tried_and_no_more(register, case):
    """VAULT section 3, step 6: the rows are counted; the old key and the file only while they are still known."""
    made = withdraw(register, case)
    assert made.searched
    whole = withdrawal_text(made)
    assert "De oude sleutel is geprobeerd: die opent niets meer." in whole
    after_a_crash = withdrawal_text(made.model_copy(update={"searched": False}))
    assert "geprobeerd" not in after_a_crash
    assert "doorzocht" not in after_a_crash
    for text in (whole, after_a_crash):
        assert "zijn geteld" in text
        assert all(limit in text for limit in LIMITS)


@pytest.mark.parametrize(("taken_back", "certificates_made"), [(True, 1), (False, 0)])
def test_an_interrupted_withdrawal_has_its_certificate_once_it_is_finished(
    register, case, open_register, monkeypatch, taken_back, certificates_made
):
    if not taken_back:
        case = register.register_case("Henk Visser", "06 1", "Sandra Pinas", "wijkteam")
    with monkeypatch.context() as patch:
        patch.setattr(epoch, "make_slot", cut)
        with pytest.raises(ZeroDivisionError):
            withdraw(register, case) if taken_back else register.refused(case)
    again = open_register()
    made = certify_missing(again)
    assert withdrawals(again) == made
    assert len(made) == certificates_made
    assert [one.records is not None for one in made] == [True] * certificates_made
    assert not any(one.late for one in made)
    assert again.withdrawn_count == certificates_made
    later = open_register()
    assert certify_missing(later) == ()


def test_a_withdrawal_that_is_cut_off_after_destroying_has_its_certificate_at_the_next_opening(
    register, case, signed, open_register, monkeypatch
):
    """Destroyed and counted, and then no power: what is missing is made, in the month of the withdrawal."""
    whole = withdraw(register, case)  # the control: this one has its paper, and gets no second
    other = register.register_case("Henk Visser", "06 1", "Sandra Pinas", "wijkteam")
    register.record_consent(other, signed(register, other))

    with monkeypatch.context() as patch:
        patch.setattr(type(register), "keep_withdrawal", cut)
        with pytest.raises(ZeroDivisionError):
            withdraw(register, other)
    again = open_register()
    assert again.cases() == ()
    assert again.lacks_certificate
    april = again.now().replace(month=4)
    again._store.now = lambda: april
    (made,) = certify_missing(again)
    assert withdrawals(again) == (whole, made)
    assert (made.late, made.records, made.searched, made.month) == (True, None, False, "maart 2026")
    text = withdrawal_text(made)
    assert "pas na het vernietigen gemaakt" in text
    assert "meteen vernietigd" not in text
    for not_looked_at in ("zijn geteld", "geprobeerd", "doorzocht", "was onderbroken"):
        assert not_looked_at not in text
    assert not again.lacks_certificate
    assert certify_missing(again) == ()


def test_a_withdrawal_without_paper_gets_no_count_of_another_case_that_went_after_it(
    register, case, open_register, monkeypatch
):
    """Cut off twice: the paper of who withdrew, and the going of who did not want to, which opening finishes."""

    other = register.register_case("Henk Visser", "06 1", "Sandra Pinas", "wijkteam")
    with monkeypatch.context() as patch:
        patch.setattr(type(register), "keep_withdrawal", cut)
        with pytest.raises(ZeroDivisionError):
            withdraw(register, case)
        patch.setattr(epoch, "make_slot", cut)
        with pytest.raises(ZeroDivisionError):
            register.refused(other)
    again = open_register()
    assert again.vault.finished.compartment == other
    (made,) = certify_missing(again)
    assert (made.late, made.records, made.searched) == (True, None, False)
    assert again.withdrawn_count == 1


def test_a_full_disk_keeps_nobody_out_and_the_certificate_comes_later(register, case, monkeypatch):
    def full(*_given):
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(type(register), "keep_withdrawal", full)
        with pytest.raises(DiskFull):
            withdraw(register, case)
        assert certify_missing(register) == ()
    assert register.lacks_certificate
    assert len(certify_missing(register)) == 1


def test_a_certificate_of_an_earlier_program_says_what_it_said(register, case):
    made = withdraw(register, case)
    before = json.loads(made.model_dump_json())
    del before["late"]
    assert WithdrawalCertificate.model_validate(before) == made


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
    assert f"door ZET gemaakt: 1 keer toestemmingsbrief; map {folder}" in text
    assert "toestemmingsbrief-casus" not in text
    assert str(case) not in text


def test_a_folder_called_after_somebody_is_not_named_and_the_user_s_own_is_short(
    register, case, tmp_path, monkeypatch
):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for folder in ("brieven", "Mw Amrani"):
        (tmp_path / folder).mkdir()
        write_letter(register, case, tmp_path / folder)
    register.outside.add(OutsideKind.CALENDAR, tmp_path / "zet-planning.ics")
    assert folders_outside(register) == (
        ("planning", ("~",)),
        ("toestemmingsbrief", ("~/brieven", NOT_NAMED)),
        ("uitleg in makkelijke taal", ("~/brieven", NOT_NAMED)),
    )


def test_the_closing_certificate_counts_who_did_not_want_to_and_who_gave_no_answer(register, tmp_path):
    for name in ("Henk", "Piet"):
        other = register.register_case(name, "per brief", "Youssef", "wijkteam")
        if name == "Henk":
            register.refused(other)
        else:
            register.set_approach(other, Approach.APPROACHED)
    clock = register._store.now
    register._store.now = lambda: clock().replace(year=2027)
    register.let_go(other)
    outcome = anonymise_and_destroy(
        register, folder=tmp_path, new_passphrase="daarna een heel ander geheim", without_workbook=True
    )
    assert "1 wilde niet, 1 gaf geen antwoord, 0 ingetrokken" in certificate_text(outcome.certificate)
    assert unbroken(certificates(register.vault))


def test_the_certificate_says_how_many_names_wait_and_until_when(register, signed, tmp_path):
    for name, day in (("Henk", 1), ("Piet", 2)):
        case = register.register_case(name, "per brief", "Youssef", "wijkteam")
        wish = {"feedback_wanted": True, "feedback_channel": "per brief", "signed_on": date(2026, 3, day)}
        register.record_consent(case, signed(register, case, **wish))
    outcome = anonymise_and_destroy(
        register, folder=tmp_path, new_passphrase="daarna een heel ander geheim", without_workbook=True
    )
    text = certificate_text(outcome.certificate)
    assert "de namen van 2 inwoners die terugkoppeling willen" in text
    assert "uiterlijk tot 2 maart 2027" in text


def test_a_certificate_of_an_earlier_program_keeps_its_words_and_its_checksum():
    """As the program wrote it before it counted those who gave no answer and named folders."""
    written = (
        b'{"format":1,"number":"a1","program":"ZET 0.1.0","municipality":"Oosterdam","evaluation":"E","started_at":'
        b'"2026-03-02T09:00:00Z","finished_at":null,"ground":"toestemming","counts":{"cases":3,"cases_exported":3,'
        b'"conversations":9,"answers":9,"texts_accepted":1,"texts_left_out":0,"consents":3,"refused_before":1,'
        b'"withdrawn_before":2},"exports":[],"feedback_waiting":0,"occurrences_judged":0,"places_not_confirmed":0,'
        b'"files_outside":[["planning",1]],"epoch_destroyed":1,"verification":[],"previous":null}'
    )
    certificate = DestructionCertificate.model_validate_json(written)
    assert json.loads(certificate.to_json()) == json.loads(written)
    text = certificate_text(certificate)
    assert "1 wilde niet, 2 ingetrokken" in text
    assert "door ZET gemaakt: 1 keer planning\n" in text


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
