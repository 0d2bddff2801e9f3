"""The edges of sealing and of the key file, which a small change in the code would move unseen."""

import hashlib
import os

import pytest

from storage.vault import FormatTooNew, KdfPolicy, KdfRefused, WrongPassphrase, keyfile
from storage.vault.kdf import KdfParameters, stretch
from storage.vault.keyfile import (
    DESTROYED,
    SLOT,
    KeyFile,
    Slot,
    decode,
    make_slot,
    new_master,
    new_parameters,
    open_slots,
)
from storage.vault.seal import NONCE, STEP, TAG, SealBroken, Sealer, pad, place, unpad


@pytest.mark.parametrize("size", [STEP - 5, STEP - 4, STEP - 3, 2 * STEP - 4])
def test_a_payload_that_just_fits_comes_back_whole(size: int) -> None:
    payload = os.urandom(size)
    assert unpad(pad(payload)) == payload
    assert len(pad(payload)) == (size + 4 + STEP - 1) // STEP * STEP


@pytest.mark.parametrize("more", [1, 4, 5, 10_000])
def test_a_length_beyond_the_padding_is_broken(more: int) -> None:
    with pytest.raises(SealBroken):
        unpad((STEP - 4 + more).to_bytes(4, "big") + bytes(STEP - 4))


@pytest.mark.parametrize("size", [0, 1, NONCE - 1, NONCE, NONCE + TAG - 1, NONCE + TAG])
def test_what_is_too_short_for_a_seal_is_broken(size: int) -> None:
    with pytest.raises(SealBroken):
        Sealer(bytes(32)).open(bytes(size), b"")


def test_a_place_is_written_as_the_format_says() -> None:
    assert place(b"ab", b"") == b"\0\0\0\x04zet1" + b"\0\0\0\x02ab" + b"\0\0\0\0"


def test_what_a_slot_does_not_use_is_zeros(weak: KdfPolicy) -> None:
    slot = slot_of("een", new_parameters(weak), weak)
    used = len(slot.header() + slot.wrapped)
    assert slot.encode()[used:-32] == bytes(SLOT - 32 - used)


def slot_of(passphrase: str, kdf: KdfParameters, weak: KdfPolicy, code: bytes | None = None) -> Slot:
    return make_slot(bytes(16), 1, kdf, stretch(passphrase, kdf, weak), new_master(), code)


def test_the_recovery_wrap_is_bound_to_every_byte_before_it(weak: KdfPolicy) -> None:
    slot = slot_of("een", new_parameters(weak), weak, os.urandom(20))
    assert slot.recovery is not None
    assert slot.encode().startswith(slot.recovery_place() + slot.recovery)


@pytest.mark.parametrize("whole", [b"ZETKLUIT", b"ZETKLUIS"])
@pytest.mark.parametrize("size", [SLOT, SLOT - 1, 2 * SLOT])
def test_only_our_mark_at_our_size_is_a_slot_whatever_its_checksum(
    whole: bytes, size: int, weak: KdfPolicy
) -> None:
    body = (whole + slot_of("een", new_parameters(weak), weak).encode()[8:-32]).ljust(size - 32, b"\x00")[
        : size - 32
    ]
    found = decode(body + hashlib.sha256(body).digest())
    assert (found is not None) is (whole == b"ZETKLUIS" and size == SLOT)


@pytest.fixture
def stretches(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The salt of each key derivation."""
    done: list[bytes] = []

    def counted(passphrase: str, parameters: KdfParameters, policy: KdfPolicy) -> bytearray:
        done.append(parameters.salt)
        return stretch(passphrase, parameters, policy)

    monkeypatch.setattr(keyfile, "stretch", counted)
    return done


def test_slots_of_one_derivation_cost_one(weak: KdfPolicy, stretches: list[bytes]) -> None:
    kdf = new_parameters(weak)
    slots = slot_of("een", kdf, weak), slot_of("een", kdf, weak)
    with pytest.raises(WrongPassphrase):
        open_slots(slots, "twee", weak)
    assert stretches == [kdf.salt]


def test_the_second_slot_opens_what_the_first_does_not(weak: KdfPolicy, stretches: list[bytes]) -> None:
    first, second = new_parameters(weak), new_parameters(weak)
    slots = slot_of("een", first, weak), slot_of("twee", second, weak)
    assert open_slots(slots, "twee", weak).slot == slots[1]
    assert stretches == [first.salt, second.salt]


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes", "fits"),
    [
        (64, 3, 4, True),
        (63, 3, 4, False),
        (1024, 3, 4, True),
        (1025, 3, 4, False),
        (64, 1, 4, True),
        (64, 0, 4, False),
        (64, 20, 4, True),
        (64, 21, 4, False),
        (64, 3, 1, True),
        (64, 3, 0, False),
        (64, 3, 8, True),  # 8 KiB a lane
        (71, 3, 9, False),
        (1024, 3, 64, True),
        (1024, 3, 65, False),
    ],
)
def test_the_policy_keeps_its_borders(memory: int, iterations: int, lanes: int, fits: bool) -> None:
    policy = KdfPolicy(floor_kib=64, ceiling_kib=1024)
    if fits:
        policy.check(memory, iterations, lanes)
        return
    with pytest.raises(KdfRefused) as caught:
        policy.check(memory, iterations, lanes)
    refused = caught.value
    assert (refused.memory_kib, refused.iterations, refused.lanes) == (memory, iterations, lanes)


@pytest.mark.parametrize("name", [b"argon2idX", b"argon2i", b"Xargon2id", b""])
def test_another_derivation_is_of_a_later_version(name: bytes, weak: KdfPolicy) -> None:
    body = bytearray(slot_of("een", new_parameters(weak), weak).encode()[:-32])
    body[34:50] = name.ljust(16, b"\x00")
    with pytest.raises(FormatTooNew):
        decode(bytes(body) + hashlib.sha256(body).digest())


class InMemory:
    """A key file's bytes in the place of a disk."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read_at(self, _: None, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


@pytest.mark.parametrize("torn", [14, 512, SLOT])
@pytest.mark.parametrize("index", [0, 1])
def test_a_slot_that_was_overwritten_in_part_says_that_destroying_began(
    torn: int, index: int, weak: KdfPolicy
) -> None:
    slots = [slot_of("een", new_parameters(weak), weak).encode() for _ in range(2)]
    assert not KeyFile(InMemory(b"".join(slots)), None).destroyed
    slots[index] = DESTROYED[:torn] + slots[index][torn:]
    assert KeyFile(InMemory(b"".join(slots)), None).destroyed
