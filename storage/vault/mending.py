"""A vault whose root is damaged: what is healthy is found by its keys, looked at, and given a new root."""

from storage.vault.core import SealedCore
from storage.vault.errors import DatabaseDamaged
from storage.vault.files import Files, Standing
from storage.vault.kdf import wipe
from storage.vault.keyfile import Unlocked, open_slots
from storage.vault.reading import CheckReport
from storage.vault.records import SealedDatabase
from storage.vault.root import Root


def examine(files: Files, standing: Standing, passphrase: str) -> tuple[CheckReport, dict[str, str]]:
    """Look at everything without the root; writes nothing. The compartments found, with their kinds.

    Raises WrongPassphrase, KdfRefused, DatabaseDamaged (SQLite cannot make sense of the file).
    """
    sealed, keys = _without_root(files, standing, passphrase)
    try:
        return sealed.check(), dict(sealed.root.kinds)
    finally:
        sealed.wipe()
        wipe(keys.stretched)


def mend_root(files: Files, standing: Standing, passphrase: str) -> Unlocked:
    """Write a new root with every compartment whose key opens; one that opens itself is left as it is.

    What only the old root knew is gone: whether a compartment is missing, the recovery sheet, the key under which
    earlier lines of the ledger were written. Raises as `examine`, and DatabaseDamaged with nothing written while
    an interrupted epoch or re-founding waits for the old root.
    """
    sealed, keys = _without_root(files, standing, passphrase)
    try:
        if not _opens(sealed):
            if standing.intent is not None or standing.refounding:
                raise DatabaseDamaged("root")
            with sealed.transaction():
                sealed.root_changed()
    except BaseException:
        sealed.wipe()
        wipe(keys.stretched)
        raise
    return keys


def _without_root(files: Files, standing: Standing, passphrase: str) -> tuple[SealedDatabase, Unlocked]:
    """The sealed database with what can be found in the root's place; its master key is that of `Unlocked`."""
    keys = open_slots(standing.slots, passphrase, files.policy)
    sealed = SealedDatabase(files.database, standing.vault, standing.epoch, keys.master)
    try:
        sealed.assume(Root(sealed.found_kinds()))
    except BaseException:
        sealed.wipe()
        wipe(keys.stretched)
        raise
    return sealed, keys


def _opens(sealed: SealedCore) -> bool:
    try:
        sealed.load()
    except DatabaseDamaged as error:
        if error.part != "root":
            raise
        return False
    return True
