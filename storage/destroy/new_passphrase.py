"""The passphrase after the end must be another one: every earlier copy of the vault opens with that of before.

Somebody who gets the passphrase of what is left would else open such a copy, with all names in it (VAULT section 9).
"""

from storage.destroy.errors import PassphraseNotNew
from storage.vault import Vault, WrongPassphrase, check_own
from storage.vault.kdf import as_read


def check_new(vault: Vault, new: str) -> None:
    """Raises `WeakPassphrase`, or `PassphraseNotNew` when it opens this vault as it is; costs an unlocking."""
    check_own(new)
    try:
        vault.check_passphrase(new)
    except WrongPassphrase:
        return
    raise PassphraseNotNew


def check_present_and_new(vault: Vault, present: str, new: str) -> None:
    """Raises `WrongPassphrase` for the one of now, `PassphraseNotNew` when the new one is read as the same."""
    vault.check_passphrase(present)
    if as_read(new) == as_read(present):
        raise PassphraseNotNew
