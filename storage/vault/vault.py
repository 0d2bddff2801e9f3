"""The vault that the other rooms use: open, unlock, keep sealed bytes, lock; what they mean is theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.vault.disk import Disk
from storage.vault.errors import InTransaction
from storage.vault.files import DB, KEY, Files, Standing
from storage.vault.kdf import KdfPolicy, wipe
from storage.vault.keyfile import Unlocked, open_slots
from storage.vault.location import check_location
from storage.vault.reading import CheckReport, Reading
from storage.vault.records import SealedDatabase


def vault_exists(folder: Path) -> bool:
    """Whether a vault, whole or not, stands in this folder."""
    folder = folder.expanduser()
    return (folder / KEY).exists() or (folder / DB).exists()


def open_vault(
    folder: Path, *, policy: KdfPolicy | None = None, disk: Disk | None = None, force: bool = False
) -> "LockedVault":
    """Take the vault's lock and finish or roll back what was interrupted; the passphrase comes next.

    Raises VaultMissing, VaultInUse, UnsafeLocation (unless `force`), KeyFileDamaged, DatabaseDamaged,
    KeysDoNotMatch, FormatTooNew, FolderReadOnly, DiskFull, DiskFailed.
    """
    folder = folder.expanduser().absolute()
    if not force:
        check_location(folder)
    files = Files.hold(folder, disk or Disk(), policy or KdfPolicy())
    try:
        files.connect()
        return LockedVault(files, files.settle())
    except BaseException:
        files.close()
        raise


class LockedVault:
    """A vault that is held and not unlocked; no key is in memory."""

    def __init__(self, files: Files, standing: Standing) -> None:
        self._files = files
        self._standing = standing

    @property
    def vault_id(self) -> str:
        """32 hex digits, the same for as long as the vault exists."""
        return self._standing.vault.hex()

    @property
    def epoch(self) -> int:
        return self._standing.epoch

    def unlock(self, passphrase: str) -> "Vault":
        """Derive the keys and open the root. This object is used up when it succeeds.

        Raises WrongPassphrase (may be tried again), KdfRefused, DatabaseDamaged.
        """
        standing = self._standing
        database = self._files.database
        keys = open_slots(standing.slots, passphrase, self._files.policy)
        sealed = SealedDatabase(database, standing.vault, standing.epoch, keys.master)
        try:
            sealed.load()
        except BaseException:
            sealed.wipe()
            wipe(keys.stretched)
            raise
        return Vault(self._files, sealed, keys)

    def close(self) -> None:
        """Let go of the lock."""
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Vault:
    """An unlocked vault: compartments with a key of their own, in them named streams of sealed records.

    A payload is bytes. What is acknowledged (a call that returned) is on disk. All calls come from one
    thread. Every method raises NotUnlocked after `lock` or `close`, and MustReopen after the disk failed.
    """

    def __init__(self, files: Files, sealed: SealedDatabase, keys: Unlocked) -> None:
        self._files = files
        self._sealed = sealed
        self._keys = keys

    @property
    def vault_id(self) -> str:
        """32 hex digits, the same for as long as the vault exists."""
        return self._keys.slot.vault.hex()

    @property
    def epoch(self) -> int:
        """Goes up by one at every withdrawal, change of passphrase and re-founding."""
        return self._sealed.epoch

    @property
    def ledger_key(self) -> bytes:
        """32 bytes that stay the same through every epoch and re-founding."""
        return self._sealed.root.ledger_key

    # -- writing and reading ----------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are on disk together or not at all; a nested call joins the outer one.

        Raises DiskFull (the vault goes on), DiskFailed (then MustReopen), TransactionAbandoned.
        """
        with self._sealed.transaction():
            yield

    def new_compartment(self, kind: str) -> str:
        """A new compartment; its id, 32 hex digits."""
        return self._sealed.new_compartment(kind)

    def compartments(self, kind: str | None = None) -> tuple[str, ...]:
        """The ids of all compartments, or of one kind, in the order in which they came."""
        return self._sealed.compartments(kind)

    def kind_of(self, compartment: str) -> str:
        """Raises UnknownCompartment."""
        return self._sealed.kind_of(compartment)

    def append(self, compartment: str, stream: str, payload: bytes) -> int:
        """Add a record; its sequence number in the stream, from 1. Raises UnknownCompartment."""
        return self._sealed.append(compartment, stream, payload)

    def replace(self, compartment: str, stream: str, payload: bytes) -> None:
        """The stream keeps this record only."""
        self._sealed.replace(compartment, stream, payload)

    def remove_stream(self, compartment: str, stream: str) -> None:
        """Take the stream and its records away, if it is there."""
        self._sealed.remove_stream(compartment, stream)

    def read(self, compartment: str, stream: str) -> list[bytes]:
        """All payloads in order; none for a stream that is not there. Raises RecordDamaged."""
        return self._sealed.read(compartment, stream)

    def read_last(self, compartment: str, stream: str) -> bytes | None:
        """The newest payload, or None. Raises RecordDamaged."""
        return self._sealed.read_last(compartment, stream)

    def count(self, compartment: str, stream: str) -> int:
        """How many records a stream has; 0 for one that is not there."""
        return self._sealed.count(compartment, stream)

    def salvage(self, compartment: str, stream: str) -> Reading:
        """The whole records of a damaged stream with their numbers, and which ones are damaged."""
        return self._sealed.salvage(compartment, stream)

    def streams(self, compartment: str) -> tuple[str, ...]:
        """The names of a compartment's streams, in the order in which they came."""
        return self._sealed.streams(compartment)

    def check(self) -> CheckReport:
        """Verify every manifest and record; damaged ones are named in the report."""
        return self._sealed.check()

    # -- locking ----------------------------------------------------------------------------------

    def lock(self) -> LockedVault:
        """Wipe the keys, keep the operating system's lock; unlock what this gives to go on.

        Raises InTransaction: let it end first.
        """
        if self._sealed.in_transaction:
            raise InTransaction
        self._wipe()
        return LockedVault(self._files, self._files.settle())

    def close(self) -> None:
        """Wipe the keys and let go of the files; may be called twice."""
        self._wipe()
        self._files.close()

    def _wipe(self) -> None:
        self._sealed.wipe()
        wipe(self._keys.stretched)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
