"""What is left of an evaluation once names are gone: the accepted results; averages are left to `scores`.

These models are what an export writes and what survives in the vault. They hold no name, no date and no case id:
a case is a number, drawn afresh for every export (DESIGN section 7).
"""

from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from flows.deadlines import Verdict
from flows.evaluation import SESSION_LEAST, SESSION_MOST
from flows.instrument import Source
from flows.interview import Status
from flows.spread import OrganisationColour

Since = Literal[
    "dag 0",
    "< 1 week",
    "1-4 weken",
    "1-3 maanden",
    "3-6 maanden",
    "6-12 maanden",
    "> 12 maanden",
    "onbekend",
]
"""How long after the first dated entry something happened; the only trace of a date that leaves."""

DURATIONS: Final[tuple[Since, ...]] = get_args(Since)


class _Model(BaseModel):
    """Immutable, and strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ResultAnswer(_Model):
    """One question of one source. An off-route question carries its status and nothing else.

    `reason_declined` is "geen reden gegeven"; `text` is the answer to an open question;
    `spread` holds the colours per kind of organisation, which are exported and never averaged.
    """

    question: str
    status: Status
    value: str | None = None
    reason: str | None = None
    reason_declined: bool = False
    remark: str | None = None
    text: str | None = None
    spread: tuple[OrganisationColour, ...] = ()


class ResultEvent(_Model):
    """One step of the timeline, in its order."""

    text: str
    after: Since = "onbekend"


class ResultDeadline(_Model):
    """One deadline of the instrument, by its id: what the dates said of it, and no date.

    `excused`: too late, with a reason where the deadline makes room for one ("tenzij").
    """

    deadline: str
    verdict: Verdict
    excused: bool = False


class SourceResult(_Model):
    """One source of one case. `closure` is a `flows.interview.Closure` value, or None when never closed."""

    source: Source
    closure: str | None = None
    closure_reason: str | None = None
    answers: tuple[ResultAnswer, ...] = ()
    timeline: tuple[ResultEvent, ...] = ()
    deadlines: tuple[ResultDeadline, ...] = ()
    closing_remark: str | None = None


class CaseResult(_Model):
    """One case under its export number."""

    number: int = Field(ge=1)
    sources: tuple[SourceResult, ...] = ()


class Results(_Model):
    """Everything an export may know. `exported_on` is an ISO date; `instrument_text` is `Instrument.text()`.

    `themes` and `criteria` are the scope; None means all of them. `keep_until` is the ISO date on which files with
    these results are to be destroyed, "" when none was agreed. `session_threshold` is what the team agreed that
    partners may see: no figure about fewer cases.
    """

    municipality: str
    evaluation_title: str
    exported_on: str
    keep_until: str = ""
    instrument_text: str
    themes: tuple[str, ...] | None = None
    criteria: tuple[int, ...] | None = None
    term_meanings: dict[str, str] = Field(default_factory=dict)
    session_threshold: int = Field(default=SESSION_LEAST, ge=SESSION_LEAST, le=SESSION_MOST)
    cases: tuple[CaseResult, ...] = ()
