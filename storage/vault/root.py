"""The vault's sealed root: which compartments there are and of what kind, and the vault's own secrets."""

import json
import os
from dataclasses import dataclass, field


@dataclass
class Root:
    """What the sealed root holds.

    `kinds` maps a compartment's id (32 hex digits) to its kind. `ledger_key` (32 bytes) outlives every
    epoch. `recovery_code` is that of the recovery sheet, or None. `refound` is what the last step of a
    re-founding still needs, or None when there is none under way.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    ledger_key: bytes = field(default_factory=lambda: os.urandom(32), repr=False)
    recovery_code: bytes | None = field(default=None, repr=False)
    refound: dict[str, object] | None = None

    def encode(self) -> bytes:
        return json.dumps(
            {
                "compartments": self.kinds,
                "ledger_key": self.ledger_key.hex(),
                "recovery_code": self.recovery_code.hex() if self.recovery_code else None,
                "refound": self.refound,
            },
            separators=(",", ":"),
        ).encode()

    @classmethod
    def decode(cls, data: bytes) -> "Root":
        found = json.loads(data)
        code = found["recovery_code"]
        return cls(
            kinds=found["compartments"],
            ledger_key=bytes.fromhex(found["ledger_key"]),
            recovery_code=bytes.fromhex(code) if code else None,
            refound=found["refound"],
        )
