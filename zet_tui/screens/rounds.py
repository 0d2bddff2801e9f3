"""One finished round, asked of the register by the pages about it; storage is read only when one of them opens."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.cases import Register
    from storage.export.kept_results import Kept


def round_of(register: "Register", key: str) -> "Kept":
    """By its key, or by the one it had before it was reduced. Raises `RoundUnknown`."""
    from storage.export.kept_results import kept_round

    return kept_round(register.vault, key)
