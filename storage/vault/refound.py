"""Founding the vault anew after anonymising (VAULT section 4): only the survivors go on, under a new
passphrase; the certificate's content is the caller's.
"""

import contextlib
import dataclasses
import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.vault import schema
from storage.vault.create import write_database
from storage.vault.epoch import give_up
from storage.vault.errors import (
    DatabaseDamaged,
    DiskFailed,
    ExportChanged,
    NotDestroyed,
    WrongPassphrase,
    typed,
)
from storage.vault.files import DB, NEW_DB, Files
from storage.vault.kdf import stretch, wipe
from storage.vault.keyfile import Slot, Unlocked, make_slot, new_master, new_parameters
from storage.vault.records import SealedDatabase
from storage.vault.restart import (
    Export,
    RefoundIntent,
    exports_state,
    remove_intent_file,
    remove_new_database,
    switch,
    write_intent_file,
)
from storage.vault.root import Refounding, Root


class RefoundStep(StrEnum):
    """What is under way, for a screen."""

    BUILD = "build"
    DESTROY = "destroy"
    VERIFY = "verify"
    CERTIFICATE = "certificate"


Progress = Callable[[RefoundStep, float], None]


@dataclass(frozen=True)
class Survivor:
    """A compartment of the new vault: its kind, and per stream the payloads in order."""

    kind: str
    streams: Mapping[str, Sequence[bytes]]


@dataclass(frozen=True)
class ExportReport:
    """An export that was identical before destroying; `now` True the same, False changed, None not found."""

    path: Path
    sha256: str
    now: bool | None


@dataclass(frozen=True)
class RefoundReport:
    """What was destroyed and how that was looked at; for the certificate.

    `destroyed` counts the old compartments per kind, `records` their records, `overwritten` the bytes of
    the old database file. `kept` compartments with `kept_records` records were verified in the new one.
    `old_key_tried`: the old key slot, kept in memory, was tried on the new vault and the files searched for
    it; False when the program was interrupted in between, as nothing of it was left to try. `certificate` is
    the file that was written at the end, None while there is none.
    """

    vault_id: str
    epoch: int
    exports: tuple[ExportReport, ...]
    destroyed: Mapping[str, int]
    records: int
    overwritten: int
    kept: int
    kept_records: int
    old_key_tried: bool
    certificate: Path | None = None


def count_by_kind(sealed: SealedDatabase) -> dict[str, int]:
    """How many compartments there are of each kind."""
    counts: dict[str, int] = {}
    for kind in sealed.root.kinds.values():
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def refound_files(
    files: Files,
    sealed: SealedDatabase,
    keys: Unlocked,
    survivors: Sequence[Survivor],
    passphrase: str,
    exports: Sequence[Path],
    certificate: Path | None,
    progress: Progress,
) -> tuple[SealedDatabase, Unlocked]:
    """Steps (a) to (g). Until (b) an error leaves the vault as it was; from then on everything is closed
    (MustReopen), and the next opening goes on or rolls back.
    """
    progress(RefoundStep.BUILD, 0.0)
    kdf = new_parameters(files.policy)
    stretched, master = stretch(passphrase, kdf, files.policy), new_master()
    epoch = sealed.epoch + 1
    try:
        with typed():
            files.database.checkpoint()
            found = _exports(files, exports)
            slot = make_slot(keys.slot.vault, epoch, kdf, stretched, master)
            refounding = Refounding(
                exports=tuple((export.path, export.sha256) for export in found),
                destroyed=count_by_kind(sealed),
                records=int(sealed.rows("SELECT count(*) FROM records")[0][0]),
                overwritten=files.disk.size(files.folder / DB),
                target=str(certificate.absolute()) if certificate else None,
            )
            root = Root(ledger_key=sealed.root.ledger_key, refound=refounding)
            digest = _build(files, slot, master, root, survivors)
    except BaseException:
        wipe(stretched, master)
        with contextlib.suppress(OSError):  # what stays is removed at the next opening
            remove_new_database(files)
        raise
    progress(RefoundStep.DESTROY, 0.0)
    try:
        with typed():
            files.database.checkpoint()  # (b)
            files.disconnect()
            if files.disk.exists(files.folder / f"{DB}-wal"):
                raise DiskFailed(sqlite3.SQLITE_BUSY)
            here = files.key.slots().index(keys.slot)
            old = files.key.raw(here)
            files.key.write(1 - here, slot)  # (c)
            for export, same in zip(found, exports_state(files, found), strict=True):
                if not same:
                    raise ExportChanged(export.path)
            hashed = hashlib.sha256(slot.encode()).hexdigest()
            write_intent_file(files, RefoundIntent(slot.vault, epoch, hashed, digest, found))  # (d)
            switch(files, here, slot)  # (e) to (g)
            progress(RefoundStep.VERIFY, 0.0)
            if files.disk.contains(files.folder / DB, (keys.slot.secret, keys.slot.wrapped)):
                raise NotDestroyed("file")
            new = SealedDatabase(files.connect(), slot.vault, epoch, master)
            new.load()
            _try_old(files, new, old, keys)
            _note(new, dataclasses.replace(refounding, old_key_tried=True))
    except BaseException:
        wipe(stretched, master)
        give_up(files, sealed, keys)
        raise
    sealed.wipe()
    wipe(keys.stretched)
    return new, Unlocked(slot, stretched, master)


