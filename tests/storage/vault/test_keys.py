"""Keys: published answers through our own functions, the policy's borders, what a hostile key file may ask."""

import hashlib
import struct
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import (
    FormatTooNew,
    KdfPolicy,
    KdfRefused,
    KeyFileDamaged,
    KeysDoNotMatch,
    Vault,
    WrongPassphrase,
    create_vault,
    kdf,
    keyfile,
    open_vault,
)
from storage.vault.kdf import KdfParameters, argon2id, hkdf, normalise
from storage.vault.keyfile import SLOT, Slot, decode, make_slot
from storage.vault.seal import NONCE, SealBroken, Sealer, pad, place, unpad

Open = Callable[..., Vault]


# -- published answers ----------------------------------------------------------------------------


def test_argon2id_gives_the_answer_of_rfc_9106_section_5_3() -> None:
    parameters = KdfParameters(memory_kib=32, iterations=3, lanes=4, salt=b"\x02" * 16)
    tag = argon2id(bytearray(b"\x01" * 32), parameters, key=b"\x03" * 8, data=b"\x04" * 12)
    assert tag.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


@pytest.mark.parametrize(
    ("material", "salt", "info", "length", "answer"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_gives_the_answers_of_rfc_5869(
    material: str, salt: str, info: str, length: int, answer: str
) -> None:
    out = hkdf(bytes.fromhex(material), salt=bytes.fromhex(salt), info=bytes.fromhex(info), length=length)
    assert out.hex() == answer


# McGrew and Viega's test cases 13 and 14 (zeros, 256-bit key), 15 and 16 (with associated data)
GCM_KEY = "feffe9928665731c6d6a8f9467308308" * 2
GCM_PLAIN = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
GCM_SEALED = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
)


@pytest.mark.parametrize(
    ("key", "nonce", "plain", "data", "sealed", "tag"),
    [
        ("00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            "00" * 32,
            "00" * 12,
            "00" * 16,
            "",
            "cea7403d4d606b6e074ec5d3baf39d18",
            "d0d1c8a799996bf0265b98b5d48ab919",
        ),
        (
            GCM_KEY,
            "cafebabefacedbaddecaf888",
            GCM_PLAIN,
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            GCM_SEALED,
            "76fc6ece0f4e1768cddf8853bb2d551b",
        ),
    ],
)
def test_sealing_gives_the_published_answers_of_aes_256_gcm(
    key: str, nonce: str, plain: str, data: str, sealed: str, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.vault.seal.os.urandom", lambda size: bytes.fromhex(nonce)[:size])
    sealer = Sealer(bytes.fromhex(key))
    blob = sealer.seal(bytes.fromhex(plain), bytes.fromhex(data))
    assert blob.hex() == nonce + sealed + tag
    assert sealer.open(blob, bytes.fromhex(data)).hex() == plain
    for at in range(len(blob)):
        with pytest.raises(SealBroken):
            sealer.open(blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :], bytes.fromhex(data))


# -- laws -----------------------------------------------------------------------------------------


@given(st.binary(max_size=2000))
def test_padding_hides_the_length_to_256_bytes_and_gives_the_payload_back(payload: bytes) -> None:
    padded = pad(payload)
    assert len(padded) % 256 == 0
    assert len(padded) < len(payload) + 4 + 256
    assert unpad(padded) == payload


@given(st.lists(st.binary(max_size=9), max_size=4), st.lists(st.binary(max_size=9), max_size=4))
def test_two_places_never_look_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (place(*one) == place(*other)) is (one == other)


@given(st.text(max_size=60))
def test_a_passphrase_reads_the_same_a_second_time(text: str) -> None:
    once = normalise(text)
    assert normalise(once.decode()) == once


@given(st.binary(max_size=SLOT + 20))
def test_noise_is_never_a_slot(noise: bytes) -> None:
    assert decode(noise) is None


def slot(weak: KdfPolicy, epoch: int = 7) -> Slot:
    parameters = KdfParameters(weak.memory_kib, weak.iterations, weak.lanes, b"s" * 16)
    return make_slot(b"v" * 16, epoch, parameters, bytearray(b"k" * 32), bytearray(b"m" * 32))


def test_a_slot_is_4096_bytes_and_comes_back_whole(weak: KdfPolicy) -> None:
    one = slot(weak)
    assert len(one.encode()) == SLOT
    assert decode(one.encode()) == one
    assert one.open(bytearray(b"k" * 32)) == bytearray(b"m" * 32)
    with pytest.raises(WrongPassphrase):
        one.open(bytearray(b"x" * 32))


def test_a_slot_has_room_for_a_second_wrapping(weak: KdfPolicy) -> None:
    one = slot(weak)
    both = Slot(one.vault, one.epoch, one.kdf, one.secret, one.wrapped, b"r" * 60)
    assert decode(both.encode()) == both
    assert both.open(bytearray(b"k" * 32)) == bytearray(b"m" * 32)


def test_a_flipped_bit_anywhere_in_a_slot_is_damage_not_a_wrong_passphrase(weak: KdfPolicy) -> None:
    data = slot(weak).encode()
    for at in range(0, SLOT, 61):
        assert decode(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]) is None


# -- the key file in a folder ---------------------------------------------------------------------


def rewrite(path: Path, change: Callable[[bytearray], None]) -> None:
    """Change both slots and make their checksums right again: what a hostile hand can do."""
    data = path.read_bytes()
    out = b""
    for at in (0, SLOT):
        body = bytearray(data[at : at + SLOT - 32])
        change(body)
        out += bytes(body) + hashlib.sha256(body).digest()
    path.write_bytes(out)


