"""No key and no passphrase outlives its use: every buffer that held one is zeros, however the work ended."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    DatabaseDamaged,
    Disk,
    KdfPolicy,
    KdfRefused,
    RecordDamaged,
    RecoveryRefused,
    Vault,
    VaultError,
    WrongPassphrase,
    open_vault,
)
from storage.vault.kdf import KdfParameters, stretch
from storage.vault.keyfile import Slot, make_slot, new_master, new_parameters, open_slots
from storage.vault.records import SealedDatabase
from tests.storage.vault.edited import edit

Open = Callable[..., Vault]


def slot_of(passphrase: str, weak: KdfPolicy) -> Slot:
    kdf = new_parameters(weak)
    return make_slot(bytes(16), 1, kdf, stretch(passphrase, kdf, weak), new_master())


def left_of(keys_held: list[bytearray]) -> list[bytearray]:
    return [buffer for buffer in keys_held if any(buffer)]


def test_a_wrong_passphrase_leaves_nothing_of_any_slot(weak: KdfPolicy, keys_held: list[bytearray]) -> None:
    slots = slot_of("een", weak), slot_of("twee", weak)
    keys_held.clear()
    with pytest.raises(WrongPassphrase):
        open_slots(slots, "drie", weak)
    assert len(keys_held) == 6  # the passphrase, what it was stretched to and the key of it, twice
    assert left_of(keys_held) == []


def test_the_slot_that_opens_gives_its_keys_and_nothing_is_left_of_the_other(
    weak: KdfPolicy, keys_held: list[bytearray]
) -> None:
    slots = slot_of("een", weak), slot_of("twee", weak)
    keys_held.clear()
    opened = open_slots(slots, "twee", weak)
    assert opened.slot == slots[1]
    assert {id(buffer) for buffer in left_of(keys_held)} == {id(opened.stretched), id(opened.master)}


def test_a_slot_that_asks_too_much_leaves_nothing_of_the_one_before_it(
    weak: KdfPolicy, keys_held: list[bytearray]
) -> None:
    first = slot_of("een", weak)
    hostile = KdfParameters(100 * 2**20, 1, 1, os.urandom(16))
    second = Slot(first.vault, first.epoch, hostile, first.secret, first.wrapped)
    keys_held.clear()
    with pytest.raises(KdfRefused):
        open_slots((first, second), "twee", weak)
    assert keys_held
    assert left_of(keys_held) == []


class FullDisk(Disk):
    """Writes nothing any more once it is told to."""

    full = False

    def write_at(self, file, offset, data):
        if self.full:
            raise OSError(28, "made to fail")
        super().write_at(file, offset, data)


@pytest.mark.parametrize("full", [False, True])
def test_recovering_leaves_nothing_whether_it_succeeds_or_not(
    full: bool, folder: Path, weak: KdfPolicy, passphrase: str, keys_held: list[bytearray]
) -> None:
    disk = FullDisk()
    with open_vault(folder, policy=weak, force=True).unlock(passphrase) as vault:
        code = vault.make_recovery_sheet()
    locked = open_vault(folder, policy=weak, disk=disk, force=True)
    with pytest.raises(RecoveryRefused):
        locked.recover(os.urandom(20), "een heel ander geheim")
    disk.full = full
    if full:
        with pytest.raises(VaultError):
            locked.recover(code, "een heel ander geheim")
    else:
        locked.recover(code, "een heel ander geheim").close()
    locked.close()
    assert keys_held
    assert left_of(keys_held) == []


def test_a_damaged_case_leaves_nothing_of_its_key(
    folder: Path, opened: Open, keys_held: list[bytearray]
) -> None:
    with opened() as vault:
        case = vault.new_compartment("case")
    edit(folder, "UPDATE compartments SET manifest = ?", bytes(300))
    with opened() as vault:
        with pytest.raises(RecordDamaged):
            vault.streams(case)
        assert not vault.check().whole
        vault.change_passphrase("een heel ander geheim")
    assert left_of(keys_held) == []


def test_a_vault_without_its_root_leaves_nothing_when_looked_at_or_mended(
    folder: Path, opened: Open, weak: KdfPolicy, passphrase: str, keys_held: list[bytearray]
) -> None:
    with opened() as vault:
        vault.new_compartment("case")
    edit(folder, "UPDATE vault SET root = ?", bytes(300))
    with open_vault(folder, policy=weak, force=True) as locked:
        with pytest.raises(DatabaseDamaged):
            locked.unlock(passphrase)
        locked.examine(passphrase)
    assert left_of(keys_held) == []
    open_vault(folder, policy=weak, force=True).mend_root(passphrase).close()
    assert left_of(keys_held) == []


@pytest.mark.parametrize("act", ["examine", "mend_root"])
def test_a_vault_whose_rows_cannot_be_found_either_leaves_nothing(
    act: str,
    folder: Path,
    weak: KdfPolicy,
    passphrase: str,
    keys_held: list[bytearray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def damaged(_: SealedDatabase) -> None:
        raise DatabaseDamaged("rows")

    monkeypatch.setattr(SealedDatabase, "found_kinds", damaged)
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(DatabaseDamaged):
        getattr(locked, act)(passphrase)
    assert len(keys_held) > 2
    assert left_of(keys_held) == []
