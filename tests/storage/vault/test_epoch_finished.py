"""What is told of an epoch that was interrupted, and what finishing it may not do twice."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import DiskFailed, KdfPolicy, MustReopen, Pending, Vault, epoch, open_vault
from storage.vault.keyfile import SLOT, decode, make_slot
from tests.storage.vault.cases import two_cases
from tests.storage.vault.stopping import Stopped, die

Open = Callable[..., Vault]
NEW = "een nieuw wachtwoord van woorden"


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Vault, str, Callable[[], object]], None]:
    """Something is done and stops at one step of the epoch."""

    def stop(vault: Vault, step: str, act: Callable[[], object]) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(epoch, step, die)
            with pytest.raises(Stopped):
                act()
        vault.close()

    return stop


def test_a_case_that_was_handed_over_waits_as_a_withdrawal_does(
    opened: Open, folder: Path, weak: KdfPolicy, interrupted
) -> None:
    vault = opened()
    goes, stays = two_cases(vault)
    interrupted(vault, "verify", lambda: vault.drop_compartment(goes, handed_over=True))
    with open_vault(folder, policy=weak, force=True) as locked:
        assert locked.pending is Pending.WITHDRAW
    assert opened().compartments() == (stays,)


@pytest.mark.parametrize(("step", "records", "scanned"), [("make_slot", 1, True), ("verify", None, False)])
def test_what_is_told_afterwards_says_whether_it_was_counted_and_looked_for(
    step: str, records: int | None, scanned: bool, opened: Open, interrupted
) -> None:
    vault = opened()
    goes, _ = two_cases(vault)
    interrupted(vault, step, lambda: vault.drop_compartment(goes))
    report = opened().finished
    assert report is not None
    assert (report.records, report.scanned, report.kept) == (records, scanned, 1)


def test_a_new_passphrase_that_only_needs_concluding_is_no_withdrawal(opened: Open, interrupted) -> None:
    vault = opened()
    two_cases(vault)
    interrupted(vault, "clear_intent", lambda: vault.change_passphrase(NEW))
    again = opened(secret=NEW)
    assert again.finished is None
    assert again.epoch == 2


def test_a_withdrawal_that_is_redone_with_the_sheet_takes_one_epoch(
    opened: Open, folder: Path, weak: KdfPolicy, interrupted
) -> None:
    vault = opened()
    goes, stays = two_cases(vault)
    code = vault.make_recovery_sheet()
    interrupted(vault, "make_slot", lambda: vault.drop_compartment(goes))
    with open_vault(folder, policy=weak, force=True).recover(code, NEW) as again:
        assert (again.epoch, again.compartments()) == (3, (stays,))


def test_recovering_speaks_of_no_case(opened: Open, folder: Path, weak: KdfPolicy, interrupted) -> None:
    vault = opened()
    two_cases(vault)
    code = vault.make_recovery_sheet()
    vault.close()
    locked = open_vault(folder, policy=weak, force=True)
    interrupted(locked, "clear_intent", lambda: locked.recover(code, NEW))
    with open_vault(folder, policy=weak, force=True) as again:
        intent = again._standing.intent
        assert intent is not None
        assert (intent.kind, intent.compartment) == ("rekey", b"")


def test_a_disk_that_breaks_in_an_epoch_says_to_open_the_vault_again(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    goes, stays = two_cases(vault)

    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(epoch, "make_slot", broken)
        with pytest.raises(DiskFailed):
            vault.drop_compartment(goes)
    for ask in (vault.compartments, lambda: vault.read(stays, "journal")):
        with pytest.raises(MustReopen):
            ask()


def test_no_key_of_a_new_passphrase_outlives_a_disk_that_breaks(
    opened: Open, keys_held: list[bytearray], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()

    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(epoch, "make_slot", broken)
    with pytest.raises(DiskFailed):
        vault.change_passphrase(NEW)
    vault.close()
    assert len(keys_held) > 4
    assert not [held for held in keys_held if any(held)]


def test_where_the_slots_differ_both_are_overwritten_whichever_opened(opened: Open, folder: Path) -> None:
    vault = opened()
    goes, stays = two_cases(vault)
    vault.close()
    path = folder / "vault.key"
    own = path.read_bytes()[:SLOT]
    slot = decode(own)
    assert slot is not None
    stranger = make_slot(slot.vault, slot.epoch, slot.kdf, bytearray(b"k" * 32), bytearray(b"m" * 32))
    path.write_bytes(stranger.encode() + own)
    again = opened()
    again.drop_compartment(goes)
    again.close()
    data = path.read_bytes()
    assert len(data) == 2 * SLOT
    assert data[:SLOT] == data[SLOT:]
    assert data[:SLOT] not in {own, stranger.encode()}
    assert opened().compartments() == (stays,)
