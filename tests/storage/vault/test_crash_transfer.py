"""A crash while a case is taken in or its old copy destroyed: it is on at least one laptop, whole, and once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.instrument import Source
from storage.cases import Register
from storage.transfer import NotForThisVault, act_on, hand_over, make_key, take_in, understand
from storage.vault import create_vault, open_vault

NOW = datetime(2026, 3, 5, tzinfo=UTC)
MINIMUM = {8: 30, 60: 90}


def opened(folder: Path, weak, passphrase: str, disk=None) -> Register:
    vault = open_vault(folder, policy=weak, disk=disk, force=True, ledgers=folder.parent / "logboek").unlock(
        passphrase
    )
    return Register(vault, now=lambda: NOW)


@pytest.mark.parametrize("variants", [8, pytest.param(60, marks=pytest.mark.long)])
def test_no_crash_while_taking_in_loses_the_case_or_the_way_to_take_it_in(
    variants, recording, rebuilt, weak, passphrase, register, case, tally
):
    disk = recording(variants)
    kluis = disk.root / "kluis"
    register.open_interview(case, Source.RESIDENT)
    create_vault(kluis, passphrase, policy=weak, force=True)
    empty = opened(kluis, weak, passphrase)
    file = hand_over(register, case, make_key(empty.vault)).data
    empty.vault.close()
    disk.begin()

    receiver = opened(kluis, weak, passphrase, disk)
    done = len(disk.states)
    take_in(receiver, file, "Bas")
    receiver.vault.close()
    tally("crash states, taking in", len(disk.states))
    assert len(disk.states) - done >= MINIMUM[variants]
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(kluis, weak, passphrase)
        there = again.cases() if again.evaluation() is not None else ()
        try:
            take_in(again, file, "Bas")
        except NotForThisVault:
            assert len(there) == 1, state.label
        assert len(again.cases()) == 1, state.label
        assert again.vault.check().whole
        again.sit_down("Bas")
        assert again.read_interview(again.cases()[0].id, Source.RESIDENT).events
        again.vault.close()


@pytest.mark.parametrize("variants", [6, pytest.param(60, marks=pytest.mark.long)])
def test_no_crash_while_the_receipt_destroys_the_old_copy_leaves_half_of_it(
    variants, recording, rebuilt, weak, passphrase, register, case, evaluation, zet, signed, tally
):
    disk = recording(variants)
    kluis = disk.root / "kluis"
    create_vault(kluis, passphrase, policy=weak, force=True)
    giver = opened(kluis, weak, passphrase)
    giver.define_evaluation(evaluation, zet)
    giver.sit_down("Anouk")
    given = giver.register_case("Henk de Vries", "per brief", "Youssef", "wijkteam")
    giver.record_consent(given, signed(giver, given))
    register.withdraw(case)
    receipt = take_in(register, hand_over(giver, given, make_key(register.vault)).data, "Anouk").receipt
    giver.vault.close()
    disk.begin()

    giver = opened(kluis, weak, passphrase, disk)
    act_on(giver, understand(giver, receipt))
    giver.vault.close()
    tally("crash states, receipt", len(disk.states))
    assert len(disk.states) >= {6: 30, 60: 75}[variants]
    gone = 0
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(kluis, weak, passphrase)
        assert again.vault.ledger.withdrawn == (), state.label
        meaning = understand(again, receipt)
        gone += meaning.case is None
        act_on(again, meaning)
        assert again.cases() == (), state.label
        assert again.vault.check().whole
        again.vault.close()
    assert 0 < gone < len(disk.states)
    assert "withdrawn" not in next((disk.root / "logboek").iterdir()).read_text()
