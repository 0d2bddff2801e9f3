"""What may be known of an interview: the status of a question, its answer, and the progress per theme.

Only the shapes; working them out is `flows.interview`'s business.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flows.instrument import Question
from flows.spread import OrganisationColour

BEFORE_TITLE: Final = "Vooraf"
CLOSING_TITLE: Final = "Tot slot"
"""What the questions without a theme are called: those before the themes, and those after them."""


class Status(StrEnum):
    """Where a question stands; the four kinds of "no score" stay apart everywhere (DESIGN section 4)."""

    ANSWERED = "beantwoord"
    NOT_APPLICABLE = "nvt"
    OFF_ROUTE = "nvt_route"
    NO_ANSWER = "geen_antwoord"
    REASON_MISSING = "reden_ontbreekt"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What a screen or an export may know of one question; an off-route answer shows nothing."""

    question: Question
    status: Status
    value: str | None
    text: str | None
    reason: str | None
    reason_declined: bool
    remark: str | None
    spread: tuple[OrganisationColour, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeProgress:
    """How many of a theme's asked questions are done; `theme` None holds what stands before or after the themes."""

    theme: str | None
    title: str
    done: int
    total: int
