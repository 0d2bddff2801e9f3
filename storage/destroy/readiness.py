"""What stands between this evaluation and its end: sources that are open, texts that nobody read, too few cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.evaluation import MINIMUM_CASES
from flows.instrument import Source
from storage.anonymise import Review
from storage.cases import CaseOverview, Register


class Choice(StrEnum):
    """What happens to a case that is not complete (DESIGN section 7.7)."""

    EXPORT = "exporteren"
    DESTROY = "vernietigen"


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source that was not closed; counts only."""

    source: Source
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class IncompleteCase:
    """A case with a signed consent that is not complete, and where it is open."""

    id: str
    number: int
    sources: tuple[OpenSource, ...]


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A text without a decision: where it stands, not what it says."""

    case_id: str
    case_number: int
    source: Source
    question: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that is missing, to be named; `cases` are those that would be exported, by id."""

    total: int
    complete: int
    without_consent: int
    incomplete: tuple[IncompleteCase, ...]
    unread: tuple[UnreadText, ...]
    cases: tuple[str, ...]
    needed: int = MINIMUM_CASES

    @property
    def enough(self) -> bool:
        return self.complete >= self.needed

    @property
    def ready(self) -> bool:
        """A workbook can be written: enough complete cases, and every text of the exported ones was read."""
        return self.enough and not self.unread


def readiness(register: Register, choices: Mapping[int, Choice] | None = None) -> Readiness:
    """How far the evaluation is from its end.

    `choices` says per case number what happens to an incomplete case; without a choice it is exported with what
    was read. Raises `storage.cases.ConsentRefused` when a case may not be read by the person at the laptop.
    """
    chosen = choices or {}
    signed = [case for case in register.cases() if case.consent_on is not None]
    exported = [case for case in signed if case.complete or chosen.get(case.number) is not Choice.DESTROY]
    review = Review(register)
    unread = tuple(
        UnreadText(text.case_id, text.case_number, text.source, text.question)
        for case in exported
        for text in review.of_case(case).values()
        if text.decision is None
    )
    return Readiness(
        total=len(register.cases()),
        complete=sum(case.complete for case in signed),
        without_consent=sum(case.consent_on is None for case in register.cases()),
        incomplete=tuple(_incomplete(case) for case in signed if not case.complete),
        unread=unread,
        cases=tuple(case.id for case in exported),
    )


def _incomplete(case: CaseOverview) -> IncompleteCase:
    return IncompleteCase(
        case.id,
        case.number,
        tuple(OpenSource(s.source, s.answered, s.asked) for s in case.sources if s.closure is None),
    )
