"""The vault that the other rooms use: open, unlock, keep sealed bytes, lock; what they mean is theirs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.vault.disk import Disk
from storage.vault.epoch import Pending, Record, WithdrawReport, conclude, turn, write_intent
from storage.vault.epoch import finish as finish_epoch
from storage.vault.errors import InTransaction, MustReopen, RefoundPending, typed
from storage.vault.files import DB, KEY, Files, Intent, Standing
from storage.vault.kdf import KdfPolicy, stretch, wipe
from storage.vault.keyfile import Unlocked, new_parameters, open_slots
from storage.vault.location import check_location
from storage.vault.reading import CheckReport, Reading
from storage.vault.records import SealedDatabase
from storage.vault.refound import Progress, RefoundReport, RefoundStep, Survivor, refound_files
from storage.vault.refound import conclude as conclude_refound
from storage.vault.restart import remove_intent_file, resume

Finish = Callable[["Vault", RefoundReport], bytes | None]


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
        rolled_back = resume(files)
        files.connect()
        return LockedVault(files, files.settle(), refound_rolled_back=rolled_back)
    except BaseException:
        files.close()
        raise


class LockedVault:
    """A vault that is held and not unlocked; no key is in memory."""

    def __init__(self, files: Files, standing: Standing, *, refound_rolled_back: bool = False) -> None:
        self._files = files
        self._standing = standing
        self._refound_rolled_back = refound_rolled_back

    @property
    def vault_id(self) -> str:
        """32 hex digits, the same for as long as the vault exists."""
        return self._standing.vault.hex()

    @property
    def epoch(self) -> int:
        return self._standing.epoch

    @property
    def pending(self) -> Pending | None:
        """What an interruption left that unlocking finishes.

        WITHDRAW: the passphrase is as it was. REKEY (a change of passphrase) and REFOUND: the new
        passphrase holds; after a REFOUND the unlocked vault still needs `Vault.finish_refound`.
        """
        if self._standing.refounding:
            return Pending.REFOUND
        intent = self._standing.intent
        if intent is None or (intent.kind == Pending.REKEY and intent.epoch != self.epoch):
            return None
        return Pending(intent.kind)

    @property
    def rolled_back(self) -> Pending | None:
        """What an interruption undid, so that the earlier passphrase holds: REKEY, REFOUND or None."""
        if self._refound_rolled_back:
            return Pending.REFOUND
        intent = self._standing.intent
        undone = intent is not None and intent.kind == Pending.REKEY and intent.epoch != self.epoch
        return Pending.REKEY if undone else None

    def unlock(self, passphrase: str, *, record: Record | None = None) -> "Vault":
        """Derive the keys, open the root and finish what was interrupted. Uses this object up.

        `record` is told of a withdrawal that is finished now, before its intent is cleared; it may be
        told twice of the same one. Raises WrongPassphrase (may be tried again), KdfRefused,
        DatabaseDamaged; DiskFull, DiskFailed and NotDestroyed while finishing.
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
        finished: WithdrawReport | None = None
        try:
            if standing.intent is not None:
                keys, finished = finish_epoch(self._files, sealed, keys, standing.intent, record)
            if standing.refounding and sealed.root.refound is None:
                with typed():
                    remove_intent_file(self._files)
        except BaseException:
            sealed.wipe()
            wipe(keys.stretched)
            if self._files.connected:
                self._standing = self._files.settle()
            raise
        return Vault(self._files, sealed, keys, finished)

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

    def __init__(
        self, files: Files, sealed: SealedDatabase, keys: Unlocked, finished: WithdrawReport | None = None
    ) -> None:
        self._files = files
        self._sealed = sealed
        self._keys = keys
        self._finished = finished

    @property
    def finished(self) -> WithdrawReport | None:
        """The withdrawal that unlocking finished after an interruption, if there was one."""
        return self._finished

    @property
    def vault_id(self) -> str:
        """32 hex digits, the same for as long as the vault exists."""
        return self._keys.slot.vault.hex()

    @property
    def folder(self) -> Path:
        """Where the vault's files stand; nothing else may be put there."""
        return self._files.folder

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

    # -- destroying -------------------------------------------------------------------------------

    def drop_compartment(self, compartment: str, *, record: Record | None = None) -> WithdrawReport:
        """Destroy one compartment: its records, its key, and by a new epoch every older wrap of that key.

        Durable in order, and finished at the next unlocking when interrupted. `record` is told before the
        intent is cleared (at a restart again: `LockedVault.unlock`). Raises UnknownCompartment,
        InTransaction, RefoundPending; DiskFull and DiskFailed with the vault untouched or, from the new
        epoch on, closed (MustReopen; then open it again); NotDestroyed when looking afterwards finds
        something.
        """
        self._rotating(record)
        self._sealed.kind_of(compartment)
        intent = Intent(Pending.WITHDRAW, bytes.fromhex(compartment), self.epoch + 1)
        write_intent(self._sealed, intent)
        self._keys, old = turn(self._files, self._sealed, self._keys, intent)
        return conclude(self._files, self._sealed, self._keys, intent, old, record)

    def change_passphrase(self, passphrase: str) -> None:
        """A new passphrase from the next epoch on; the earlier one opens nothing of this folder any more.

        Raises as `drop_compartment` does, and KdfRefused.
        """
        self._rotating(None)
        kdf = new_parameters(self._files.policy)
        stretched = stretch(passphrase, kdf, self._files.policy)
        intent = Intent(Pending.REKEY, b"", self.epoch + 1)
        write_intent(self._sealed, intent)
        self._keys, old = turn(self._files, self._sealed, self._keys, intent, (kdf, stretched))
        conclude(self._files, self._sealed, self._keys, intent, old, None)

    def refound(
        self,
        survivors: Sequence[Survivor],
        new_passphrase: str,
        *,
        exports: Sequence[Path],
        finish: Finish,
        certificate: Path | None = None,
        progress: Progress | None = None,
    ) -> RefoundReport:
        """Destroy everything but the survivors, under a new passphrase, once the exports are safe.

        For the caller: before this, confirm the new passphrase and write the exports. Put into `survivors`
        whatever the certificate needs to say: nothing else of the old vault is left when `finish` runs.
        `finish(vault, report)` runs on the new vault inside one transaction; it may read and write there,
        and gives the certificate's bytes for the file `certificate` (or None for no file). When the program
        is interrupted after the point of no return, the next `open_vault` gives `pending` REFOUND, the new
        passphrase unlocks, `Vault.refound_pending` is true, and the caller must call `finish_refound` with
        the same `finish`. It is not called again once its transaction is committed; anything that it does
        outside the vault (a ledger line) must bear being done twice.

        Raises ExportChanged, DiskFull, DiskFailed, InTransaction, RefoundPending, KdfRefused with the
        vault as it was while the new database is being built; afterwards everything is closed
        (MustReopen) and the next opening goes on or rolls back. An error of `finish` itself leaves the new
        vault unlocked and pending.
        """
        self._rotating(None)
        tell = progress or _silent
        self._sealed, self._keys = refound_files(
            self._files, self._sealed, self._keys, survivors, new_passphrase, exports, certificate, tell
        )
        report = self.finish_refound(finish, progress=tell)
        if report is None:
            raise MustReopen
        return report

    @property
    def refound_pending(self) -> bool:
        """Whether a re-founding still waits for `finish_refound`; until then no key can be turned."""
        return self._sealed.root.refound is not None

    def finish_refound(
        self, finish: Finish, *, certificate: Path | None = None, progress: Progress | None = None
    ) -> RefoundReport | None:
        """The last step of a re-founding, as often as it takes; None when there is nothing to finish.

        `certificate` takes the place of the path given to `refound` when that one cannot be written.
        """
        return conclude_refound(
            self._files, self._sealed, lambda report: finish(self, report), certificate, progress or _silent
        )

    def _rotating(self, record: Record | None) -> None:
        if self._sealed.in_transaction:
            raise InTransaction
        if self.refound_pending:
            raise RefoundPending
        left = self._files.intent()
        if left is not None:  # `record` failed earlier: tell it now, before another takes its place
            self._keys, _ = finish_epoch(self._files, self._sealed, self._keys, left, record)

    # -- locking ----------------------------------------------------------------------------------

    def lock(self) -> LockedVault:
        """Wipe the keys, keep the operating system's lock; unlock what this gives to go on.

        Raises InTransaction: let it end first. NotUnlocked when it is locked already, MustReopen when the
        disk failed: then close it and open it again.
        """
        self._sealed.usable()
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


def _silent(_step: RefoundStep, _done: float) -> None:
    """Nobody watches."""