def test_one_damaged_slot_is_mended_from_the_other(folder: Path, opened: Open) -> None:
    path = folder / "vault.key"
    whole = path.read_bytes()
    for broken in (bytes(SLOT) + whole[SLOT:], whole[:SLOT] + bytes(SLOT), whole[:SLOT], whole[:-1]):
        path.write_bytes(broken)
        opened().close()
        assert path.read_bytes() == whole


def test_two_damaged_slots_are_damage_and_nothing_is_overwritten(folder: Path, weak: KdfPolicy) -> None:
    path = folder / "vault.key"
    for broken in (b"", b"x" * 2 * SLOT, path.read_bytes()[:100]):
        path.write_bytes(broken)
        with pytest.raises(KeyFileDamaged):
            open_vault(folder, policy=weak, force=True)
        assert path.read_bytes() == broken


def test_the_key_file_of_another_vault_opens_nothing(folder: Path, tmp_path: Path, weak: KdfPolicy) -> None:
    create_vault(tmp_path / "ander", "zes gewone woorden voor de test", policy=weak, force=True)
    other = (tmp_path / "ander" / "vault.key").read_bytes()
    (folder / "vault.key").write_bytes(other)
    with pytest.raises(KeysDoNotMatch):
        open_vault(folder, policy=weak, force=True)
    assert (folder / "vault.key").read_bytes() == other


def test_a_key_file_from_a_later_version_is_named(folder: Path, weak: KdfPolicy) -> None:
    rewrite(folder / "vault.key", lambda body: struct.pack_into(">H", body, 8, 2))
    with pytest.raises(FormatTooNew) as caught:
        open_vault(folder, policy=weak, force=True)
    assert caught.value.found == 2


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes"),
    [
        (100 * 1024 * 1024, 3, 4),  # 100 GiB
        (1024 * 1024 + 1, 3, 4),
        (64 * 1024, 21, 4),
        (64 * 1024, 0, 4),
        (64 * 1024, 3, 0),
        (64 * 1024, 3, 2**20),
        (64 * 1024 - 1, 3, 4),
        (0, 0, 0),
    ],
)
def test_a_header_outside_the_policy_is_refused_before_any_memory_is_taken(
    memory: int, iterations: int, lanes: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(folder / "vault.key", lambda body: struct.pack_into(">III", body, 50, memory, iterations, lanes))
    monkeypatch.setattr(kdf, "Argon2id", lambda **_: pytest.fail("the derivation began"))
    with open_vault(folder, force=True) as locked, pytest.raises(KdfRefused) as caught:
        locked.unlock("zes gewone woorden voor de test")
    assert caught.value.memory_kib == memory


def test_a_header_inside_the_policy_does_begin(
    folder: Path, weak: KdfPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Begun(Exception):
        pass

    def begin(**_: object) -> None:
        raise Begun

    monkeypatch.setattr(kdf, "Argon2id", begin)
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(Begun):
        locked.unlock("zes gewone woorden voor de test")


def test_changing_a_header_makes_the_passphrase_wrong(folder: Path, weak: KdfPolicy, passphrase: str) -> None:
    rewrite(folder / "vault.key", lambda body: struct.pack_into(">I", body, 50, 16))
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(WrongPassphrase):
        locked.unlock(passphrase)


# -- the policy is out of reach -------------------------------------------------------------------


def test_no_environment_option_or_file_reaches_the_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real strength holds with every name set that could mean it; the control is the weak one."""
    names = [field.name for field in fields(KdfPolicy)]
    for name in [*names, "policy", "kdf", "kdf_policy", "memory"]:
        for prefix in ("", "zet_", "zet_vault_", "zet_kdf_", "vault_"):
            monkeypatch.setenv(f"{prefix}{name}".upper(), "8")
            monkeypatch.setenv(f"{prefix}{name}", "8")
    settings = "\n".join(f"{name} = 8" for name in names)
    for where in (tmp_path, tmp_path / "thuis"):
        where.mkdir(exist_ok=True)
        for file in ("zet.toml", "zet.ini", "config.toml", ".zetrc", "pyproject.toml"):
            (where / file).write_text(f"[zet.kdf]\n{settings}\n")
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    monkeypatch.chdir(tmp_path)

    before = time.process_time()
    create_vault(tmp_path / "kluis", "zes gewone woorden voor de test", force=True)
    assert time.process_time() - before > 0.05
    made = decode((tmp_path / "kluis" / "vault.key").read_bytes()[:SLOT])
    assert made is not None
    assert (made.kdf.memory_kib, made.kdf.iterations, made.kdf.lanes) == (256 * 1024, 3, 4)
    assert KdfPolicy() == KdfPolicy(262144, 3, 4, 65536, 1048576, 20)
    with open_vault(tmp_path / "kluis", force=True).unlock("zes gewone woorden voor de test") as vault:
        assert vault.check().whole


def test_the_rooms_of_the_vault_read_no_environment() -> None:
    sources = Path(keyfile.__file__).parent.glob("*.py")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources}
    assert len(texts) > 10
    for name, text in texts.items():
        if name == "location.py":  # it asks Windows which folders OneDrive copies
            continue
        assert "environ" not in text, name
        assert "getenv" not in text, name
    floors = [name for name, text in texts.items() if "floor_kib=" in text or "KdfPolicy(memory" in text]
    assert floors == []


def test_a_nonce_never_repeats_in_many_seals() -> None:
    sealer = Sealer(b"k" * 32)
    assert len({sealer.seal(b"", b"")[:NONCE] for _ in range(5000)}) == 5000
