"""Everything that can happen in an interview, as small immutable models.

An interview on disk is only its events; what they add up to is `flows.interview`'s business, sealing them is
storage's. Who did it, when, and under which random id are given from outside: this floor has no clock.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.instrument import Source
from flows.spread import OrganisationColour

EVENT_VERSION: Final = 1


class UnknownEventVersion(Exception):
    """An event was written by a program that knows more than this one.

    `version` is the number found, or None where the record is no event at all.
    """

    def __init__(self, version: object) -> None:
        super().__init__("unknown event version")
        self.version = version if isinstance(version, int) else None


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InterviewStarted(_Body):
    """The journal's first event: it pins the instrument, so that an update never changes a running interview."""

    kind: Literal["started"] = "started"
    instrument: str
    version: str
    sha256: str
    source: Source


class Answered(_Body):
    """One answer; `value` as in the glossary, `text` only for an open question."""

    kind: Literal["answered"] = "answered"
    question: str
    value: str
    text: str | None = None


class ReasonGiven(_Body):
    """The required explanation; `text` None means "geen reden gegeven", which is a reason, counted apart."""

    kind: Literal["reason"] = "reason"
    question: str
    text: str | None


class RemarkSet(_Body):
    """A free addition to a question; an empty text takes it away. `spread` is what it says per organisation."""

    kind: Literal["remark"] = "remark"
    question: str
    text: str
    spread: tuple[OrganisationColour, ...] = ()


class EntryAdded(_Body):
    """A step on the timeline: `when` is the date as it was said, possibly empty."""

    kind: Literal["entry_added"] = "entry_added"
    entry: str
    text: str
    when: str = ""


class EntryChanged(_Body):
    kind: Literal["entry_changed"] = "entry_changed"
    entry: str
    text: str
    when: str = ""


class EntryRemoved(_Body):
    kind: Literal["entry_removed"] = "entry_removed"
    entry: str


class EntryMoved(_Body):
    """A step on the timeline is told right after another one, or first."""

    kind: Literal["entry_moved"] = "entry_moved"
    entry: str
    after: str | None = None


class NoteAdded(_Body):
    """A loose note (kladnotitie), of no question yet; never exported."""

    kind: Literal["note_added"] = "note_added"
    note: str
    text: str


class NoteAttached(_Body):
    """A loose note became part of a remark; `remark` is the whole remark from then on."""

    kind: Literal["note_attached"] = "note_attached"
    note: str
    question: str
    remark: str
    spread: tuple[OrganisationColour, ...] = ()


class NoteDropped(_Body):
    kind: Literal["note_dropped"] = "note_dropped"
    note: str


class ClosingRemarkSet(_Body):
    """What was said to the spoken closing "Hoe heeft u dit ervaren?"; outside count and score."""

    kind: Literal["closing_remark"] = "closing_remark"
    text: str


class InterviewCompleted(_Body):
    kind: Literal["completed"] = "completed"


class InterviewStopped(_Body):
    """Stopped early: the source closes with a reason. Stopping is not withdrawing."""

    kind: Literal["stopped"] = "stopped"
    reason: str


class SourceUnavailable(_Body):
    kind: Literal["unavailable"] = "unavailable"
    reason: str


class InterviewReopened(_Body):
    kind: Literal["reopened"] = "reopened"
    reason: str


class Undone(_Body):
    """Takes back the event it names; undoing an `Undone` is redoing."""

    kind: Literal["undone"] = "undone"
    event: str


Body = Annotated[
    InterviewStarted
    | Answered
    | ReasonGiven
    | RemarkSet
    | EntryAdded
    | EntryChanged
    | EntryRemoved
    | EntryMoved
    | NoteAdded
    | NoteAttached
    | NoteDropped
    | ClosingRemarkSet
    | InterviewCompleted
    | InterviewStopped
    | SourceUnavailable
    | InterviewReopened
    | Undone,
    Field(discriminator="kind"),
]


class Event(BaseModel):
    """A body with its stamp: random id (32 hex digits), author (a team member's name) and UTC time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    id: str
    author: str
    at: datetime
    body: Body


def event_to_bytes(event: Event) -> bytes:
    """The event as UTF-8 JSON, as it is sealed."""
    return event.model_dump_json().encode()


def event_from_bytes(data: bytes) -> Event:
    """The event that `event_to_bytes` wrote; raises `UnknownEventVersion` for anything else."""
    try:
        return Event.model_validate_json(data)
    except ValidationError as error:
        raise UnknownEventVersion(_version_in(data)) from _without_values(error)


def _version_in(data: bytes) -> object:
    import json

    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found.get("version") if isinstance(found, dict) else None


def _without_values(error: ValidationError) -> Exception:
    """A pydantic error quotes what it refused; an answer must not travel in an exception."""
    places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False))
    return ValueError(f"not an event of version {EVENT_VERSION}: {places}")
