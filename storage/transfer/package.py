"""What travels in a file for a colleague: the case with its consent, and the evaluation that it belongs to."""

import base64
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from storage.transfer.errors import FileUnreadable

Blob = Annotated[
    bytes,
    BeforeValidator(
        lambda value: base64.b64decode(value, validate=True) if isinstance(value, str) else value
    ),
    PlainSerializer(lambda value: base64.b64encode(value).decode(), return_type=str),
]


Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Token = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Package(BaseModel):
    """The plain content of a case file, before it is sealed.

    `token` proves later messages about this handing over; `origin` and `evaluation_origin` are the ids on the first
    laptop; `kept` says that the giver keeps a copy.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    transfer: Id
    token: Token
    kept: bool
    evaluation_origin: Id
    evaluation: dict[str, Blob]
    origin: Id
    case: dict[str, tuple[Blob, ...]]

    @classmethod
    def make(
        cls,
        *,
        transfer: str,
        token: str,
        kept: bool,
        agreements: tuple[str, Mapping[str, bytes]],
        origin: str,
        case: Mapping[str, Sequence[bytes]],
    ) -> "Package":
        return cls(
            transfer=transfer,
            token=token,
            kept=kept,
            evaluation_origin=agreements[0],
            evaluation=dict(agreements[1]),
            origin=origin,
            case={stream: tuple(payloads) for stream, payloads in case.items()},
        )

    def encode(self) -> bytes:
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, data: bytes) -> "Package":
        """Raises FileUnreadable."""
        try:
            return cls.model_validate_json(data)
        except ValidationError:
            raise FileUnreadable from None
