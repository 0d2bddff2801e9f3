"""The vault that the other rooms use: open, unlock, keep sealed bytes, lock; what they mean is theirs."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from storage.vault import mending
from storage.vault.disk import Disk
from storage.vault.ending import destroy_files, finish_destroying
from storage.vault.epoch import (
    HAND_OVER,
    SHEET,
    Changed,
    Pending,
    Record,
    WithdrawReport,
    conclude,
    pending,
    rolled_back,
    turn,
    turn_passphrase,
    write_intent,
)
from storage.vault.epoch import finish as finish_epoch
from storage.vault.errors import (
    InTransaction,
    MustReopen,
    RecoveryRefused,
    RefoundPending,
    typed,
)
from storage.vault.files import Files, Intent, Standing
from storage.vault.kdf import KdfPolicy, stretch, wipe, wiped_on_error
from storage.vault.keyfile import Unlocked, new_parameters, open_slots, verify
from storage.vault.ledger import LedgerFindings, LedgerKind, LedgerLine, catch_up, tell
from storage.vault.location import check_location
from storage.vault.reading import CheckReport
from storage.vault.records import SealedDatabase
from storage.vault.recovery import new_code
from storage.vault.refound import Progress, RefoundReport, Survivor, refound_files
from storage.vault.refound import conclude as conclude_refound
from storage.vault.restart import remove_intent_file, resume
from storage.vault.streams import Streams

Finish = Callable[["Vault", RefoundReport], bytes | None]
_untold: Progress = lambda _step, _done: None  # noqa: E731 - nobody watches


def open_vault(
    folder: Path,
    *,
    policy: KdfPolicy | None = None,
    disk: Disk | None = None,
    force: bool = False,
    ledgers: Path | None = None,
) -> "LockedVault":
    """Take the vault's lock and finish or roll back what was interrupted; the passphrase comes next.

    `ledgers` is the folder, outside the vault, where its ledger stands; without one none is kept.

    Raises VaultMissing, VaultInUse, UnsafeLocation (unless `force`), KeyFileDamaged, DatabaseDamaged,
    KeysDoNotMatch, FormatTooNew, FolderReadOnly, DiskFull, DiskFailed.
    """
    folder = folder.expanduser().absolute()
    if not force:
        check_location(folder)
    files = Files.hold(folder, disk or Disk(), policy or KdfPolicy(), ledgers)
    try:
        finish_destroying(files)
        undone = resume(files)
        files.connect()
        return LockedVault(files, files.settle(), refound_rolled_back=undone)
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
        return pending(self._standing)

    @property
    def rolled_back(self) -> Pending | None:
        """What an interruption undid, so that the earlier passphrase holds: REKEY, REFOUND or None."""
        return Pending.REFOUND if self._refound_rolled_back else rolled_back(self._standing)

    def unlock(self, passphrase: str, *, record: Record | None = None) -> "Vault":
        """Derive the keys, open the root and finish what was interrupted. Uses this object up.

        `record` is told of a withdrawal that is finished now, before its intent is cleared; it may be
        told twice of the same one. Raises WrongPassphrase (may be tried again), KdfRefused,
        DatabaseDamaged; DiskFull, DiskFailed and NotDestroyed while finishing.
        """
        keys = open_slots(self._standing.slots, passphrase, self._files.policy)
        return self._open(keys, record, None)

    def recover(self, code: bytes, new_passphrase: str) -> "Vault":
        """Open with the recovery sheet's code; from then on the new passphrase holds and the sheet is dead.

        Raises RecoveryRefused (may be tried again), KdfRefused, and as `unlock`.
        """
        for slot in self._standing.slots:
            with contextlib.suppress(RecoveryRefused):
                keys = Unlocked(slot, bytearray(), slot.open_recovery(code))
                with wiped_on_error(keys.master):
                    kdf = new_parameters(self._files.policy)
                    changed = kdf, stretch(new_passphrase, kdf, self._files.policy)
                return self._open(keys, None, changed)
        raise RecoveryRefused

    def _open(self, keys: Unlocked, record: Record | None, changed: Changed | None) -> "Vault":
        """Open the root, finish what was interrupted; `changed` is the passphrase that takes the old one's place."""
        standing, database = self._standing, self._files.database
        sealed = SealedDatabase(database, standing.vault, standing.epoch, keys.master)
        derived = [keys.stretched, *(changed or ())[1:]]
        try:
            sealed.load()
        except BaseException:
            sealed.wipe()
            wipe(*derived)
            raise
        finished: WithdrawReport | None = None
        try:
            if standing.intent is not None:
                keys, finished = finish_epoch(self._files, sealed, keys, standing.intent, record, changed)
            if changed is not None and keys.stretched is not changed[1]:
                keys = turn_passphrase(self._files, sealed, keys, changed)
            if standing.refounding and sealed.root.refound is None:
                with typed():
                    remove_intent_file(self._files)
        except BaseException:
            sealed.wipe()
            wipe(*derived)
            if self._files.connected:
                self._standing = self._files.settle()
            raise
        return Vault(self._files, sealed, keys, finished, catch_up(self._files, sealed))

    def examine(self, passphrase: str) -> tuple[CheckReport, dict[str, str]]:
        """What `Vault.check` gives without the root, and the compartments found by their keys."""
        return mending.examine(self._files, self._standing, passphrase)

    def mend_root(self, passphrase: str) -> "Vault":
        """Make a damaged root anew, then as `unlock`; what only the old one knew is gone (`mending`)."""
        return self._open(mending.mend_root(self._files, self._standing, passphrase), None, None)

    def close(self) -> None:
        """Let go of the lock."""
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Vault(Streams):
    """An unlocked vault: compartments with a key of their own, in them named streams of sealed records.

    A payload is bytes. What is acknowledged (a call that returned) is on disk. All calls come from one
    thread. Every method raises NotUnlocked after `lock` or `close`, and MustReopen after the disk failed.
    """

    def __init__(
        self,
        files: Files,
        sealed: SealedDatabase,
        keys: Unlocked,
        finished: WithdrawReport | None = None,
        ledger: LedgerFindings | None = None,
    ) -> None:
        super().__init__(sealed)
        self.ledger = ledger or LedgerFindings()
        """What the ledger said of this vault at unlocking."""
        self._files = files
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

    # -- destroying -------------------------------------------------------------------------------

    def drop_compartment(
        self, compartment: str, *, record: Record | None = None, handed_over: bool = False
    ) -> WithdrawReport:
        """Destroy one compartment: its records, its key, and by a new epoch every older wrap of that key.

        The ledger then tells an older copy to destroy it again, unless it was `handed_over`.

        Durable in order, and finished at the next unlocking when interrupted. `record` is told before the
        intent is cleared (at a restart again: `LockedVault.unlock`). Raises UnknownCompartment,
        InTransaction, RefoundPending; DiskFull and DiskFailed with the vault untouched or, from the new
        epoch on, closed (MustReopen; then open it again); NotDestroyed when looking afterwards finds
        something.
        """
        self._rotating(record)
        self._sealed.kind_of(compartment)
        kind = HAND_OVER if handed_over else Pending.WITHDRAW.value
        return self._turn(Intent(kind, bytes.fromhex(compartment), self.epoch + 1), record)

    def note_withdrawn(self, compartment: str) -> None:
        """What was handed over and is destroyed there must not come back from an older copy of this vault."""
        tell(self._files, self._sealed, LedgerLine(LedgerKind.WITHDRAWN, self.epoch, compartment))

    def check_passphrase(self, passphrase: str) -> None:
        """Nothing when this opens the vault, at the cost of unlocking. Raises WrongPassphrase, KdfRefused."""
        self._sealed.usable()
        verify(self._keys.slot, passphrase, self._files.policy)

    def change_passphrase(self, passphrase: str) -> None:
        """A new passphrase from the next epoch on; the earlier one opens nothing of this folder any more, nor does
        an earlier recovery sheet.

        Raises as `drop_compartment` does, and KdfRefused.
        """
        self._rotating(None)
        kdf = new_parameters(self._files.policy)
        changed = kdf, stretch(passphrase, kdf, self._files.policy)
        self._turn(Intent(Pending.REKEY, b"", self.epoch + 1), None, changed)

    @property
    def has_recovery_sheet(self) -> bool:
        """Whether a sheet was made that still opens this vault."""
        return self._sealed.root.recovery_code is not None

    def make_recovery_sheet(self) -> bytes:
        """The code of a new recovery sheet, 20 bytes; an earlier sheet is dead from the new epoch on.

        It opens the vault until the passphrase changes or the vault is founded anew. Raises as
        `drop_compartment` does.
        """
        self._rotating(None)
        code = new_code()
        self._turn(Intent(SHEET, b"", self.epoch + 1), None, code=code)
        return code

    def destroy(self) -> None:
        """Destroy this whole vault, with all that is in it; finished at the next opening when interrupted.

        Only for an older copy of a vault that was founded anew since. Everything is closed afterwards.
        """
        self._rotating(None)
        self._wipe()
        with typed():
            destroy_files(self._files)

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
        tell = progress or _untold
        self._sealed, self._keys = refound_files(
            self._files, self._sealed, self._keys, survivors, new_passphrase, exports, certificate, tell
        )
        report = self.finish_refound(finish, progress=tell)
        if report is None:  # pragma: no cover — founded anew, it waits for its certificate; for the types
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

        def produce(report: RefoundReport) -> bytes | None:
            tell(self._files, self._sealed, LedgerLine(LedgerKind.PURGED, self.epoch))
            return finish(self, report)

        return conclude_refound(self._files, self._sealed, produce, certificate, progress or _untold)

    def _turn(
        self, intent: Intent, record: Record | None, changed: Changed | None = None, code: bytes | None = None
    ) -> WithdrawReport:
        """All of an epoch; its keys are ours as soon as they are on the disk, also when concluding fails."""
        with wiped_on_error(*(changed or ())[1:]):
            write_intent(self._sealed, intent)
        self._keys, old = turn(self._files, self._sealed, self._keys, intent, changed, code)
        return conclude(self._files, self._sealed, self._keys, intent, old, record)

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

    def __exit__(self, *_: object) -> None:
        self.close()
