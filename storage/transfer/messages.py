"""The small files that follow a case: received, withdrawn, destroyed; each proves that it comes from the other end.

They hold random ids and proofs only. A proof is an HMAC under the secret that travelled inside the sealed case.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.transfer.errors import FileUnreadable, TransferTooNew

FORMAT = 1


class MessageKind(StrEnum):
    """What a message says; the values stand in the file."""

    RECEIVED = "ontvangstbewijs"
    WITHDRAWN = "intrekking"
    DESTROYED = "vernietigd"


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `proofs` are (transfer, 64 hex digits), one per handing over that it is about."""

    kind: MessageKind
    proofs: tuple[tuple[str, str], ...]

    def text(self) -> str:
        body = {"zet": self.kind.value, "format": FORMAT, "over": [list(pair) for pair in self.proofs]}
        return json.dumps(body) + "\n"


def proof(kind: MessageKind, transfer: str, token: str) -> str:
    return hmac.digest(bytes.fromhex(token), f"zet-{kind.value}|{transfer}".encode(), "sha256").hex()


def proves(found: str, kind: MessageKind, transfer: str, token: str) -> bool:
    return hmac.compare_digest(found.encode(), proof(kind, transfer, token).encode())


def message(kind: MessageKind, links: Sequence[tuple[str, str]]) -> Message:
    """About these (transfer, token)."""
    return Message(kind, tuple((transfer, proof(kind, transfer, token)) for transfer, token in links))


def read_message(data: bytes) -> Message:
    """Raises FileUnreadable, TransferTooNew."""
    try:
        found = json.loads(data)
        version, kind = found["format"], found["zet"]
        if isinstance(version, int) and version > FORMAT:
            raise TransferTooNew(version)
        pairs = tuple((str(transfer), str(shown)) for transfer, shown in found["over"])
        return Message(MessageKind(kind), pairs)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FileUnreadable from None
