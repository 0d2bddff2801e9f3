"""`vault.key`: two slots of 4 KiB overwritten in place, and the master key wrapped in them."""

import contextlib
import hashlib
import hmac
import os
import struct
from dataclasses import dataclass, replace

from storage.vault.disk import Disk, LockedFile
from storage.vault.errors import FormatTooNew, KeyFileDamaged, RecoveryRefused, WrongPassphrase
from storage.vault.kdf import (
    KDF_NAME,
    KdfParameters,
    KdfPolicy,
    key_encryption_key,
    recovery_key,
    stretch,
    wipe,
)
from storage.vault.seal import WRAPPED, SealBroken, Sealer

SLOT = 4096
FORMAT = 1
DESTROYED = b"ZET-VERNIETIGD".ljust(SLOT, b"\x00")
"""A slot of a vault that is being destroyed whole."""
_MAGIC = b"ZETKLUIS"
# magic, format, vault id, epoch, kdf, memory, iterations, lanes, salt, S
_HEADER = struct.Struct(">8sH16sQ16sIII16s32s")
_CHECKSUM = 32


@dataclass(frozen=True)
class Slot:
    """One epoch's secrets as they stand in the file.

    `wrapped` is the master key under the passphrase, `recovery` the same under the recovery sheet's
    code, or None. Each is bound to every byte before it. `version` is the format that it was written in.
    """

    vault: bytes
    epoch: int
    kdf: KdfParameters
    secret: bytes
    wrapped: bytes
    recovery: bytes | None = None
    version: int = FORMAT

    def header(self) -> bytes:
        """The bytes that come before the wrapped keys: their associated data."""
        kdf = self.kdf
        return _HEADER.pack(
            _MAGIC,
            self.version,
            self.vault,
            self.epoch,
            KDF_NAME,
            kdf.memory_kib,
            kdf.iterations,
            kdf.lanes,
            kdf.salt,
            self.secret,
        )

    def encode(self) -> bytes:
        """The slot's 4,096 bytes."""
        recovery = bytes(1 + WRAPPED) if self.recovery is None else b"\x01" + self.recovery
        body = (self.header() + self.wrapped + recovery).ljust(SLOT - _CHECKSUM, b"\x00")
        return body + hashlib.sha256(body).digest()

    def recovery_place(self) -> bytes:
        """What the recovery sheet's wrap is bound to."""
        return self.header() + self.wrapped + b"\x01"

    def open_recovery(self, code: bytes) -> bytearray:
        """The master key by the recovery sheet's code. Raises RecoveryRefused."""
        if self.recovery is None:
            raise RecoveryRefused
        kek = recovery_key(code, self.secret, self.epoch)
        try:
            return Sealer(kek).unwrap(self.recovery, self.recovery_place())
        except SealBroken:
            raise RecoveryRefused from None
        finally:
            wipe(kek)

    def open(self, stretched: bytes | bytearray) -> bytearray:
        """The master key, in a buffer that can be wiped. Raises WrongPassphrase."""
        kek = key_encryption_key(stretched, self.secret, self.epoch)
        try:
            return Sealer(kek).unwrap(self.wrapped, self.header())
        except SealBroken:
            raise WrongPassphrase from None
        finally:
            wipe(kek)


def decode(data: bytes) -> Slot | None:
    """The slot in these bytes, or None when they are damaged. Raises FormatTooNew."""
    if len(data) != SLOT or not data.startswith(_MAGIC):
        return None
    if not hmac.compare_digest(hashlib.sha256(data[:-_CHECKSUM]).digest(), data[-_CHECKSUM:]):
        return None
    _, version, vault, epoch, name, memory, iterations, lanes, salt, secret = _HEADER.unpack_from(data)
    if version > FORMAT or name.rstrip(b"\x00") != KDF_NAME:
        raise FormatTooNew(version)
    at = _HEADER.size + WRAPPED
    recovery = data[at + 1 : at + 1 + WRAPPED] if data[at] == 1 else None
    kdf = KdfParameters(memory, iterations, lanes, salt)
    return Slot(vault, epoch, kdf, secret, data[_HEADER.size : at], recovery, version)


