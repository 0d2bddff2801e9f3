"""Whether what came in is what ZET keeps of a case; before anything of it is merged or written."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

from flows.consent import Consent
from flows.events import event_from_bytes
from storage.anonymise.review import Decision
from storage.cases import CaseEntry, CaseFacts, Draft, WrittenLetter
from storage.cases.places import Streams
from storage.transfer.errors import FileUnreadable


class _Review(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    decisions: dict[str, Decision]


_MODELS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "entry": CaseEntry,
        "consents": Consent,
        "facts": CaseFacts,
        "letter": WrittenLetter,
        "review": _Review,
        "draft": Draft,
    }
)


def check_contents(streams: Streams) -> None:
    """Every record can be read here, and there is an entry.

    Raises FileUnreadable, `flows.events.UnknownEventVersion`.
    """
    if not streams.get("entry"):
        raise FileUnreadable
    for stream, payloads in streams.items():
        kind = stream.partition("/")[0]
        for payload in payloads:
            try:
                if kind in {"journal", "history"}:
                    event_from_bytes(payload)
                elif kind in _MODELS:
                    _MODELS[kind].model_validate_json(payload)
                else:
                    payload.decode()
            except ValueError:
                raise FileUnreadable from None
