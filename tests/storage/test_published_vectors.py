"""Published answers (NIST, RFC 9106, RFC 5869, HPKE), taken through our own open, derive and key functions."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from storage.transfer.sealing import ReceivingKey, seal
from storage.vault.kdf import KdfParameters, argon2id, hkdf
from storage.vault.seal import SealBroken, Sealer

ROOT = Path(cryptography_vectors.__file__).parent


def blocks(path: Path, first: str) -> Iterator[dict[str, str]]:
    """The named values of every test in a file, with those of its section's heading."""
    section: dict[str, str] = {}
    found: dict[str, str] = {}
    kept: dict[str, str] = {}
    for raw in [*path.read_text().splitlines(), f"{first} ="]:
        line = raw.strip()
        if line.startswith("["):
            name, _, value = line.strip("[]").partition("=")
            section[name.strip()] = value.strip()
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            if name.strip() == first:
                if found:
                    yield {**kept, **found}
                found, kept = {first: value.strip()}, dict(section)
            else:
                found[name.strip()] = value.strip()


def test_nist_answers_of_aes_256_gcm_open_and_the_altered_ones_do_not():
    opened = refused = 0
    for test in blocks(ROOT / "ciphers" / "AES" / "GCM" / "gcmDecrypt256.rsp", "Count"):
        if (test["IVlen"], test["Taglen"]) != ("96", "128"):
            continue
        sealer = Sealer(bytes.fromhex(test["Key"]))
        blob = bytes.fromhex(test["IV"] + test["CT"] + test["Tag"])
        if "FAIL" in test:
            with pytest.raises(SealBroken):
                sealer.open(blob, bytes.fromhex(test["AAD"]))
            refused += 1
        else:
            assert sealer.open(blob, bytes.fromhex(test["AAD"])).hex() == test["PT"]
            opened += 1
    assert opened >= 100
    assert refused >= 100


def test_nist_answers_of_aes_256_gcm_seal_to_the_same_bytes(monkeypatch):
    sealed = 0
    for test in blocks(ROOT / "ciphers" / "AES" / "GCM" / "gcmEncryptExtIV256.rsp", "Count"):
        if (test["IVlen"], test["Taglen"]) == ("96", "128"):
            nonce = bytes.fromhex(test["IV"])
            monkeypatch.setattr("storage.vault.seal.os.urandom", lambda _, nonce=nonce: nonce)
            blob = Sealer(bytes.fromhex(test["Key"])).seal(
                bytes.fromhex(test["PT"]), bytes.fromhex(test["AAD"])
            )
            assert blob.hex() == test["IV"] + test["CT"] + test["Tag"]
            sealed += 1
    assert sealed >= 100


@pytest.mark.parametrize("name", ["rfc-5869-HKDF-SHA256.txt", "hkdf-generated.txt"])
def test_published_answers_of_hkdf(name):
    derived = 0
    for test in blocks(ROOT / "KDF" / name, "COUNT"):
        material, salt, info = (bytes.fromhex(test[part]) for part in ("IKM", "salt", "info"))
        assert hkdf(material, salt=salt, info=info, length=int(test["L"])).hex() == test["OKM"]
        derived += 1
    assert derived >= 1


def test_published_answers_of_argon2id():
    derived = 0
    for test in blocks(ROOT / "KDF" / "argon2id.txt", "COUNT"):
        if test["length"] != "32":
            continue
        parameters = KdfParameters(
            int(test["memcost"]), int(test["iter"]), int(test["lanes"]), bytes.fromhex(test["salt"])
        )
        extra = {
            name: bytes.fromhex(test[key]) for name, key in (("key", "secret"), ("data", "ad")) if key in test
        }
        assert argon2id(bytearray.fromhex(test["pass"]), parameters, **extra).hex() == test["output"]
        derived += 1
    assert derived >= 3


def hybrid() -> list[dict]:
    """The published answers of the KEM of our suite, with the KDF of our suite."""
    tests = json.loads((ROOT / "HPKE" / "hpke-pq-test-vectors.json").read_text())
    return [test for test in tests if (test["kem_id"], test["kdf_id"]) == (0x647A, 1)]


def test_published_answers_of_the_hybrid_kem_through_our_receiving_key():
    (test,) = hybrid()
    key = ReceivingKey(hashlib.shake_256(bytes.fromhex(test["skRm"])).digest(96))
    assert key.public.hex() == test["pkRm"]
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    first = test["encryptions"][0]
    plain = openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(test["enc"] + first["ct"]),
        MLKEM768X25519PrivateKey(*key._halves()),
        bytes.fromhex(test["info"]),
        bytes.fromhex(first["aad"]),
    )
    assert plain.hex() == first["pt"]
    assert key.open(seal(b"ook van ons", key.public)) == b"ook van ons"
