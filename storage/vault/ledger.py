"""The ledger outside the vault (VAULT section 5): what was destroyed, so that an older copy cannot bring it back.

One file per vault id, one authenticated line per thing; random ids and epochs, nothing of what was sealed. Asking a
person what to do with an older copy is the caller's.
"""

import hmac
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.vault.disk import Disk
from storage.vault.errors import VaultError, typed
from storage.vault.files import Files
from storage.vault.records import SealedDatabase

_MARK = "zet1"


class LedgerKind(StrEnum):
    """What a line says of its compartment or epoch."""

    OPENED = "opened"  # the vault has come as far as this epoch
    WITHDRAWN = "withdrawn"  # this compartment was destroyed
    PURGED = "purged"  # the vault was founded anew at this epoch: every older one is destroyed whole
    HANDED_OVER = "handed_over"  # this compartment lives on another laptop; never a reason to destroy


@dataclass(frozen=True)
class LedgerLine:
    """One line; `compartment` is 32 hex digits, or "" where the whole vault is meant."""

    kind: LedgerKind
    epoch: int
    compartment: str = ""

    def body(self) -> str:
        return f"{_MARK}|{self.kind.value}|{self.epoch}|{self.compartment}"

    @classmethod
    def from_body(cls, body: str) -> "LedgerLine":
        """From a body whose seal was right, so it is ours. Raises ValueError for a kind of a later version."""
        _, kind, epoch, compartment = body.split("|")
        return cls(LedgerKind(kind), int(epoch), compartment)


@dataclass(frozen=True)
class LedgerFindings:
    """What the ledger says of a vault that was just opened.

    `older`: the ledger knows a later epoch. `withdrawn` are compartments of this vault that were destroyed
    elsewhere in its life; `purged`: the whole of it was. `ignored` counts lines that do not verify.
    """

    older: bool = False
    withdrawn: tuple[str, ...] = ()
    purged: bool = False
    ignored: int = 0


class Ledger:
    """One vault's ledger file; lines are only ever added."""

    def __init__(self, disk: Disk, path: Path, vault: bytes, key: bytes) -> None:
        self._disk = disk
        self._path = path
        self._vault = vault
        self._key = key

    def read(self) -> tuple[tuple[LedgerLine, ...], int]:
        """Every line that verifies, and how many do not. Raises OSError."""
        if not self._disk.exists(self._path):
            return (), 0
        lines, ignored = [], 0
        for raw in filter(None, self._disk.read(self._path).split(b"\n")):
            body, _, seal = raw.decode("ascii", errors="replace").rpartition("|")
            if hmac.compare_digest(self._seal(body).encode(), seal.encode()):
                try:
                    lines.append(LedgerLine.from_body(body))
                except ValueError:
                    ignored += 1
            else:
                ignored += 1
        return tuple(lines), ignored

    def write(self, line: LedgerLine) -> None:
        """Durably, at most once. Raises OSError.

        A newline before and after: a torn line cannot spoil the next.
        """
        folder = self._path.parent
        if not self._disk.exists(folder):
            self._disk.make_folder(folder)
            self._disk.sync_folder(folder.parent)
        if line not in self.read()[0]:
            body = line.body()
            self._disk.append(self._path, f"\n{body}|{self._seal(body)}\n".encode())
        self._disk.sync(self._path)
        self._disk.sync_folder(folder)

    def _seal(self, body: str) -> str:
        return hmac.digest(self._key, b"zet-ledger|" + self._vault + body.encode(), "sha256").hex()


def ledger_of(files: Files, sealed: SealedDatabase) -> Ledger | None:
    """The ledger of an unlocked vault, or None when no folder for ledgers was given."""
    if files.ledgers is None:
        return None
    path = files.ledgers / f"{sealed.vault_id}.ledger"
    return Ledger(files.disk, path, bytes.fromhex(sealed.vault_id), sealed.root.ledger_key)


def tell(files: Files, sealed: SealedDatabase, line: LedgerLine) -> None:
    """Write a line; when the ledger's disk refuses, the sealed root keeps it until a later opening.

    A ledger that cannot be written must not keep anybody from the vault.
    """
    ledger = ledger_of(files, sealed)
    if ledger is None:
        return
    try:
        with typed():
            ledger.write(line)
    except VaultError:
        with sealed.transaction():
            sealed.root.owed.append(line.body())
            sealed.root_changed()


def catch_up(files: Files, sealed: SealedDatabase) -> LedgerFindings:
    """At every unlocking: what the ledger says of this vault; then owed lines, and raise it to this epoch."""
    ledger = ledger_of(files, sealed)
    if ledger is None:
        return LedgerFindings()
    try:
        with typed():
            for body in tuple(sealed.root.owed):
                ledger.write(LedgerLine.from_body(body))
            if sealed.root.owed:
                with sealed.transaction():
                    sealed.root.owed.clear()
                    sealed.root_changed()
            found = findings(ledger, sealed)
            if not found.older and all(line.epoch < sealed.epoch for line in ledger.read()[0]):
                ledger.write(LedgerLine(LedgerKind.OPENED, sealed.epoch))
    except VaultError:
        return LedgerFindings()
    return found


def findings(ledger: Ledger, sealed: SealedDatabase) -> LedgerFindings:
    """Compare the ledger with what stands in this vault. Raises OSError."""
    lines, ignored = ledger.read()
    gone = {line.compartment for line in lines if line.kind is LedgerKind.WITHDRAWN}
    return LedgerFindings(
        older=any(line.epoch > sealed.epoch for line in lines),
        withdrawn=tuple(name for name in sealed.compartments() if name in gone),
        purged=any(line.kind is LedgerKind.PURGED and line.epoch > sealed.epoch for line in lines),
        ignored=ignored,
    )
