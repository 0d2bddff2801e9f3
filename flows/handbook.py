"""What the handbook says around the questionnaires: preparation, consent, analysis and the session, as data.

Only loading it as typed, immutable content with its source named; who shows or prints it, and where, is left to
others. An instrument has a handbook when its folder has a `handleiding` folder.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from flows.instrument import INSTRUMENTS, Fault, FaultCode, InstrumentError, read_table

FOLDER: Final = "handleiding"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Hours = Annotated[int, Field(ge=1)]


class _Content(BaseModel):
    """Immutable, and strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Passage(_Content):
    """A piece of the handbook: a text, its points, and what follows them. Paragraphs are parted by an empty line."""

    source: Text
    text: Text | None = None
    points: tuple[Text, ...] = ()
    after: Text | None = None


class Planning(_Content):
    """The figures of chapter 2.2; `months` is the least and the most the whole takes."""

    source: Text
    months: tuple[int, int]
    months_before_start: Hours
    hours_per_case: Hours
    hours_analysis: Hours
    hours_session: Hours

    def hours(self, cases: int) -> int:
        """The working hours of an evaluation with so many cases."""
        return cases * self.hours_per_case + self.hours_analysis + self.hours_session


class Preparation(_Content):
    """Chapter 2: who does what, how long it takes, which cases."""

    source: Text
    variations: tuple[Text, ...]
    team: Passage
    agreements: Passage
    tips: Passage
    planning: Planning
    selection: Passage
    carrying_out: Passage


class Requirement(_Content):
    """One thing that consent or privacy asks for."""

    id: Text
    text: Text


class ConsentRequirements(_Content):
    """Bijlage 2: what must be `shown` of the resident, what the `form` asks for, and the rest of `privacy`."""

    source: Text
    ground: Text
    footnote: Text
    shown: tuple[Requirement, ...]
    form: tuple[Requirement, ...]
    privacy: tuple[Requirement, ...]
    approach: Passage


class Level(_Content):
    """The questions of the analysis at one level, from the whole picture down."""

    title: Text
    points: tuple[Text, ...]


class Analysis(_Content):
    """Bijlage 5, step 2 and 3."""

    source: Text
    goal: Text
    attention: Text
    who: Text
    levels: tuple[Level, ...]
    for_session: Passage


class AgendaItem(_Content):
    """A part of the session; the printed times are an example, so its length is what counts."""

    start: time
    end: time
    text: Text
    parts: tuple[AgendaItem, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return _minutes(self.start, self.end)

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        edges = [self.start, *(edge for part in self.parts for edge in (part.start, part.end)), self.end]
        if edges != sorted(edges) or self.start == self.end:
            raise ValueError("times run back")
        return self


class FollowUp(_Content):
    """When to look back at the improvement actions, in months after the session."""

    months: Annotated[int, Field(ge=1)]
    text: Text
    points: tuple[Text, ...] = ()


class Session(_Content):
    """Bijlage 6: the session with partners."""

    source: Text
    goals: tuple[Text, ...]
    participants: Passage
    agenda: tuple[AgendaItem, ...] = Field(min_length=1)
    actions: Text
    follow_up: tuple[FollowUp, ...]
    feedback: Text

    def agenda_from(self, start: time) -> tuple[AgendaItem, ...]:
        """The printed programme moved to another hour of the same day; raises ValueError past midnight."""
        moved = _minutes(self.agenda[0].start, start)
        return tuple(_moved(item, moved) for item in self.agenda)


class Handbook(_Content):
    """Everything an instrument's handbook says around its questionnaires."""

    preparation: Preparation
    consent: ConsentRequirements
    analysis: Analysis
    session: Session


_FILES: Final = {
    "preparation": "voorbereiding.toml",
    "consent": "toestemming.toml",
    "analysis": "analyse.toml",
    "session": "sessie.toml",
}


@cache
def handbook(instrument: str = "zet") -> Handbook | None:
    """The handbook of a shipped instrument; None when it has none, as an own instrument.

    Raises `InstrumentError` when its data cannot be used.
    """
    return (
        load_handbook(INSTRUMENTS / instrument / FOLDER)
        if (INSTRUMENTS / instrument / FOLDER).is_dir()
        else None
    )


@cache
def handbook_beside(instrument: str) -> Handbook:
    """The instrument's own handbook, or ZET's where it has none. Raises as `handbook` does."""
    return handbook(instrument) or load_handbook(INSTRUMENTS / "zet" / FOLDER)


def load_handbook(folder: Path) -> Handbook:
    """Read the four files of a handbook; raises `InstrumentError` with the first file that is at fault."""
    tables = {part: read_table(folder / file) for part, file in _FILES.items()}
    try:
        return Handbook.model_validate(tables)
    except ValidationError as error:
        faults = tuple(
            Fault(
                _FILES.get(str(found["loc"][0]), folder.name),
                None,
                None,
                FaultCode.WRONG_TYPE,
                _place(found["loc"]),
            )
            for found in error.errors(include_url=False, include_input=False)
        )
        raise InstrumentError(faults) from None


def _place(steps: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in steps[1:])


def _minutes(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _moved(item: AgendaItem, minutes: int) -> AgendaItem:
    def at(moment: time) -> time:
        day = date(2000, 1, 1)
        moved = datetime.combine(day, moment) + timedelta(minutes=minutes)
        if moved.date() != day:
            raise ValueError("past midnight")
        return moved.time()

    return item.model_copy(
        update={
            "start": at(item.start),
            "end": at(item.end),
            "parts": tuple(_moved(part, minutes) for part in item.parts),
        }
    )
