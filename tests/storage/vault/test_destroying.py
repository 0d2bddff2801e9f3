"""Withdrawing and a new passphrase, as the rooms above use them, also interrupted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    InTransaction,
    KdfPolicy,
    NotDestroyed,
    Pending,
    UnknownCompartment,
    Vault,
    WrongPassphrase,
    epoch,
    open_vault,
    wal,
)
from tests.storage.vault.cases import cases
from tests.storage.vault.stopping import Stopped, die

Open = Callable[..., Vault]
NEW = "een nieuw wachtwoord van woorden"


def test_a_withdrawal_leaves_the_others_and_tells_what_it_did(opened: Open) -> None:
    vault = opened()
    first, second, third = cases(vault, 3)
    told = []
    report = vault.drop_compartment(second, record=told.append)
    assert told == [report]
    assert (report.epoch, report.records, report.kept, report.scanned) == (2, 1, 2, True)
    assert vault.compartments() == (first, third)
    with pytest.raises(UnknownCompartment):
        vault.read(second, "journal")
    with pytest.raises(UnknownCompartment):
        vault.drop_compartment(second)
    vault.append(first, "journal", b"verder")
    vault.close()
    with opened() as again:
        assert again.epoch == 2
        assert again.read(first, "journal") == [first.encode(), b"verder"]
        assert again.finished is None
        assert again.check().whole


def test_destroying_is_no_part_of_a_transaction(opened: Open) -> None:
    vault = opened()
    (case,) = cases(vault, 1)
    with vault.transaction():
        for call in (
            lambda: vault.drop_compartment(case),
            lambda: vault.change_passphrase(NEW),
            lambda: vault.refound([], NEW, exports=[], finish=lambda *_: None),
        ):
            with pytest.raises(InTransaction):
                call()
    assert vault.compartments() == (case,)


def test_a_new_passphrase_opens_and_the_old_one_does_not(opened: Open, passphrase: str) -> None:
    vault = opened()
    (case,) = cases(vault, 1)
    vault.change_passphrase(NEW)
    assert vault.read(case, "journal") == [case.encode()]
    locked = vault.lock()
    with pytest.raises(WrongPassphrase):
        locked.unlock(passphrase)
    with locked.unlock(NEW) as again:
        assert again.read(case, "journal") == [case.encode()]


# -- interrupted ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (epoch, "make_slot"),
        (epoch.SealedDatabase, "rotate"),
        (wal.LoggedDatabase, "checkpoint"),
        (epoch, "verify"),
        (epoch, "clear_intent"),
    ],
)
def test_an_interrupted_withdrawal_is_finished_at_unlocking(
    where: object, name: str, folder: Path, opened: Open, weak: KdfPolicy, passphrase: str, monkeypatch
) -> None:
    vault = opened()
    stays, goes = cases(vault, 2)
    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        with pytest.raises(Stopped):
            vault.drop_compartment(goes)
    vault.close()
    with open_vault(folder, policy=weak, force=True) as locked:
        assert locked.pending is Pending.WITHDRAW
        assert locked.rolled_back is None
        told = []
        again = locked.unlock(passphrase, record=told.append)
        assert again.finished is not None
        assert told == [again.finished]
        assert again.finished.compartment == goes
        assert again.compartments() == (stays,)
        assert again.lock().pending is None


def test_a_record_that_fails_keeps_the_withdrawal_to_be_told_again(
    folder: Path, opened: Open, weak: KdfPolicy, passphrase: str
) -> None:
    vault = opened()
    stays, goes, later = cases(vault, 3)

    def refuse(_report: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        vault.drop_compartment(goes, record=refuse)
    assert vault.compartments() == (stays, later)
    vault.close()
    locked = open_vault(folder, policy=weak, force=True)
    with pytest.raises(ZeroDivisionError):
        locked.unlock(passphrase, record=refuse)
    told = []
    vault = locked.unlock(passphrase, record=told.append)
    assert [report.compartment for report in told] == [goes]
    with pytest.raises(ZeroDivisionError):
        vault.drop_compartment(later, record=refuse)
    vault.drop_compartment(stays, record=told.append)
    assert [report.compartment for report in told] == [goes, later, stays]
    vault.close()


@pytest.mark.parametrize(
    ("where", "name", "holds"),
    [
        (epoch, "make_slot", "old"),
        (epoch.SealedDatabase, "rotate", "old"),
        (wal.LoggedDatabase, "checkpoint", "new"),
        (epoch, "verify", "new"),
    ],
)
def test_after_an_interrupted_change_the_vault_says_which_passphrase_holds(
    where: object, name: str, holds: str, folder: Path, opened: Open, weak, passphrase: str, monkeypatch
) -> None:
    vault = opened()
    (case,) = cases(vault, 1)
    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        with pytest.raises(Stopped):
            vault.change_passphrase(NEW)
    vault.close()
    locked = open_vault(folder, policy=weak, force=True)
    expected = (None, Pending.REKEY) if holds == "old" else (Pending.REKEY, None)
    assert (locked.pending, locked.rolled_back) == expected
    right, wrong = (passphrase, NEW) if holds == "old" else (NEW, passphrase)
    with pytest.raises(WrongPassphrase):
        locked.unlock(wrong)
    locked.close()
    locked = open_vault(folder, policy=weak, force=True)
    assert (locked.pending, locked.rolled_back) == expected  # said until an unlocking succeeds
    vault = locked.unlock(right)
    assert vault.read(case, "journal") == [case.encode()]
    again = vault.lock()
    assert (again.pending, again.rolled_back) == (None, None)
    again.close()


def test_looking_afterwards_finds_a_slot_that_was_left(opened: Open, monkeypatch) -> None:
    vault = opened()
    _, goes = cases(vault, 2)
    honest = epoch.verify

    def with_an_old_slot(files, sealed, keys, intent, old):
        files.disk.write_at(files.key._file, 0, old.slot)
        return honest(files, sealed, keys, intent, old)

    monkeypatch.setattr(epoch, "verify", with_an_old_slot)
    with pytest.raises(NotDestroyed) as caught:
        vault.drop_compartment(goes)
    assert caught.value.what == "slots"
