"""What can go wrong with a vault, as types that carry data; the Dutch sentences are `zet_tui`'s."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class VaultError(Exception):
    """The root of everything this room raises; carries ids and codes, never what was sealed."""


class WrongPassphrase(VaultError):
    """The key file is whole, and this passphrase does not open it."""


class KeyFileDamaged(VaultError):
    """No slot of `vault.key` carries a correct checksum."""


class DatabaseDamaged(VaultError):
    """`vault.db` is not what it should be as a whole; `part` names what was looked at."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class KeysDoNotMatch(DatabaseDamaged):
    """Key file and database are of different vaults or times: an older copy of one of the two."""

    def __init__(self, database_epoch: int) -> None:
        super().__init__("epoch")
        self.database_epoch = database_epoch


class FormatTooNew(VaultError):
    """Written by a later version of the program; `found` is that format's number."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


class Fault(StrEnum):
    """What is wrong with one record or manifest."""

    UNREADABLE = "unreadable"  # its seal does not open: a flipped bit, or moved from another place
    MISSING = "missing"  # the manifest counts it, the database does not hold it
    EXTRA = "extra"  # the database holds it, the manifest does not count it
    REPLAYED = "replayed"  # sealed here once, and not what the chain says stands here now


class RecordDamaged(VaultError):
    """One record is damaged. `stream` is None when the compartment's manifest or key itself is."""

    def __init__(self, compartment: str, stream: str | None, sequence: int | None, fault: Fault) -> None:
        super().__init__(compartment, stream, sequence, fault.value)
        self.compartment = compartment
        self.stream = stream
        self.sequence = sequence
        self.fault = fault


class VaultInUse(VaultError):
    """Another program holds this vault."""


class VaultMissing(VaultError):
    """There is no vault in this folder; `missing` names the file or folder that is not there."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class FolderNotEmpty(VaultError):
    """A vault is only made where nothing stands yet."""


class FolderNotOurs(VaultError):
    """The name under which a vault is built ("<folder>.new") is taken by files that are no part of a vault."""


class UnsafeReason(StrEnum):
    """Why a place is no place for a vault."""

    ONEDRIVE = "onedrive"
    DROPBOX = "dropbox"
    GOOGLE_DRIVE = "google_drive"
    ICLOUD = "icloud"
    OTHER_SYNC = "other_sync"
    NETWORK = "network"


class UnsafeLocation(VaultError):
    """The folder is synchronised or on another machine: copies would outlive destroying."""

    def __init__(self, reason: UnsafeReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class FolderReadOnly(VaultError):
    """The vault's folder or files cannot be written."""


class DiskFull(VaultError):
    """No room on the disk; what was acknowledged before is kept."""


class DiskFailed(VaultError):
    """The disk reported an error; `code` is the operating system's or SQLite's number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class KdfRefused(VaultError):
    """The key file asks for a key derivation outside the policy; refused before any memory is taken."""

    def __init__(self, memory_kib: int, iterations: int, lanes: int) -> None:
        super().__init__(memory_kib, iterations, lanes)
        self.memory_kib = memory_kib
        self.iterations = iterations
        self.lanes = lanes


class NotUnlocked(VaultError):
    """The vault is locked or closed."""


class MustReopen(NotUnlocked):
    """A write failed half-way and the files were closed: open the vault again, that decides."""


class UnknownCompartment(VaultError):
    """No compartment with this id (any more)."""

    def __init__(self, compartment: str) -> None:
        super().__init__(compartment)
        self.compartment = compartment


class TransactionAbandoned(VaultError):
    """An inner write failed, its error was swallowed, and so nothing of the transaction is kept."""


class InTransaction(VaultError):
    """A rotation of keys cannot be part of a transaction."""


class NotDestroyed(VaultError):
    """Looking afterwards found something of what should be gone; `what` says where."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class ExportChanged(VaultError):
    """An export is not there, or not what it was a moment ago; nothing was destroyed."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class RefoundPending(VaultError):
    """The re-founding must be finished first (`Vault.finish_refound`)."""


class RecoveryMistyped(VaultError):
    """A recovery code with a typing error; `group` is the first group that cannot be, from 1, 0 for its length."""

    def __init__(self, group: int) -> None:
        super().__init__(group)
        self.group = group


class RecoveryRefused(VaultError):
    """No recovery sheet opens this vault with this code: of another vault, or dead since a new passphrase."""


class WeakReason(StrEnum):
    """Why an own passphrase is too easy."""

    TOO_SHORT = "too_short"
    FEW_CHARACTERS = "few_characters"
    ROW = "row"
    DATE = "date"
    ONE_WORD = "one_word"
    KNOWN = "known"
    NAME = "name"
    REPEATED = "repeated"
    GUESSABLE = "guessable"


class WeakPassphrase(VaultError):
    """An own passphrase that is too easy to guess."""

    def __init__(self, reason: WeakReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


def from_os(error: OSError) -> VaultError:
    """Name an operating system's error."""
    if error.errno in _FULL:
        return DiskFull()
    if error.errno in _READ_ONLY:
        return FolderReadOnly()
    return DiskFailed(error.errno or 0)


def from_sqlite(error: sqlite3.Error) -> VaultError:
    """Name SQLite's error; the primary code is the low byte of the extended one."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DiskFull()
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return FolderReadOnly()
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return VaultInUse()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_SCHEMA:
            return DatabaseDamaged("file")
        case sqlite3.SQLITE_ERROR | sqlite3.SQLITE_CONSTRAINT | sqlite3.SQLITE_MISMATCH:
            return DatabaseDamaged("contents")
        case _:
            return DiskFailed(code)


@contextmanager
def typed() -> Iterator[None]:
    """Let no raw disk or database error pass."""
    try:
        yield
    except OSError as error:
        raise from_os(error) from error
    except sqlite3.ProgrammingError:  # ours to mend, not the disk's
        raise
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
