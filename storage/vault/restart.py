"""Re-founding on the disk (VAULT section 4): its intent, steps (e) to (g), and what a restart decides."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from storage.vault.errors import DatabaseDamaged, typed
from storage.vault.files import DB, INTENT, NEW_DB, Files
from storage.vault.keyfile import Slot


@dataclass(frozen=True)
class Export:
    """A file that must be there, whole, before anything is destroyed; `sha256` as 64 hex digits."""

    path: str
    sha256: str


@dataclass(frozen=True)
class RefoundIntent:
    """What stands in `vault.intent`: enough to go on, or to see that one must not."""

    vault: bytes
    epoch: int
    slot: str
    database: str
    exports: tuple[Export, ...]

    def encode(self) -> bytes:
        """JSON, a newline, and the SHA-256 of all before it."""
        body = json.dumps(
            {
                "vault": self.vault.hex(),
                "epoch": self.epoch,
                "slot": self.slot,
                "database": self.database,
                "exports": [[export.path, export.sha256] for export in self.exports],
            }
        ).encode()
        body += b"\n"
        return body + hashlib.sha256(body).hexdigest().encode()

    @classmethod
    def decode(cls, data: bytes) -> "RefoundIntent | None":
        """None for bytes that do not verify: such an intent does not exist."""
        body, seal = data[:-64], data[-64:]
        if not body or hashlib.sha256(body).hexdigest().encode() != seal:
            return None
        found = json.loads(body)
        return cls(
            bytes.fromhex(found["vault"]),
            found["epoch"],
            found["slot"],
            found["database"],
            tuple(Export(path, digest) for path, digest in found["exports"]),
        )


def write_intent_file(files: Files, intent: RefoundIntent) -> None:
    """Step (d)."""
    path = files.folder / INTENT
    files.disk.create(path, intent.encode())
    files.disk.sync(path)
    files.disk.sync_folder(files.folder)


def remove_intent_file(files: Files) -> None:
    """The very last step: nothing is pending any more."""
    if files.disk.exists(files.folder / INTENT):
        files.disk.remove(files.folder / INTENT)
    files.disk.sync_folder(files.folder)


def remove_new_database(files: Files) -> None:
    """Every `vault.new.db*`, overwritten first, then the folder."""
    for name in files.disk.names(files.folder):
        if name.startswith(NEW_DB):
            files.destroy(name)
    files.disk.sync_folder(files.folder)


def switch(files: Files, index: int, slot: Slot) -> int:
    """Steps (e) to (g), each safe to do again: the other slot, the old database, the new one in its place.

    Gives how many bytes of the old database were overwritten.
    """
    files.key.write(index, slot)  # (e) the point of no return
    disk, old = files.disk, files.folder / DB
    size = 0
    if disk.exists(old):
        size = disk.overwrite(old)  # (f)
        disk.sync(old)
    for suffix in ("-wal", "-journal", "-shm"):
        if disk.exists(files.folder / f"{DB}{suffix}"):
            files.destroy(f"{DB}{suffix}")
    disk.sync_folder(files.folder)
    disk.replace(files.folder / NEW_DB, old)  # (g)
    remove_new_database(files)
    return size


def exports_state(files: Files, exports: tuple[Export, ...]) -> tuple[bool | None, ...]:
    """Per export: True identical, False changed, None not found."""
    return tuple(_state(files, export) for export in exports)


def _state(files: Files, export: Export) -> bool | None:
    try:
        return files.disk.sha256(Path(export.path)) == export.sha256
    except OSError:
        return None


def resume(files: Files) -> bool:
    """Before the database is opened: go on with an interrupted re-founding, or roll it back.

    Gives whether something was rolled back. Raises DatabaseDamaged, with nothing removed, when neither
    is possible.
    """
    with typed():
        disk, folder = files.disk, files.folder
        stands = disk.exists(folder / INTENT)
        fresh = disk.exists(folder / NEW_DB)
        intent = RefoundIntent.decode(disk.read(folder / INTENT)) if stands else None
        if intent is None:
            leftovers = any(name.startswith(NEW_DB) for name in disk.names(folder))
            return _roll_back(files) if stands or leftovers else False
        slots = files.key.slots()
        raw = [hashlib.sha256(files.key.raw(index)).hexdigest() for index in (0, 1)]
        if not fresh:
            # (g) is done unless the database says otherwise; then the new one was taken away by hand
            return False if _epoch_of(files) == (intent.vault, intent.epoch) else _roll_back(files)
        if intent.slot not in raw:
            return _roll_back(files)
        index = raw.index(intent.slot)
        slot, other = slots[index], slots[1 - index]
        if slot is None or slot.epoch != intent.epoch or slot.vault != intent.vault:
            return _roll_back(files)
        before = other is not None and other.epoch != intent.epoch
        if before and not _all_equal(files, intent):
            return _roll_back(files)
        switch(files, 1 - index, slot)
        return False


def _all_equal(files: Files, intent: RefoundIntent) -> bool:
    new = files.folder / NEW_DB
    if files.disk.sha256(new) != intent.database or files.disk.exists(files.folder / f"{DB}-wal"):
        return False
    return all(exports_state(files, intent.exports))


def _epoch_of(files: Files) -> tuple[bytes, int]:
    """The database's vault id and epoch; the connection is closed again."""
    database = files.connect()
    try:
        row = database.execute("SELECT id, epoch FROM vault WHERE one = 1").fetchone()
    finally:
        files.disconnect()
    if row is None:
        raise DatabaseDamaged("vault")
    return bytes(row[0]), int(row[1])


def _roll_back(files: Files) -> bool:
    vault, epoch = _epoch_of(files)
    if not any(slot and slot.vault == vault and slot.epoch == epoch for slot in files.key.slots()):
        raise DatabaseDamaged("refound")
    remove_intent_file(files)
    remove_new_database(files)
    return True
