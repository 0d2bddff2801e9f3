"""The vault's files while a program holds them: the lock, the key file, the database; no passphrase."""

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from storage.vault import migrate, schema
from storage.vault.disk import Disk
from storage.vault.errors import (
    DatabaseDamaged,
    KeyFileDamaged,
    KeysDoNotMatch,
    MustReopen,
    VaultError,
    VaultMissing,
    typed,
)
from storage.vault.kdf import KdfPolicy
from storage.vault.keyfile import KeyFile, Slot
from storage.vault.wal import LoggedDatabase

KEY = "vault.key"
DB = "vault.db"
INTENT = "vault.intent"
NEW_DB = "vault.new.db"


def vault_exists(folder: Path) -> bool:
    """Whether a vault, whole or not, stands in this folder."""
    folder = folder.expanduser()
    return (folder / KEY).exists() or (folder / DB).exists()


@dataclass(frozen=True)
class Intent:
    """The row that stands while an epoch is being made: its kind, the compartment that goes, the target."""

    kind: str
    compartment: bytes
    epoch: int


@dataclass(frozen=True)
class Standing:
    """How the files stand: the database's vault id and epoch, the slots of that epoch, what is pending."""

    vault: bytes
    epoch: int
    slots: tuple[Slot, ...]
    intent: Intent | None
    refounding: bool


class Files:
    """One folder, held; everything goes through the disk port."""

    def __init__(
        self, folder: Path, disk: Disk, policy: KdfPolicy, key: KeyFile, ledgers: Path | None = None
    ) -> None:
        self.folder = folder
        self.ledgers = ledgers
        self.disk = disk
        self.policy = policy
        self.key = key
        self._database: LoggedDatabase | None = None
        self._open = True

    @classmethod
    def hold(cls, folder: Path, disk: Disk, policy: KdfPolicy, ledgers: Path | None = None) -> "Files":
        """Take the lock, then flush all that an earlier program may have left in memory only.

        Raises VaultMissing, VaultInUse, FolderReadOnly, DiskFull, DiskFailed.
        """
        with typed():
            for path in (folder, folder / KEY):
                if not disk.exists(path):
                    raise VaultMissing(path.name)
            key = KeyFile(disk, disk.lock(folder / KEY))
            try:
                gone = key.destroyed
                if not gone and not disk.exists(folder / DB) and not disk.exists(folder / NEW_DB):
                    raise VaultMissing(DB)
                key.sync()
                for name in (INTENT, DB, f"{DB}-wal"):
                    if disk.exists(folder / name):
                        disk.sync(folder / name)
                disk.sync_folder(folder)
                disk.sync_folder(folder.parent)
            except BaseException:
                key.close()
                raise
        return cls(folder, disk, policy, key, ledgers)

    @property
    def connected(self) -> bool:
        return self._database is not None and not self._database.closed

    @property
    def database(self) -> LoggedDatabase:
        """The open connection. Raises MustReopen."""
        if self._database is None or self._database.closed:
            raise MustReopen
        return self._database

    def connect(self) -> LoggedDatabase:
        """Open the database and compare its schema."""
        with typed():
            self._database = schema.connect(self.disk, self.folder / DB)
            migrate.check(self._database)
        return self._database

    def disconnect(self) -> None:
        """Close the connection, its log overwritten and removed. Raises its errors, named."""
        if self._database is not None:
            database, self._database = self._database, None
            with typed():
                database.close()

    def close(self) -> None:
        """Let go of everything; never fails, as what was acknowledged is on disk already."""
        if not self._open:
            return
        self._open = False
        database, self._database = self._database, None
        try:
            if database is not None:
                with contextlib.suppress(sqlite3.Error, OSError, VaultError):
                    database.close()
        finally:
            with contextlib.suppress(OSError):
                self.key.close()

    def destroy(self, name: str) -> None:
        """Overwrite a file of this folder where it stands, then remove it. Raises OSError."""
        path = self.folder / name
        self.disk.overwrite(path)
        self.disk.sync(path)
        self.disk.remove(path)

    def settle(self) -> Standing:
        """The open rule (VAULT section 3): the database's epoch decides, the other slot follows it.

        Raises KeyFileDamaged, KeysDoNotMatch, DatabaseDamaged; then nothing was overwritten.
        """
        with typed():
            database = self.database
            row = database.execute("SELECT id, epoch FROM vault WHERE one = 1").fetchone()
            if row is None:
                raise DatabaseDamaged("vault")
            vault, epoch = bytes(row[0]), int(row[1])
            found = self.key.slots()
            good = [slot for slot in found if slot and slot.vault == vault and slot.epoch == epoch]
            if not good:
                raise KeyFileDamaged if found == (None, None) else KeysDoNotMatch(epoch)
            migrate.migrate(database)
            intent = self.intent()
            # the log must be in the database before a slot that it may still need is overwritten
            database.checkpoint()
            if len(good) == 1:
                self.key.write(1 - found.index(good[0]), good[0])
            else:
                self.key.sync()
            refounding = self.disk.exists(self.folder / INTENT)
        return Standing(vault, epoch, tuple(dict.fromkeys(good)), intent, refounding)

    def intent(self) -> Intent | None:
        """The intent row, if one stands."""
        sql = "SELECT kind, compartment, epoch FROM intent WHERE one = 1"
        with typed():
            row = self.database.execute(sql).fetchone()
        return Intent(row[0], bytes(row[1]), int(row[2])) if row else None