def make_slot(
    vault: bytes,
    epoch: int,
    kdf: KdfParameters,
    stretched: bytes | bytearray,
    master: bytearray,
    code: bytes | None = None,
) -> Slot:
    """A new slot: fresh secret S, `master` wrapped under the key that S and the passphrase give.

    `code` is the recovery sheet's: then `master` is wrapped under that as well.
    """
    secret = os.urandom(32)
    bare = Slot(vault, epoch, kdf, secret, b"")
    kek = key_encryption_key(stretched, secret, epoch)
    try:
        slot = Slot(vault, epoch, kdf, secret, Sealer(kek).seal(master, bare.header()))
    finally:
        wipe(kek)
    if code is None:
        return slot
    kek = recovery_key(code, secret, epoch)
    try:
        return replace(slot, recovery=Sealer(kek).seal(master, slot.recovery_place()))
    finally:
        wipe(kek)


def new_parameters(policy: KdfPolicy) -> KdfParameters:
    """The policy's strength with a fresh salt."""
    policy.check(policy.memory_kib, policy.iterations, policy.lanes)
    return KdfParameters(policy.memory_kib, policy.iterations, policy.lanes, os.urandom(16))


def new_master() -> bytearray:
    """A new random master key, in a buffer that can be wiped."""
    return bytearray(os.urandom(32))


class KeyFile:
    """The locked key file; every write is one whole slot in place and flushed."""

    def __init__(self, disk: Disk, file: LockedFile) -> None:
        self._disk = disk
        self._file = file

    def raw(self, index: int) -> bytes:
        """One slot's bytes as they stand, damaged or not."""
        return self._disk.read_at(self._file, index * SLOT, SLOT)

    def slots(self) -> tuple[Slot | None, Slot | None]:
        """Both slots, None for a damaged one."""
        return decode(self.raw(0)), decode(self.raw(1))

    def write(self, index: int, slot: Slot) -> None:
        """Overwrite one slot and flush it."""
        self.write_bytes(index, slot.encode())

    def write_bytes(self, index: int, data: bytes) -> None:
        """Overwrite one slot with these 4,096 bytes and flush it."""
        self._disk.write_at(self._file, index * SLOT, data)
        self.sync()

    @property
    def destroyed(self) -> bool:
        """Whether somebody began to destroy this vault whole."""
        mark = DESTROYED.rstrip(b"\x00")
        return any(self.raw(index).startswith(mark) for index in (0, 1))

    def sync(self) -> None:
        self._disk.sync_file(self._file)

    def close(self) -> None:
        """Let go of the lock."""
        self._disk.unlock(self._file)


@dataclass(frozen=True)
class Unlocked:
    """What opening a slot gives: which slot, the stretched passphrase and the master key."""

    slot: Slot
    stretched: bytearray
    master: bytearray


def open_slots(slots: tuple[Slot, ...], passphrase: str, policy: KdfPolicy) -> Unlocked:
    """Try the slots of the database's epoch in order; equal parameters are stretched once.

    Raises WrongPassphrase, KdfRefused, KeyFileDamaged (no slots); what was stretched is wiped then.
    """
    if not slots:
        raise KeyFileDamaged
    stretched = bytearray()
    last: KdfParameters | None = None
    try:
        for slot in slots:
            if slot.kdf != last:
                wipe(stretched)
                stretched, last = stretch(passphrase, slot.kdf, policy), slot.kdf
            with contextlib.suppress(WrongPassphrase):
                return Unlocked(slot, stretched, slot.open(stretched))
    except BaseException:
        wipe(stretched)
        raise
    wipe(stretched)
    raise WrongPassphrase


def verify(slot: Slot, passphrase: str, policy: KdfPolicy) -> None:
    """Stretch and open this one slot, and keep nothing of it. Raises WrongPassphrase, KdfRefused."""
    stretched = stretch(passphrase, slot.kdf, policy)
    try:
        wipe(slot.open(stretched))
    finally:
        wipe(stretched)
