"""The recovery sheet: a second way in that lives until the passphrase changes; its code, its crashes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import (
    DiskFailed,
    KdfPolicy,
    LockedVault,
    Pending,
    RecoveryMistyped,
    RecoveryRefused,
    Survivor,
    Vault,
    WrongPassphrase,
    epoch,
    open_vault,
)
from storage.vault.recovery import GROUPS, new_code, read, written

SECOND = "daarna zes heel andere woorden"


@pytest.fixture
def lock(folder: Path, weak: KdfPolicy) -> Callable[[], LockedVault]:
    return lambda: open_vault(folder, policy=weak, force=True)


def with_sheet(vault: Vault) -> tuple[str, bytes]:
    case = vault.new_compartment("case")
    vault.append(case, "journal", b"gezegd")
    return case, vault.make_recovery_sheet()


def test_the_sheet_opens_the_vault_and_sets_a_new_passphrase(opened, lock, passphrase):
    with opened() as vault:
        assert not vault.has_recovery_sheet
        case, code = with_sheet(vault)
        assert vault.has_recovery_sheet
    with lock().recover(code, SECOND) as vault:
        assert vault.read(case, "journal") == [b"gezegd"]
        assert vault.check().whole
        assert not vault.has_recovery_sheet
    with lock() as locked:
        with pytest.raises(WrongPassphrase):
            locked.unlock(passphrase)
        with pytest.raises(RecoveryRefused):
            locked.recover(code, SECOND)
    lock().unlock(SECOND).close()


def test_the_passphrase_goes_on_working_beside_the_sheet(opened, passphrase):
    with opened() as vault:
        case, _ = with_sheet(vault)
    with opened(secret=passphrase) as vault:
        assert vault.read(case, "journal") == [b"gezegd"]


def test_the_sheet_outlives_a_withdrawal(opened, lock):
    with opened() as vault:
        case, code = with_sheet(vault)
        other = vault.new_compartment("case")
        vault.drop_compartment(other)
    with lock().recover(code, SECOND) as vault:
        assert vault.compartments() == (case,)


def test_a_new_sheet_makes_the_earlier_one_worthless(opened, lock):
    with opened() as vault:
        _, code = with_sheet(vault)
        newer = vault.make_recovery_sheet()
    with lock() as locked, pytest.raises(RecoveryRefused):
        locked.recover(code, SECOND)
    lock().recover(newer, SECOND).close()


@pytest.mark.parametrize("how", ["new passphrase", "founded anew"])
def test_the_sheet_dies(opened, lock, how):
    with opened() as vault:
        _, code = with_sheet(vault)
        if how == "new passphrase":
            vault.change_passphrase(SECOND)
        else:
            vault.refound([Survivor("results", {})], SECOND, exports=[], finish=lambda *_: None)
        assert not vault.has_recovery_sheet
    with lock() as locked, pytest.raises(RecoveryRefused):
        locked.recover(code, SECOND)


def test_the_code_stands_in_no_file(opened, folder):
    with opened() as vault:
        _, code = with_sheet(vault)
    for path in folder.iterdir():
        data = path.read_bytes()
        assert code not in data
        assert written(code).encode() not in data


def test_a_withdrawal_that_was_interrupted_is_finished_by_the_sheet_too(opened, lock, monkeypatch):
    vault = opened()
    case, code = with_sheet(vault)
    with monkeypatch.context() as broken:
        broken.setattr(epoch, "make_slot", lambda *_: (_ for _ in ()).throw(OSError(5, "made to fail")))
        with pytest.raises(DiskFailed, match="5"):
            vault.drop_compartment(case)
    vault.close()
    with lock() as locked:
        assert locked.pending is Pending.WITHDRAW
        with locked.recover(code, SECOND) as found:
            assert found.compartments() == ()
            assert found.finished is not None
            assert not found.has_recovery_sheet
    lock().unlock(SECOND).close()


@pytest.mark.parametrize(("where", "alive"), [("make_slot", True), ("verify", False)])
def test_after_an_interrupted_change_of_passphrase_the_sheet_lives_or_is_dead(
    opened, lock, monkeypatch, where, alive
):
    vault = opened()
    case, code = with_sheet(vault)
    with monkeypatch.context() as broken:
        broken.setattr(epoch, where, lambda *_, **__: (_ for _ in ()).throw(OSError(5, "made to fail")))
        with pytest.raises(DiskFailed, match="5"):
            vault.change_passphrase(SECOND)
    vault.close()
    with lock() as locked:
        assert locked.pending is (None if alive else Pending.REKEY)
        if alive:
            with locked.recover(code, "nog een heel ander geheim") as found:
                assert found.read(case, "journal") == [b"gezegd"]
        else:
            with pytest.raises(RecoveryRefused):
                locked.recover(code, "nog een heel ander geheim")
            locked.unlock(SECOND).close()


def test_a_vault_without_a_sheet_refuses_every_code(lock):
    with lock() as locked, pytest.raises(RecoveryRefused):
        locked.recover(new_code(), SECOND)


# -- the code on paper ----------------------------------------------------------------------------


@given(code=st.binary(min_size=20, max_size=20))
def test_a_code_is_read_as_it_was_written_however_it_is_typed(code):
    text = written(code)
    assert len(text.split("-")) == GROUPS
    assert read(text) == code
    assert read(text.lower().replace("-", " ")) == code
    assert read(text.replace("0", "o").replace("1", "l")) == code


def test_a_typing_error_is_located_in_nearly_every_case():
    found = 0
    for at in range(200):
        text = written(os.urandom(20))
        place = at % len(text)
        if text[place] == "-":
            continue
        wrong = text[:place] + ("2" if text[place] != "2" else "3") + text[place + 1 :]
        try:
            read(wrong)
        except RecoveryMistyped as error:
            found += error.group == place // 6 + 1
    assert found >= 145


@pytest.mark.parametrize("text", ["", "ABCDE", "U" * 40, written(bytes(20)) + "0", written(bytes(20))[:-1]])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(RecoveryMistyped):
        read(text)


# -- crashes --------------------------------------------------------------------------------------


def test_no_crash_while_making_a_sheet_loses_anything(recording, rebuilt, weak, passphrase):
    from storage.vault import create_vault

    disk = recording(6)
    kluis = disk.root / "kluis"
    create_vault(kluis, passphrase, policy=weak, force=True)
    with open_vault(kluis, policy=weak, force=True).unlock(passphrase) as vault:
        case, first = with_sheet(vault)
    disk.begin()
    with open_vault(kluis, policy=weak, disk=disk, force=True).unlock(passphrase) as vault:
        second = vault.make_recovery_sheet()
    assert len(disk.states) >= 15
    for state in disk.states:
        rebuilt(disk.root, state.files)
        with open_vault(kluis, policy=weak, force=True) as locked:
            assert (locked.pending, locked.rolled_back) == (None, None), state.label
            with locked.unlock(passphrase) as vault:
                assert vault.read(case, "journal") == [b"gezegd"], state.label
        opens = []
        for code in (first, second):
            try:
                with open_vault(kluis, policy=weak, force=True) as locked:
                    locked.recover(code, SECOND).close()
                opens.append(code)
            except RecoveryRefused:
                pass
        assert len(opens) == 1, state.label


def test_no_crash_while_recovering_leaves_a_vault_that_nobody_opens(recording, rebuilt, weak, passphrase):
    from storage.vault import create_vault

    disk = recording(6)
    kluis = disk.root / "kluis"
    create_vault(kluis, passphrase, policy=weak, force=True)
    with open_vault(kluis, policy=weak, force=True).unlock(passphrase) as vault:
        case, code = with_sheet(vault)
    disk.begin()
    with open_vault(kluis, policy=weak, disk=disk, force=True) as locked:
        locked.recover(code, SECOND).close()
    for state in disk.states:
        rebuilt(disk.root, state.files)
        with open_vault(kluis, policy=weak, force=True) as locked:
            new = locked.pending is Pending.REKEY or locked.epoch == 3
            with locked.unlock(SECOND if new else passphrase) as vault:
                assert vault.read(case, "journal") == [b"gezegd"], state.label
