"""What the register keeps of a case, as small immutable models; each is sealed in the case's own compartment."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from flows.instrument import Source
from flows.interview import Closure


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Approach(StrEnum):
    """How far the approach of a resident is, before consent (DESIGN section 5); "wil niet" destroys the case."""

    TO_APPROACH = "te_benaderen"
    APPROACHED = "benaderd"
    NO_REPLY = "geen_reactie"


class CaseEntry(_Record):
    """Before consent a case holds only what the letter needs."""

    number: int
    name: str
    contact: str
    professional: str
    organisation: str
    approach: Approach = Approach.TO_APPROACH
    approach_on: date | None = None


class WrittenLetter(_Record):
    """The letter of one case with the text that stands in the resident's hands, and what it promises."""

    text: str
    sha256: str
    dated: date
    themes: tuple[str, ...]
    sources: tuple[Source, ...]
    period: str
    viewers: tuple[str, ...]
    professional: str
    interviewer: str


class CaseFacts(_Record):
    """Noted after consent: who lives together, which life domains are touched, and the two rules of handbook 2.3."""

    household: str = ""
    domains: tuple[str, ...] = ()
    completed_and_led_to_help: bool = False
    can_reflect: bool = False


class OutsideKind(StrEnum):
    """A kind of file that ZET writes outside the vault; the value is how the overview at the end calls it."""

    LETTER = "toestemmingsbrief"
    EXPLANATION = "uitleg in makkelijke taal"
    CALENDAR = "planning"
    OUTCOME = "brief met de uitkomst"
    PACKAGE = "overgedragen casus (versleuteld)"
    RESULTS = "bestand met resultaten zonder namen"
    SESSION = "document voor de sessie"


class OutsideFile(_Record):
    """One file outside the vault: its kind, its place, and the day on which it was written."""

    kind: OutsideKind
    path: str
    written_on: date


class DraftText(_Record):
    """One text that is being typed: `field` says what it would become (antwoord, reden, opmerking, tijdlijn, ...)."""

    question: str
    field: str
    text: str


class Draft(DraftText):
    """The text that was typed at last; `beside` holds those that were begun before and are not finished either."""

    beside: tuple[DraftText, ...] = ()


class SourceSummary(_Record):
    """How far one source of a case is: counts only, derived from its journal of `events` records."""

    source: Source
    events: int = 0
    closure: str | None = None
    answered: int = 0
    asked: int = 0
    reasons_missing: int = 0
    next_question: str | None = None
    """The printed number of the question it goes on with; "" when that has none, None when nothing is open."""


class CaseSummary(_Record):
    """The derived summary of a case's sources; rebuilt whenever a journal is longer than it says."""

    sources: tuple[SourceSummary, ...] = ()


class FeedbackWish(_Record):
    """A resident who wants to hear what came of it: kept apart, until told (DESIGN section 7).

    `until` is the last day on which the name is kept; None in lists of earlier programs.
    """

    name: str
    channel: str
    asked_on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SourceOverview:
    """One source of a case as the overview shows it."""

    source: Source
    started: bool
    closure: str | None
    answered: int
    asked: int
    reasons_missing: int
    next_question: str | None


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """One case as the overview shows it; `entry` is None for a person who may not see whose case it is."""

    id: str
    number: int
    entry: CaseEntry | None
    approach: Approach
    consent_on: date | None
    sources: tuple[SourceOverview, ...]

    @property
    def complete(self) -> bool:
        """Every source in scope is closed, and at least one of them was answered to the end.

        A source that was stopped early or is not available counts as closed: it has its reason.
        """
        closures = [source.closure for source in self.sources]
        return None not in closures and Closure.COMPLETED.value in closures