def _exports(files: Files, exports: Sequence[Path]) -> tuple[Export, ...]:
    """Flush every export and its folder, then take its hash."""
    found = []
    for path in exports:
        whole = path.absolute()
        if not files.disk.exists(whole):
            raise ExportChanged(str(whole))
        files.disk.sync(whole)
        files.disk.sync_folder(whole.parent)
        found.append(Export(str(whole), files.disk.sha256(whole)))
    return tuple(found)


def _build(files: Files, slot: Slot, master: bytearray, root: Root, survivors: Sequence[Survivor]) -> str:
    """Step (a): the new database with the survivors, closed, verified, flushed; its hash."""
    remove_new_database(files)
    path = files.folder / NEW_DB
    new = write_database(files.disk, path, slot.vault, slot.epoch, master, root)
    made: list[tuple[str, Survivor]] = []
    try:
        with new.transaction():
            for survivor in survivors:
                compartment = new.new_compartment(survivor.kind)
                made.append((compartment, survivor))
                for stream, payloads in survivor.streams.items():
                    for payload in payloads:
                        new.append(compartment, stream, payload)
    finally:
        new.close_database()
    again = SealedDatabase(schema.connect(files.disk, path), slot.vault, slot.epoch, bytearray(master))
    try:
        again.load()
        whole = again.check().whole and all(
            again.read(compartment, stream) == list(payloads)
            for compartment, survivor in made
            for stream, payloads in survivor.streams.items()
        )
    finally:
        again.close_database()
    if not whole or files.disk.exists(path.with_name(f"{NEW_DB}-wal")):
        raise DatabaseDamaged("new")
    files.disk.sync(path)
    files.disk.sync_folder(files.folder)
    return files.disk.sha256(path)


def _try_old(files: Files, new: SealedDatabase, old: bytes, keys: Unlocked) -> None:
    """The old key must open nothing and stand nowhere. Raises NotDestroyed."""
    if old in {files.key.raw(0), files.key.raw(1)}:
        raise NotDestroyed("slots")
    try:
        master = keys.slot.open(keys.stretched)
    except WrongPassphrase:
        raise NotDestroyed("key") from None
    if new.opens_with(master, keys.slot.epoch):
        raise NotDestroyed("key")


def _note(sealed: SealedDatabase, refounding: Refounding | None) -> None:
    with sealed.transaction():
        sealed.root.refound = refounding
        sealed.root_changed()


def report_of(files: Files, sealed: SealedDatabase, refounding: Refounding) -> RefoundReport:
    """Step (h): verify the new vault, look at the exports again. Raises RecordDamaged, DatabaseDamaged."""
    exports = tuple(Export(path, digest) for path, digest in refounding.exports)
    checked = sealed.check()
    if checked.damaged:
        raise checked.damaged[0].error()
    return RefoundReport(
        vault_id=sealed.vault_id,
        epoch=sealed.epoch,
        exports=tuple(
            ExportReport(Path(export.path), export.sha256, now)
            for export, now in zip(exports, exports_state(files, exports), strict=True)
        ),
        destroyed=refounding.destroyed,
        records=refounding.records,
        overwritten=refounding.overwritten,
        kept=checked.compartments,
        kept_records=checked.records,
        old_key_tried=refounding.old_key_tried,
    )


def conclude(
    files: Files,
    sealed: SealedDatabase,
    produce: Callable[[RefoundReport], bytes | None],
    certificate: Path | None,
    progress: Progress,
) -> RefoundReport | None:
    """Step (h), safe to run again: verify, have the certificate produced once, write it, clear the intent.

    Gives None when there was nothing to finish. What `produce` writes into the vault and the bytes that
    it gives are committed together, so after that it is never called again.
    """
    refounding = sealed.root.refound
    if refounding is None:
        return None
    progress(RefoundStep.VERIFY, 0.5)
    report = report_of(files, sealed, refounding)
    progress(RefoundStep.CERTIFICATE, 0.0)
    if not refounding.produced:
        with sealed.transaction():
            refounding = refounding.with_certificate(produce(report))
            _note(sealed, refounding)
    data = refounding.certificate_bytes()
    target = certificate.absolute() if certificate else Path(refounding.target) if refounding.target else None
    with typed():
        if data is not None and target is not None:
            write_once(files, target, data)
            report = dataclasses.replace(report, certificate=target)
        _note(sealed, None)
        files.database.checkpoint()
        remove_intent_file(files)
    progress(RefoundStep.CERTIFICATE, 1.0)
    return report


def write_once(files: Files, target: Path, data: bytes) -> None:
    """A file under its final name only when whole and flushed; one that is there already is flushed again."""
    disk = files.disk
    if disk.exists(target) and disk.read(target) == data:
        disk.sync(target)
    else:
        part = target.with_name(f"{target.name}.new")
        disk.create(part, data)
        disk.sync(part)
        disk.replace(part, target)
    disk.sync_folder(target.parent)
