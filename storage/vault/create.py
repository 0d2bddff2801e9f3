"""Making a vault: both files complete and flushed under another name, then the folder gets its own."""

import contextlib
import os
from pathlib import Path

from storage.vault import schema
from storage.vault.disk import Disk
from storage.vault.errors import FolderNotEmpty, FolderNotOurs, typed
from storage.vault.files import DB, KEY
from storage.vault.kdf import KdfPolicy, stretch, wipe
from storage.vault.keyfile import make_slot, new_master, new_parameters
from storage.vault.location import check_location
from storage.vault.records import SealedDatabase
from storage.vault.root import Root

_PARTS = {KEY, DB, *(f"{DB}{ending}" for ending in ("-wal", "-shm", "-journal"))}
"""All that making a vault ever writes: nothing else is removed."""


def write_database(
    disk: Disk, path: Path, vault: bytes, epoch: int, master: bytearray, root: Root
) -> SealedDatabase:
    """A new database file with its tables, then a sealed root; the caller closes it (`close_database`).

    It holds a copy of the master key, which is wiped with it.
    """
    schema.make(disk, path)
    database = schema.connect(disk, path)
    sealed = SealedDatabase(database, vault, epoch, bytearray(master))
    try:
        with sealed.transaction():
            sealed.found(root)
    except BaseException:
        sealed.wipe()
        database.close()
        raise
    return sealed


def create_vault(
    folder: Path,
    passphrase: str,
    *,
    policy: KdfPolicy | None = None,
    disk: Disk | None = None,
    force: bool = False,
) -> None:
    """Make a vault in a folder that is not there yet, or is empty; open it with `open_vault`.

    Raises FolderNotEmpty, FolderNotOurs, UnsafeLocation (unless `force`), FolderReadOnly, DiskFull, DiskFailed,
    KdfRefused (a policy that contradicts itself), VaultInUse (another program is making it).
    """
    policy, disk = policy or KdfPolicy(), disk or Disk()
    folder = folder.expanduser().absolute()
    if not force:
        check_location(folder)
    kdf = new_parameters(policy)
    with typed():
        if disk.exists(folder) and (not folder.is_dir() or disk.names(folder)):
            raise FolderNotEmpty
        building = folder.with_name(f"{folder.name}.new")
        _clear(disk, building)
        disk.make_folder(building)
        vault, master = os.urandom(16), new_master()
        stretched = stretch(passphrase, kdf, policy)
        try:
            slot = make_slot(vault, 1, kdf, stretched, master)
            disk.create(building / KEY, slot.encode() * 2)
            held = disk.lock(building / KEY)
            try:
                sealed = write_database(disk, building / DB, vault, 1, master, Root())
                sealed.close_database()
                disk.sync(building / DB)
                disk.sync_file(held)
                disk.sync_folder(building)
            finally:
                disk.unlock(held)
            disk.rename_folder(building, folder)
            disk.sync_folder(folder.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                if disk.exists(building):
                    disk.remove_folder(building)
            raise
        finally:
            wipe(master, stretched)


def _clear(disk: Disk, building: Path) -> None:
    """Remove what an interrupted attempt left, unless another program is at it right now, or it is somebody's own."""
    if not disk.exists(building):
        return
    if not building.is_dir() or not _PARTS.issuperset(disk.names(building)):
        raise FolderNotOurs
    if disk.exists(building / KEY):
        disk.unlock(disk.lock(building / KEY))
    disk.remove_folder(building)
