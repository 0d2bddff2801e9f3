"""Sealing for one colleague's laptop (VAULT section 7): receiving keys, HPKE, check words; no cases.

Suite: MLKEM768_X25519, HKDF-SHA256, AES-256-GCM (RFC 9180 with the hybrid KEM), without a fallback. Base mode proves
no sender: that is what the check words are compared for, by telephone.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from storage.transfer.errors import (
    FileUnreadable,
    KeyUnreadable,
    NotForThisVault,
    TransferAltered,
    TransferTooNew,
)
from storage.vault.passphrase import LIST_SIZE, WORDS, words

FORMAT = 1
_KEY_HEADING = "ZET-SLEUTEL"
_MAGIC = b"ZETCASUS"
_SEED, _MLKEM_PUBLIC, _X = 64, 1184, 32
_HEADER = len(_MAGIC) + 2 + 32
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class ReceivingKey:
    """The private half, as it is sealed in the vault: an ML-KEM seed and an X25519 key."""

    secret: bytes

    @classmethod
    def make(cls) -> "ReceivingKey":
        seed = MLKEM768PrivateKey.generate().private_bytes_raw()
        return cls(seed + X25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> bytes:
        """1,216 bytes: the ML-KEM-768 public key, then the X25519 one."""
        mlkem, x = self._halves()
        return mlkem.public_key().public_bytes_raw() + x.public_key().public_bytes_raw()

    def open(self, file: bytes) -> bytes:
        """What was sealed for this key. Raises TransferAltered, and as `recipient_of`."""
        public = self.public
        if recipient_of(file) != hashlib.sha256(public).digest():
            raise NotForThisVault
        try:
            return _SUITE.decrypt(
                file[_HEADER:], MLKEM768X25519PrivateKey(*self._halves()), info=_info(public)
            )
        except InvalidTag:
            raise TransferAltered from None

    def _halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        seed, x = self.secret[:_SEED], self.secret[_SEED:]
        return MLKEM768PrivateKey.from_seed_bytes(seed), X25519PrivateKey.from_private_bytes(x)


def seal(plain: bytes, public: bytes) -> bytes:
    """A file that only this receiving key opens. Raises KeyUnreadable."""
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC])
        x = X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:])
    except ValueError:
        raise KeyUnreadable from None
    header = _MAGIC + FORMAT.to_bytes(2, "big") + hashlib.sha256(public).digest()
    return header + _SUITE.encrypt(plain, MLKEM768X25519PublicKey(mlkem, x), info=_info(public))


def is_case_file(file: bytes) -> bool:
    return file.startswith(_MAGIC)


def is_key_file(file: bytes) -> bool:
    return file.startswith(_KEY_HEADING.encode())


def recipient_of(file: bytes) -> bytes:
    """The SHA-256 of the receiving key that a file was sealed for. Raises FileUnreadable, TransferTooNew."""
    if not is_case_file(file) or len(file) <= _HEADER:
        raise FileUnreadable
    version = int.from_bytes(file[len(_MAGIC) : len(_MAGIC) + 2], "big")
    if version != FORMAT:
        raise TransferTooNew(version) if version > FORMAT else FileUnreadable
    return file[len(_MAGIC) + 2 : _HEADER]


def key_text(public: bytes) -> str:
    """A receiving key as a small text file, which may travel by e-mail."""
    body = base64.encodebytes(public).decode()
    return f"{_KEY_HEADING} {FORMAT}\n{body}{hashlib.sha256(public).hexdigest()}\n"


def read_key(text: str) -> bytes:
    """The public key in such a file. Raises KeyUnreadable, TransferTooNew."""
    heading, _, rest = text.strip().partition("\n")
    name, _, version = heading.strip().partition(" ")
    if name != _KEY_HEADING or not version.isdecimal():
        raise KeyUnreadable
    if int(version) != FORMAT:
        raise TransferTooNew(int(version))
    *lines, check = rest.split() or [""]
    try:
        public = base64.b64decode("".join(lines), validate=True)
    except (binascii.Error, ValueError):
        raise KeyUnreadable from None
    if len(public) != _MLKEM_PUBLIC + _X or hashlib.sha256(public).hexdigest() != check:
        raise KeyUnreadable
    return public


def check_words(data: bytes) -> str:
    """Six Dutch words of a key or file, 77 bits of its SHA-256, for comparing by telephone."""
    number = int.from_bytes(hashlib.sha256(b"zet-woorden|" + data).digest(), "big")
    chosen = []
    for _ in range(WORDS):
        number, index = divmod(number, LIST_SIZE)
        chosen.append(words()[index])
    return " ".join(chosen)


def same_words(said: str, data: bytes) -> bool:
    """Whether these are the six words, however they are spaced or written."""
    return said.casefold().split() == check_words(data).split()


def _info(public: bytes) -> bytes:
    return b"zet-overdracht|1" + hashlib.sha256(public).digest()
