"""The recovery sheet's code (VAULT section 6): 160 random bits as groups that a person can copy; no keys."""

import hashlib
import os

from storage.vault.errors import RecoveryMistyped

BYTES = 20
GROUPS = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_DATA = 4  # characters of a group before its check character


def new_code() -> bytes:
    """A new code from the system's random source."""
    return os.urandom(BYTES)


def written(code: bytes) -> str:
    """Eight groups of five characters; the last of each checks its group, so a typing error is located."""
    number = int.from_bytes(code, "big")
    digits = [_ALPHABET[number >> shift & 31] for shift in range(8 * BYTES - 5, -1, -5)]
    groups = ["".join(digits[at : at + _DATA]) for at in range(0, len(digits), _DATA)]
    return "-".join(group + _check(at, group) for at, group in enumerate(groups, 1))


def read(text: str) -> bytes:
    """The code of a sheet as it was typed: capitals, spaces and dashes do not matter, O is 0, I and L are 1.

    Raises RecoveryMistyped with the first group that cannot be.
    """
    typed = "".join(text.upper().split()).replace("-", "").translate(_READ_AS)
    size = _DATA + 1
    number = 0
    for at in range(1, GROUPS + 1):
        group = typed[(at - 1) * size : at * size]
        digits = group[:_DATA]
        if len(group) != size or set(group) - set(_ALPHABET) or _check(at, digits) != group[_DATA]:
            raise RecoveryMistyped(at if len(typed) == GROUPS * size else 0)
        for digit in digits:
            number = number << 5 | _ALPHABET.index(digit)
    if len(typed) != GROUPS * size:
        raise RecoveryMistyped(0)
    return number.to_bytes(BYTES, "big")


def _check(at: int, group: str) -> str:
    return _ALPHABET[hashlib.sha256(f"{at}{group}".encode()).digest()[0] & 31]
