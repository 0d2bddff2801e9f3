"""What the events of an interview add up to: the answers, the timeline and how it was closed.

Only the fold; which questions are asked and what may happen next is `flows.interview`'s business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from flows import events as ev
from flows.instrument import NOT_APPLICABLE, Rating
from flows.spread import OrganisationColour

# A reason for oranje still fits rood, one for n.v.t. does not: each slot remembers its own.
_REASON_SLOT = {Rating.ORANJE.value: "laag", Rating.ROOD.value: "laag", NOT_APPLICABLE: "nvt"}


def needs_reason(value: str | None) -> bool:
    """Rood, oranje and n.v.t. count only with a reason (handbook, "Invullen van het format")."""
    return value in _REASON_SLOT


def reason_slot(value: str | None) -> str | None:
    """Where the reason for this value is remembered; None where no reason is asked."""
    return _REASON_SLOT.get(value) if value is not None else None


class Closure(StrEnum):
    """How a source was closed."""

    COMPLETED = "volledig"
    STOPPED = "gestopt"
    UNAVAILABLE = "niet_beschikbaar"


@dataclass(frozen=True, slots=True)
class Reason:
    """A required explanation; `text` None is "geen reden gegeven"."""

    text: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step of how the resident came to help; `when` as it was said, possibly empty."""

    id: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class LooseNote:
    """A note that belongs to no question yet."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it stands, with every reason that was ever given for it."""

    value: str | None = None
    text: str | None = None
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    remark: str | None = None
    spread: tuple[OrganisationColour, ...] = ()

    @property
    def reason(self) -> Reason | None:
        slot = reason_slot(self.value)
        return self.reasons.get(slot) if slot else None

    @property
    def lacks_reason(self) -> bool:
        slot = reason_slot(self.value)
        return slot is not None and slot not in self.reasons


BLANK = Given()


@dataclass(frozen=True, slots=True)
class State:
    """Everything the effective events add up to."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    entries: tuple[TimelineEntry, ...] = ()
    notes: tuple[LooseNote, ...] = ()
    closing_remark: str | None = None
    closure: Closure | None = None
    closure_reason: str | None = None


def effective(events: tuple[ev.Event, ...]) -> list[ev.Event]:
    """The events that still count: not taken back by an `Undone` that itself still counts."""
    undone: set[str] = set()
    kept: list[ev.Event] = []
    for event in reversed(events):
        if event.id in undone:
            continue
        if isinstance(event.body, ev.Undone):
            undone.add(event.body.event)
        kept.append(event)
    kept.reverse()
    return kept


def fold(events: tuple[ev.Event, ...]) -> State:
    state = State()
    for event in effective(events):
        state = step(state, event.body)
    return state


def step(state: State, body: ev.Body) -> State:
    match body:
        case ev.Answered():
            known = state.answers.get(body.question, BLANK)
            return _keep(state, body.question, replace(known, value=body.value, text=body.text))
        case ev.ReasonGiven():
            known = state.answers.get(body.question, BLANK)
            slot = reason_slot(known.value)
            if slot is None:
                return state
            reasons = {**known.reasons, slot: Reason(body.text)}
            return _keep(state, body.question, replace(known, reasons=reasons))
        case ev.RemarkSet():
            known = state.answers.get(body.question, BLANK)
            return _keep(state, body.question, replace(known, remark=body.text or None, spread=body.spread))
        case ev.EntryAdded():
            return replace(state, entries=(*state.entries, TimelineEntry(body.entry, body.text, body.when)))
        case ev.EntryChanged():
            changed = TimelineEntry(body.entry, body.text, body.when)
            return replace(state, entries=tuple(changed if e.id == body.entry else e for e in state.entries))
        case ev.EntryRemoved():
            return replace(state, entries=tuple(e for e in state.entries if e.id != body.entry))
        case ev.EntryMoved():
            return replace(state, entries=_moved(state.entries, body.entry, body.after))
        case ev.NoteAdded():
            return replace(state, notes=(*state.notes, LooseNote(body.note, body.text)))
        case ev.NoteAttached():
            known = state.answers.get(body.question, BLANK)
            known = replace(known, remark=body.remark or None, spread=body.spread)
            return replace(_keep(state, body.question, known), notes=_without(state.notes, body.note))
        case ev.NoteDropped():
            return replace(state, notes=_without(state.notes, body.note))
        case ev.ClosingRemarkSet():
            return replace(state, closing_remark=body.text or None)
        case ev.InterviewCompleted():
            return replace(state, closure=Closure.COMPLETED, closure_reason=None)
        case ev.InterviewStopped():
            return replace(state, closure=Closure.STOPPED, closure_reason=body.reason)
        case ev.SourceUnavailable():
            return replace(state, closure=Closure.UNAVAILABLE, closure_reason=body.reason)
        case ev.InterviewReopened():
            return replace(state, closure=None, closure_reason=None)
        case ev.InterviewStarted() | ev.Undone():  # pragma: no branch — every kind of event is named
            return state


def _keep(state: State, question: str, answer: Given) -> State:
    return replace(state, answers={**state.answers, question: answer})


def _without(notes: tuple[LooseNote, ...], note: str) -> tuple[LooseNote, ...]:
    return tuple(each for each in notes if each.id != note)


def _moved(entries: tuple[TimelineEntry, ...], entry: str, after: str | None) -> tuple[TimelineEntry, ...]:
    """The entries with this one right after another; unchanged where one of the two was taken back since."""
    moved = [each for each in entries if each.id == entry]
    rest = [each for each in entries if each.id != entry]
    place = next((i + 1 for i, each in enumerate(rest) if each.id == after), 0 if after is None else None)
    return entries if place is None else (*rest[:place], *moved, *rest[place:])
