"""What the session agreed to improve, and when to look back at it (Bijlage 6); keeping it is storage's business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from flows.date_spans import months_later
from flows.evaluation import Aim, about
from flows.handbook import FollowUp
from flows.instrument import Instrument


class Progress(StrEnum):
    """Where an improvement action stands."""

    AGREED = "afgesproken"
    UNDER_WAY = "bezig"
    DONE = "klaar"
    DROPPED = "gestopt"


class ImprovementAction(BaseModel):
    """One agreement: what, about which theme, criterion or question, by whom and when, and how success is seen.

    `owner` is a function ("teamleider wijkteam"), never a name of somebody in a case. `about` None: about everything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str = Field(min_length=1)
    about: Aim | None = None
    owner: str = ""
    by: date | None = None
    success: str = ""
    progress: Progress = Progress.AGREED

    @property
    def gaps(self) -> tuple[str, ...]:
        """What an agreement still lacks before somebody can be held to it: about, owner, by, success."""
        told = {
            "about": self.about,
            "owner": self.owner.strip(),
            "by": self.by,
            "success": self.success.strip(),
        }
        return tuple(name for name, value in told.items() if not value)

    def late(self, today: date) -> bool:
        """Whether its day has passed while it is not finished."""
        return (
            self.by is not None and self.by < today and self.progress in {Progress.AGREED, Progress.UNDER_WAY}
        )


class LookBack(NamedTuple):
    """One moment to look back: the day, and what the handbook says to do then."""

    day: date
    months: int
    text: str
    points: tuple[str, ...]


def look_backs(session: date, follow_up: Sequence[FollowUp]) -> tuple[LookBack, ...]:
    """After 3 months, a year and three years, counted from the session. Raises ValueError past the year 9999."""
    return tuple(
        LookBack(months_later(session, one.months), one.months, one.text, one.points) for one in follow_up
    )


def aims_of(actions: Iterable[ImprovementAction]) -> tuple[Aim, ...]:
    """What a follow-up asks about: every aim once, in the order of the actions; dropped actions ask nothing."""
    aims = (one.about for one in actions if one.about is not None and one.progress is not Progress.DROPPED)
    return tuple(dict.fromkeys(aims))


def name_of(aim: Aim | None, instrument: Instrument) -> str:
    """Name what something is about. Raises `KeyError` where the instrument does not have it."""
    name = about(instrument, aim)
    return f"Thema {name}" if aim is not None and aim.theme is not None else name


def subjects(instrument: Instrument) -> dict[str, Aim | None]:
    """Everything that something can be about, by its name: all, themes, criteria, questions."""
    aims: list[Aim | None] = [None]
    for theme in instrument.themes:
        aims.append(Aim(theme=theme.id))
        aims += [Aim(criterion=one.number) for one in instrument.criteria if one.theme == theme.id]
    aims += [
        Aim(source=questionnaire.source, question=question.id)
        for questionnaire in instrument.questionnaires
        for question in questionnaire.questions
        if question.theme is not None
    ]
    return {name_of(aim, instrument): aim for aim in aims}
