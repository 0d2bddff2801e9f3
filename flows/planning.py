"""The planning of an evaluation: the handbook's lead times and hours (2.2) worked out to dates.

Which figures hold is the handbook's, as data; a calendar file is made in `storage.export`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from flows.date_spans import months_later
from flows.handbook import Planning
from flows.workdays import Workdays

PREPARATION_WEEKS: Final = 2  # decided: the handbook names no time for the agreements themselves
FILING_WEEKS: Final = 2  # decided: between the session and the end of the report
HOURS_A_WEEK: Final = 8  # decided: one day a week for this work, unless the team says otherwise
_WEEK: Final = timedelta(weeks=1)
_DAY: Final = timedelta(days=1)


class Phase(StrEnum):
    """The parts of an evaluation in time, in order; the value is how the planning calls it."""

    PREPARATION = "Voorbereiden: afspraken, begrippen en brief"
    SELECTION = "Casussen kiezen en toestemming vragen"
    CARRYING_OUT = "Dossiers lezen en gesprekken voeren"
    ANALYSIS = "Nalezen, afronden en analyseren"
    SESSION = "Sessie met partners voorbereiden en houden"
    REPORT = "Verslag schrijven"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One phase from its first to its last day, both included; `hours` are what the handbook reckons for it."""

    phase: Phase
    first: date
    last: date
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole in order. `longest` is the last day within the handbook's 3 to 4 months."""

    start: date
    cases: int
    hours_a_week: int
    steps: tuple[PlannedStep, ...]
    hours: int
    shortest: date
    longest: date

    @property
    def end(self) -> date:
        return self.steps[-1].last

    @property
    def fits(self) -> bool:
        """Whether it is done within the handbook's longest time."""
        return self.end <= self.longest

    def step(self, phase: Phase) -> PlannedStep:
        """The step of this phase."""
        return next(step for step in self.steps if step.phase is phase)


class PlanImpossible(ValueError):
    """A planning cannot be made; `code`: no_cases, no_hours, date_out_of_reach."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plan(
    start: date, cases: int, figures: Planning, workdays: Workdays, hours_a_week: int = HOURS_A_WEEK
) -> Plan:
    """Work the figures out from the day on which the team starts.

    Choosing cases starts at least the handbook's month before the first conversation; every phase begins and ends on
    a working day. Raises `PlanImpossible`.
    """
    if cases < 1:
        raise PlanImpossible("no_cases")
    if hours_a_week < 1:
        raise PlanImpossible("no_hours")
    try:
        return _worked_out(start, cases, figures, workdays, hours_a_week)
    except (OverflowError, ValueError):
        raise PlanImpossible("date_out_of_reach") from None


def _worked_out(start: date, cases: int, figures: Planning, workdays: Workdays, pace: int) -> Plan:
    hours = cases * figures.hours_per_case
    session_hours, report_hours = _halves(figures.hours_session)
    begin = _at_work(start, workdays)
    choosing = _at_work(begin + PREPARATION_WEEKS * _WEEK, workdays)
    asking = _at_work(months_later(choosing, figures.months_before_start), workdays)
    analysing = _at_work(asking + _weeks(hours, pace), workdays)
    preparing = _at_work(analysing + max(_WEEK, _weeks(figures.hours_analysis, pace)), workdays)
    writing = _at_work(preparing + max(FILING_WEEKS * _WEEK, _weeks(session_hours, pace)), workdays)
    end = _at_work(writing + max(_WEEK, _weeks(report_hours, pace)), workdays)
    edges = (begin, choosing, asking, analysing, preparing, writing, end)
    load = (None, None, hours, figures.hours_analysis, session_hours, report_hours)
    steps = tuple(
        PlannedStep(phase, first, workdays.after(following, -1), needed)
        for phase, first, following, needed in zip(Phase, edges, edges[1:], load, strict=False)
    )
    least, most = figures.months
    return Plan(
        start, cases, pace, steps, figures.hours(cases), months_later(start, least), months_later(start, most)
    )


def _at_work(day: date, workdays: Workdays) -> date:
    """The day itself when people work then, else the first working day after it."""
    return workdays.after(day - _DAY, 1)


def _weeks(hours: int, pace: int) -> timedelta:
    """Whole weeks, rounded up: a team plans by the week."""
    return -(-hours // pace) * _WEEK


def _halves(hours: int) -> tuple[int, int]:
    """The handbook gives one figure for session and report together."""
    return hours - hours // 2, hours // 2
