"""An error in the last step of a new epoch: the open vault goes on with the keys that are on the disk by then."""

import contextlib
import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    KdfPolicy,
    NotUnlocked,
    Survivor,
    Vault,
    VaultError,
    WrongPassphrase,
    create_vault,
    open_vault,
)
from storage.vault.files import NEW_DB
from tests.storage.vault.test_faults import NEW, OLD, FailingDisk

CHANGES: dict[str, Callable[[Vault], object]] = {
    "passphrase": lambda vault: vault.change_passphrase(NEW),
    "sheet": lambda vault: vault.make_recovery_sheet(),
    "withdrawal": lambda vault: vault.drop_compartment(vault.compartments()[0]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_vault_takes_another_epoch_after_an_error(
    change: str, tmp_path: Path, weak: KdfPolicy
) -> None:
    went_on = 0
    for at in range(1, 120):
        folder = tmp_path / str(at)
        create_vault(folder, OLD, policy=weak, force=True)
        disk = FailingDisk()
        vault = open_vault(folder, policy=weak, disk=disk, force=True).unlock(OLD)
        kept = [vault.new_compartment("case") for _ in range(3)][-1]
        vault.append(kept, "journal", b"een")
        disk.at, disk.code = disk.count + at, errno.ENOSPC
        with contextlib.suppress(VaultError):
            CHANGES[change](vault)
        disk.at = 0
        with contextlib.suppress(NotUnlocked):  # closed: opening it again decides, as other tests show
            vault.change_passphrase("daarna nog een keer")
            assert vault.read(kept, "journal") == [b"een"]
            assert vault.check().whole
            vault.close()
            open_vault(folder, policy=weak, force=True).unlock("daarna nog een keer").close()
            went_on += disk.failed
        vault.close()
        if not disk.failed:
            break
    assert went_on > 3
    assert not disk.failed


def test_a_half_made_vault_that_a_broken_disk_kept_is_gone_at_the_next_opening(
    tmp_path: Path, weak: KdfPolicy
) -> None:
    stayed = 0
    for at in range(4, 100, 4):
        folder = tmp_path / str(at)
        create_vault(folder, OLD, policy=weak, force=True)
        disk = FailingDisk(lasting=True)
        vault = open_vault(folder, policy=weak, disk=disk, force=True).unlock(OLD)
        kept = vault.new_compartment("case")
        disk.at = disk.count + at
        with contextlib.suppress(VaultError):
            kept_results = Survivor("results", {"scores": (b"vier",)})
            vault.refound((kept_results,), NEW, exports=[], finish=lambda _vault, _report: None)
        disk.at = 0  # the disk is well again
        left = any(path.name.startswith(NEW_DB) for path in folder.iterdir())
        with contextlib.suppress(NotUnlocked):  # closed, as above
            vault.append(kept, "journal", b"een")
            stayed += left
        vault.close()
        if left:
            with contextlib.suppress(WrongPassphrase):
                open_vault(folder, policy=weak, force=True).unlock(OLD).close()
            assert {path.name for path in folder.iterdir()} == {"vault.key", "vault.db"}
    assert stayed > 3
