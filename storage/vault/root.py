"""The vault's sealed root: which compartments there are and of what kind, and the vault's own secrets."""

import base64
import json
import os
from dataclasses import asdict, dataclass, field

KINDS = ("case", "evaluation", "results", "feedback", "receiving")
"""Every kind of compartment (VAULT section 2): a damaged root is made anew by trying them on each key."""


@dataclass(frozen=True)
class Refounding:
    """What the last step of a re-founding needs, also after an interruption.

    `exports` are (path, SHA-256); `destroyed` counts the old compartments by kind, `records` their
    records, `overwritten` the bytes of the old database; `target` is where the certificate goes. Once the
    caller has produced the certificate, `produced` is true and `certificate` its bytes in base 64, or None
    when there is none.
    """

    exports: tuple[tuple[str, str], ...]
    destroyed: dict[str, int]
    records: int
    overwritten: int
    target: str | None
    old_key_tried: bool = False
    produced: bool = False
    certificate: str | None = field(default=None, repr=False)

    def with_certificate(self, data: bytes | None) -> "Refounding":
        text = None if data is None else base64.b64encode(data).decode()
        return Refounding(**{**self.__dict__, "produced": True, "certificate": text})

    def certificate_bytes(self) -> bytes | None:
        return None if self.certificate is None else base64.b64decode(self.certificate)


@dataclass
class Root:
    """What the sealed root holds.

    `kinds` maps a compartment's id (32 hex digits) to its kind. `ledger_key` (32 bytes) outlives every
    epoch. `recovery_code` is that of the recovery sheet, or None. `refound` is there while a re-founding
    still needs its last step. `owed` are lines that the ledger's disk refused.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    ledger_key: bytes = field(default_factory=lambda: os.urandom(32), repr=False)
    recovery_code: bytes | None = field(default=None, repr=False)
    refound: Refounding | None = None
    owed: list[str] = field(default_factory=list)

    def encode(self) -> bytes:
        owed = {"owed": self.owed} if self.owed else {}
        return json.dumps(
            {
                "compartments": self.kinds,
                "ledger_key": self.ledger_key.hex(),
                "recovery_code": self.recovery_code.hex() if self.recovery_code else None,
                "refound": asdict(self.refound) if self.refound else None,
                **owed,
            },
            separators=(",", ":"),
        ).encode()

    @classmethod
    def decode(cls, data: bytes) -> "Root":
        found = json.loads(data)
        code, refound = found["recovery_code"], found["refound"]
        if refound:
            refound["exports"] = tuple((path, digest) for path, digest in refound["exports"])
        return cls(
            kinds=found["compartments"],
            ledger_key=bytes.fromhex(found["ledger_key"]),
            recovery_code=bytes.fromhex(code) if code else None,
            refound=Refounding(**refound) if refound else None,
            owed=found.get("owed", []),
        )
