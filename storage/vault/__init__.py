"""The vault: sealed bytes in a folder, opened with a passphrase, forgotten by destroying keys.

It knows nothing of questionnaires or cases; see `vault` for what it does and `errors` for what can go wrong.
"""

from storage.vault.create import create_vault
from storage.vault.disk import Disk
from storage.vault.epoch import Pending, WithdrawReport
from storage.vault.errors import (
    DatabaseDamaged,
    DiskFailed,
    DiskFull,
    ExportChanged,
    Fault,
    FolderNotEmpty,
    FolderNotOurs,
    FolderReadOnly,
    FormatTooNew,
    InTransaction,
    KdfRefused,
    KeyFileDamaged,
    KeysDoNotMatch,
    MustReopen,
    NotDestroyed,
    NotUnlocked,
    RecordDamaged,
    RecoveryMistyped,
    RecoveryRefused,
    RefoundPending,
    TransactionAbandoned,
    UnknownCompartment,
    UnsafeLocation,
    UnsafeReason,
    VaultError,
    VaultInUse,
    VaultMissing,
    WeakPassphrase,
    WeakReason,
    WrongPassphrase,
)
from storage.vault.files import vault_exists
from storage.vault.kdf import KdfPolicy
from storage.vault.ledger import LedgerFindings
from storage.vault.passphrase import check_own, generate
from storage.vault.reading import CheckReport, Damage, Reading
from storage.vault.refound import ExportReport, RefoundReport, RefoundStep, Survivor
from storage.vault.vault import LockedVault, Vault, open_vault

__all__ = [
    "CheckReport",
    "Damage",
    "DatabaseDamaged",
    "Disk",
    "DiskFailed",
    "DiskFull",
    "ExportChanged",
    "ExportReport",
    "Fault",
    "FolderNotEmpty",
    "FolderNotOurs",
    "FolderReadOnly",
    "FormatTooNew",
    "InTransaction",
    "KdfPolicy",
    "KdfRefused",
    "KeyFileDamaged",
    "KeysDoNotMatch",
    "LedgerFindings",
    "LockedVault",
    "MustReopen",
    "NotDestroyed",
    "NotUnlocked",
    "Pending",
    "Reading",
    "RecordDamaged",
    "RecoveryMistyped",
    "RecoveryRefused",
    "RefoundPending",
    "RefoundReport",
    "RefoundStep",
    "Survivor",
    "TransactionAbandoned",
    "UnknownCompartment",
    "UnsafeLocation",
    "UnsafeReason",
    "Vault",
    "VaultError",
    "VaultInUse",
    "VaultMissing",
    "WeakPassphrase",
    "WeakReason",
    "WithdrawReport",
    "WrongPassphrase",
    "check_own",
    "create_vault",
    "generate",
    "open_vault",
    "vault_exists",
]
