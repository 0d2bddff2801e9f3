"""The next epoch (VAULT section 3): withdraw one compartment, change the passphrase, make a recovery sheet."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from storage.vault.errors import DatabaseDamaged, MustReopen, NotDestroyed, WrongPassphrase, typed
from storage.vault.files import DB, Files, Intent, Standing
from storage.vault.kdf import KdfParameters, wipe
from storage.vault.keyfile import Unlocked, decode, make_slot, new_master
from storage.vault.ledger import LedgerKind, LedgerLine, tell
from storage.vault.records import SealedDatabase
from storage.vault.sweep import sweep


class Pending(StrEnum):
    """What an interrupted run left to be finished."""

    WITHDRAW = "withdraw"
    REKEY = "rekey"
    REFOUND = "refound"


HAND_OVER = "hand_over"
"""The intent of a withdrawal whose compartment lives on elsewhere; only the ledger tells them apart."""
SHEET = "sheet"
"""The intent of a new recovery sheet; interrupted it leaves nothing that anybody must know."""
_DROPS = {Pending.WITHDRAW.value: LedgerKind.WITHDRAWN, HAND_OVER: LedgerKind.HANDED_OVER}
_NO_DROPS = {Pending.REKEY.value, SHEET}


def pending(standing: Standing) -> Pending | None:
    """What unlocking finishes of an interrupted run."""
    intent = standing.intent
    if standing.refounding:
        return Pending.REFOUND
    if intent is None or intent.kind == SHEET or rolled_back(standing) is not None:
        return None
    return Pending.WITHDRAW if intent.kind == HAND_OVER else Pending(intent.kind)


def rolled_back(standing: Standing) -> Pending | None:
    """A change of passphrase that an interruption undid."""
    intent = standing.intent
    undone = intent is not None and intent.kind == Pending.REKEY and intent.epoch != standing.epoch
    return Pending.REKEY if undone else None


@dataclass(frozen=True)
class WithdrawReport:
    """What destroying one compartment did.

    `records` is how many were destroyed, None when the count was lost in an interruption after the
    destroying itself. `kept` compartments went on under `epoch`. `scanned` says that the database file was
    searched for what was destroyed; the rows are counted and the old key tried in any case.
    """

    compartment: str
    epoch: int
    records: int | None
    kept: int
    scanned: bool


Record = Callable[[WithdrawReport], None]
Changed = tuple[KdfParameters, bytearray]


@dataclass(frozen=True)
class Old:
    """What is remembered of the epoch that goes, to prove afterwards that it is gone."""

    slot: bytes
    needles: tuple[bytes, ...]
    records: int


def write_intent(sealed: SealedDatabase, intent: Intent) -> None:
    """Step 1: say durably what is about to happen."""
    with sealed.transaction():
        sealed.execute(
            "INSERT OR REPLACE INTO intent (one, kind, compartment, epoch) VALUES (1, ?, ?, ?)",
            (intent.kind, intent.compartment, intent.epoch),
        )


def clear_intent(sealed: SealedDatabase) -> None:
    """Step 8: nothing is pending any more."""
    with sealed.transaction():
        sealed.execute("DELETE FROM intent")


def turn(
    files: Files,
    sealed: SealedDatabase,
    keys: Unlocked,
    intent: Intent,
    changed: Changed | None = None,
    sheet: bytes | None = None,
) -> tuple[Unlocked, Old]:
    """Steps 2 to 5: the new epoch, the old one destroyed. `changed` is a new passphrase, stretched, with
    which an earlier recovery sheet dies; `sheet` is the code of a new one.

    Any error closes everything (MustReopen from then on): what stands on the disk decides at the next
    opening, nothing is undone here.
    """
    kdf, stretched = changed or (keys.slot.kdf, keys.stretched)
    code = sheet or (None if changed else sealed.root.recovery_code)
    master = new_master()
    try:
        with typed():
            here = files.key.slots().index(keys.slot)
            slot = make_slot(keys.slot.vault, intent.epoch, kdf, stretched, master, code)
            old = _remember(files.key.raw(here), sealed, intent)
            files.key.write(1 - here, slot)
            sealed.rotate(master, intent.epoch, intent.compartment or None, code)
            files.database.checkpoint()
            files.key.write(here, slot)
    except BaseException:
        give_up(files, sealed, keys)
        wipe(master, stretched)
        raise
    if changed:
        wipe(keys.stretched)
    return Unlocked(slot, stretched, master), old


def give_up(files: Files, sealed: SealedDatabase, keys: Unlocked) -> None:
    """Close everything, so that only what stands on the disk decides."""
    sealed.wipe(MustReopen)
    wipe(keys.stretched)
    files.close()


def _remember(slot: bytes, sealed: SealedDatabase, intent: Intent) -> Old:
    if not intent.compartment:
        return Old(slot, (), 0)
    needles = [
        bytes(value)[:64]
        for row in sealed.rows("SELECT key, manifest FROM compartments WHERE id = ?", (intent.compartment,))
        for value in row
    ]
    count = "SELECT count(*), max(sealed) FROM records WHERE compartment = ?"
    ((records, sample),) = sealed.rows(count, (intent.compartment,))
    if sample is not None:
        needles.append(bytes(sample)[:64])
    # a damaged one may be nothing but zeros, which stand everywhere
    return Old(slot, tuple(needle for needle in needles if len(set(needle)) > 16), records)


def verify(files: Files, sealed: SealedDatabase, keys: Unlocked, intent: Intent, old: Old | None) -> None:
    """Step 6: count the rows, search the file, try the old key. Raises NotDestroyed.

    The file's unused gaps are cleared first (`sweep`). Without `old` (finishing after a restart, when
    nothing of it is known any more) there is nothing left to search for or to try.
    """
    if intent.compartment and sealed.rows_of(intent.compartment):
        raise NotDestroyed("rows")
    now = keys.slot.encode()
    if files.key.raw(0) != now or files.key.raw(1) != now:
        raise NotDestroyed("slots")
    before = decode(old.slot) if old else None
    if before is not None:
        with contextlib.suppress(WrongPassphrase):  # a changed passphrase opens nothing of before
            master = before.open(keys.stretched)
            if sealed.opens_with(master, before.epoch):
                raise NotDestroyed("key")
    if intent.compartment:
        # never opened beside a connection: closing would drop SQLite's own locks
        files.disconnect()
        sweep(files.disk, files.folder / DB)
        found = old is not None and files.disk.contains(files.folder / DB, old.needles)
        sealed.use(files.connect())
        if found:
            raise NotDestroyed("file")


def finish(
    files: Files,
    sealed: SealedDatabase,
    keys: Unlocked,
    intent: Intent,
    record: Record | None,
    changed: Changed | None = None,
) -> tuple[Unlocked, WithdrawReport | None]:
    """After a restart, with the passphrase given: redo a withdrawal or conclude it; drop or conclude a
    change of passphrase or a new sheet. A withdrawal that is redone gets the passphrase `changed`, if given.
    Raises DatabaseDamaged for an intent that cannot be.
    """
    if intent.kind not in {*_DROPS, *_NO_DROPS} or intent.epoch - sealed.epoch not in {0, 1}:
        raise DatabaseDamaged("intent")
    redo = intent.epoch == sealed.epoch + 1
    if redo and intent.kind in _NO_DROPS:
        clear_intent(sealed)
        return keys, None
    if redo:
        keys, old = turn(files, sealed, keys, intent, changed)
        return keys, conclude(files, sealed, keys, intent, old, record)
    report = conclude(files, sealed, keys, intent, None, record)
    return keys, report if intent.kind in _DROPS else None


def conclude(
    files: Files,
    sealed: SealedDatabase,
    keys: Unlocked,
    intent: Intent,
    old: Old | None,
    record: Record | None,
) -> WithdrawReport:
    """Steps 6 to 8. An error of `record`'s own passes through; the intent then stays."""
    try:
        with typed():
            verify(files, sealed, keys, intent, old)
    except NotDestroyed:
        raise
    except BaseException:
        give_up(files, sealed, keys)
        raise
    report = WithdrawReport(
        compartment=intent.compartment.hex(),
        epoch=intent.epoch,
        records=old.records if old else None,
        kept=len(sealed.compartments()),
        scanned=old is not None,
    )
    if intent.kind in _DROPS:
        tell(files, sealed, LedgerLine(_DROPS[intent.kind], intent.epoch, report.compartment))
        if record is not None:
            record(report)
    clear_intent(sealed)
    return report


def turn_passphrase(files: Files, sealed: SealedDatabase, keys: Unlocked, changed: Changed) -> Unlocked:
    """All of an epoch for a new passphrase."""
    intent = Intent(Pending.REKEY, b"", sealed.epoch + 1)
    write_intent(sealed, intent)
    keys, old = turn(files, sealed, keys, intent, changed)
    conclude(files, sealed, keys, intent, old, None)
    return keys
