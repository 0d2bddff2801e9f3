"""From a passphrase to a key: normalising, Argon2id within a policy, HKDF; no disk."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.vault.errors import KdfRefused

KDF_NAME = b"argon2id"
KEY_BYTES = 32
_MAX_LANES = 64


@dataclass(frozen=True)
class KdfPolicy:
    """How strong a key derivation must be and may at most be (RFC 9106; memory in KiB).

    Only ever an argument of a constructor: no option, variable or file reaches it.
    """

    memory_kib: int = 256 * 1024
    iterations: int = 3
    lanes: int = 4
    floor_kib: int = 64 * 1024
    ceiling_kib: int = 1024 * 1024
    max_iterations: int = 20

    def check(self, memory_kib: int, iterations: int, lanes: int) -> None:
        """Raise KdfRefused for anything outside; called before any memory is taken."""
        if not (
            self.floor_kib <= memory_kib <= self.ceiling_kib
            and 1 <= iterations <= self.max_iterations
            and 1 <= lanes <= _MAX_LANES
            and memory_kib >= 8 * lanes
        ):
            raise KdfRefused(memory_kib, iterations, lanes)


@dataclass(frozen=True)
class KdfParameters:
    """What a slot's header says; salt of 16 bytes."""

    memory_kib: int
    iterations: int
    lanes: int
    salt: bytes


def as_read(passphrase: str) -> str:
    """A passphrase as the vault reads it: NFKC, trimmed, runs of white space to one space."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def normalise(passphrase: str) -> bytearray:
    """The passphrase as the vault reads it, in UTF-8; the caller wipes the buffer."""
    return bytearray(as_read(passphrase).encode())


def stretch(passphrase: str, parameters: KdfParameters, policy: KdfPolicy) -> bytearray:
    """Argon2id: 32 bytes in a buffer that can be wiped. Raises KdfRefused before it begins."""
    policy.check(parameters.memory_kib, parameters.iterations, parameters.lanes)
    secret = normalise(passphrase)
    try:
        return argon2id(secret, parameters)
    finally:
        wipe(secret)


def argon2id(
    secret: bytearray, parameters: KdfParameters, *, key: bytes | None = None, data: bytes | None = None
) -> bytearray:
    """RFC 9106 Argon2id with optional secret value and associated data, which the vault leaves out."""
    out = bytearray(KEY_BYTES)
    Argon2id(
        salt=parameters.salt,
        length=KEY_BYTES,
        iterations=parameters.iterations,
        lanes=parameters.lanes,
        memory_cost=parameters.memory_kib,
        secret=key,
        ad=data,
    ).derive_into(cast("bytes", secret), out)  # takes any buffer; the stub says bytes
    return out


def hkdf(material: bytes | bytearray, *, salt: bytes, info: bytes, length: int = KEY_BYTES) -> bytearray:
    """RFC 5869 HKDF-SHA256 into a buffer that can be wiped."""
    out = bytearray(length)
    HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive_into(material, out)
    return out


def key_encryption_key(stretched: bytes | bytearray, secret: bytes, epoch: int) -> bytearray:
    """The key that wraps the master key of one epoch (VAULT section 2)."""
    return hkdf(stretched, salt=secret, info=b"zet-vault-kek|" + epoch.to_bytes(8, "big"))


def recovery_key(code: bytes, secret: bytes, epoch: int) -> bytearray:
    """The key that wraps the same master key for the recovery sheet (VAULT section 6)."""
    return hkdf(code, salt=secret, info=b"zet-vault-recovery|" + epoch.to_bytes(8, "big"))


def wipe(*buffers: bytearray) -> None:
    """Overwrite buffers with zeros; what Python copied elsewhere it cannot reach."""
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


@contextmanager
def wiped_on_error(*buffers: bytearray) -> Iterator[None]:
    """Whatever ends the work inside before it is done, these are wiped."""
    try:
        yield
    except BaseException:
        wipe(*buffers)
        raise
