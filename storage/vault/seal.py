"""Sealing bytes to their place: AES-256-GCM, padding, wrapped keys; no disk and no names."""

import os
import struct
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16
STEP = 256
WRAPPED = NONCE + 32 + TAG
_LENGTH = struct.Struct(">I")


class SealBroken(Exception):
    """These bytes were not sealed with this key for this place; the caller turns it into a named place."""


def place(*parts: bytes) -> bytes:
    """Associated data: 'zet1' and every part behind its own length, so that no two places look alike."""
    return b"".join((b"\x00\x00\x00\x04zet1", *(_LENGTH.pack(len(part)) + part for part in parts)))


@lru_cache(maxsize=512)
def number(value: int) -> bytes:
    """A sequence number or epoch as part of a place."""
    return value.to_bytes(8, "big")


def pad(payload: bytes) -> bytes:
    """Length, payload, zeros up to a multiple of 256 bytes."""
    used = len(payload) + 4
    return _LENGTH.pack(len(payload)) + payload + bytes(-used % STEP)


def unpad(padded: bytes) -> bytes:
    """The payload again. Raises SealBroken when the length cannot be."""
    if len(padded) < STEP:
        raise SealBroken
    (length,) = _LENGTH.unpack_from(padded)
    if length > len(padded) - 4:
        raise SealBroken
    return padded[4 : 4 + length]


class Sealer:
    """One 256-bit key in use."""

    def __init__(self, key: bytes | bytearray) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes | bytearray, where: bytes) -> bytes:
        """Nonce, ciphertext and tag of `plain` bound to its place; a fresh random nonce each time."""
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, plain, where)

    def open(self, blob: bytes, where: bytes) -> bytes:
        """What was sealed. Raises SealBroken."""
        if len(blob) < NONCE + TAG:
            raise SealBroken
        try:
            return self._aead.decrypt(blob[:NONCE], blob[NONCE:], where)
        except InvalidTag as error:
            raise SealBroken from error

    def unwrap(self, blob: bytes, where: bytes) -> bytearray:
        """A wrapped key, in a buffer that can be wiped. Raises SealBroken."""
        if len(blob) != WRAPPED:
            raise SealBroken
        key = bytearray(32)
        try:
            self._aead.decrypt_into(blob[:NONCE], blob[NONCE:], where, key)
        except InvalidTag as error:
            raise SealBroken from error
        return key
