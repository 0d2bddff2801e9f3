"""The small files that follow a case: received, withdrawn, destroyed; each proves that it comes from the other end.

They hold random ids and proofs only; a receipt also what was agreed about the planned day, sealed. Proof (an HMAC) and
seal (AES-SIV, RFC 5297) are made with the secret that travelled inside the sealed case.
"""

import base64
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from flows.retention import RetentionTerm
from storage.transfer.errors import FileUnreadable, TransferAltered, TransferTooNew

FORMAT = 1


class MessageKind(StrEnum):
    """What a message says; the values stand in the file."""

    RECEIVED = "ontvangstbewijs"
    WITHDRAWN = "intrekking"
    DESTROYED = "vernietigd"


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `proofs` are (transfer, 64 hex digits), one per handing over that it is about.

    `agreed` is the sealed term of the laptop that wrote it; b"" in other messages and in those of earlier versions.
    """

    kind: MessageKind
    proofs: tuple[tuple[str, str], ...]
    agreed: bytes = b""

    def text(self) -> str:
        body: dict[str, object] = {"zet": self.kind.value, "format": FORMAT}
        body["over"] = [list(pair) for pair in self.proofs]
        if self.agreed:
            body["afspraak"] = base64.b64encode(self.agreed).decode()
        return json.dumps(body) + "\n"


def proof(kind: MessageKind, transfer: str, token: str) -> str:
    return hmac.digest(bytes.fromhex(token), f"zet-{kind.value}|{transfer}".encode(), "sha256").hex()


def proves(found: str, kind: MessageKind, transfer: str, token: str) -> bool:
    return hmac.compare_digest(found.encode(), proof(kind, transfer, token).encode())


def message(kind: MessageKind, links: Sequence[tuple[str, str]]) -> Message:
    """About these (transfer, token)."""
    return Message(kind, tuple((transfer, proof(kind, transfer, token)) for transfer, token in links))


def sealed_term(term: RetentionTerm, transfer: str, token: str) -> bytes:
    """For whoever has the token of this handing over; the same term gives the same bytes."""
    return _agreeing(transfer, token).encrypt(term.model_dump_json().encode(), None)


def opened_term(sealed: bytes, transfer: str, token: str) -> RetentionTerm:
    """Raises TransferAltered when it was not sealed at the other end of this handing over."""
    try:
        return RetentionTerm.model_validate_json(_agreeing(transfer, token).decrypt(sealed, None))
    except (InvalidTag, ValueError):
        raise TransferAltered from None


def _agreeing(transfer: str, token: str) -> AESSIV:
    return AESSIV(hmac.digest(bytes.fromhex(token), f"zet-afspraak|{transfer}".encode(), "sha512"))


def read_message(data: bytes) -> Message:
    """Raises FileUnreadable, TransferTooNew."""
    try:
        found = json.loads(data)
        version, kind = found["format"], found["zet"]
        if isinstance(version, int) and version > FORMAT:
            raise TransferTooNew(version)
        pairs = tuple((str(transfer), str(shown)) for transfer, shown in found["over"])
        agreed = base64.b64decode(found.get("afspraak", ""), validate=True)
        return Message(MessageKind(kind), pairs, agreed)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FileUnreadable from None
