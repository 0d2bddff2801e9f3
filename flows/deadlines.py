"""The verdict per deadline, from approximate dates too: op tijd, te laat, or niet te zeggen.

A timeline entry that begins with a milestone's words is that milestone. Reading its date is `approximate_date`'s
business, the deadlines themselves are the instrument's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from flows.approximate_date import ApproximateDate
from flows.instrument import Deadline, Instrument, Limit, Milestone, QuestionKind, Questionnaire
from flows.instrument_plan import phrase
from flows.interview import Interview
from flows.interview_resumed import steps_on_route
from flows.timeline import PlacedEntry, placed
from flows.workdays import Workdays

Days = tuple[date | None, date | None]
"""The first and the last day that can be meant; None when that end is open or unknown."""

_UNKNOWN: Final[Days] = (None, None)


class Verdict(StrEnum):
    """What the dates say of a deadline."""

    IN_TIME = "op tijd"
    TOO_LATE = "te laat"
    UNKNOWN = "niet te zeggen"


@dataclass(frozen=True, slots=True)
class LimitVerdict:
    """One limit of a deadline, with the first and last day on which it can fall."""

    limit: Limit
    verdict: Verdict
    last_day: Days


@dataclass(frozen=True, slots=True)
class Judgement:
    """One deadline: the verdict over all its limits, and which milestones have no day that can be read.

    `happened` are the first and last day on which the milestone can have been there; `reason` is what was said
    about it where the deadline has an exception ("tenzij").
    """

    deadline: Deadline
    verdict: Verdict
    limits: tuple[LimitVerdict, ...]
    missing: tuple[str, ...]
    happened: Days
    reason: str | None = None

    @property
    def excused(self) -> bool:
        """Too late, with the reason for which the deadline makes room."""
        return (
            self.verdict is Verdict.TOO_LATE and self.deadline.unless is not None and self.reason is not None
        )


def milestone_of(text: str, milestones: Iterable[Milestone]) -> str | None:
    """Give the id of the milestone that a timeline entry begins with; the longest words win."""
    words = f"{phrase(text)} "
    found = [
        (len(start), milestone.id)
        for milestone in milestones
        for start in milestone.phrases
        if words.startswith(f"{start} ")
    ]
    return max(found)[1] if found else None


def milestone_days(
    milestones: Sequence[Milestone], entries: Iterable[PlacedEntry]
) -> Mapping[str, ApproximateDate]:
    """Give the first readable moment of each milestone among the entries, which stand in order of time."""
    found: dict[str, ApproximateDate] = {}
    for placed_entry in entries:
        milestone = milestone_of(placed_entry.entry.text, milestones)
        if milestone is not None and placed_entry.moment.readable:
            found.setdefault(milestone, placed_entry.moment)
    return found


def deadlines_in(instrument: Instrument, questionnaire: Questionnaire) -> tuple[Deadline, ...]:
    """Give the deadlines that this list can be judged by: it has a timeline, and asks about them in its scope.

    A deadline that names no question is asked about by every list.
    """
    if all(question.kind is not QuestionKind.TIMELINE for question in questionnaire.questions):
        return ()
    asked = {question.id for question in questionnaire.questions}
    return tuple(each for each in instrument.deadlines if not each.questions or asked & {*each.questions})


def judge_deadlines(
    deadlines: Iterable[Deadline],
    days: Mapping[str, ApproximateDate],
    workdays: Workdays,
    reasons: Mapping[str, str] | None = None,
) -> tuple[Judgement, ...]:
    """Judge every deadline by the days of its milestones; `reasons` by the deadline's id."""
    return tuple(_judged(deadline, days, workdays, reasons or {}) for deadline in deadlines)


def judge_interview(
    instrument: Instrument, interview: Interview, said_on: Mapping[str, date], workdays: Workdays
) -> tuple[Judgement, ...]:
    """Judge the deadlines of its scope by one conversation: its timeline, and what was said at their questions.

    `said_on` as for `timeline.placed`. Empty when this list has no timeline entries, or its timeline is off the route.
    """
    steps = steps_on_route(interview)
    if not steps:
        return ()
    days = milestone_days(instrument.milestones, placed(steps, said_on))
    deadlines = deadlines_in(instrument, interview.questionnaire)
    return judge_deadlines(deadlines, days, workdays, _reasons(deadlines, interview))


def _reasons(deadlines: Iterable[Deadline], interview: Interview) -> Mapping[str, str]:
    views = {view.question.id: view for view in interview.views()}
    found: dict[str, str] = {}
    for deadline in deadlines:
        for question in deadline.questions:
            view = views.get(question)
            said = (view.reason or view.remark) if view else None
            if deadline.unless is not None and said:
                found.setdefault(deadline.id, said)
    return found


def _judged(
    deadline: Deadline, days: Mapping[str, ApproximateDate], workdays: Workdays, reasons: Mapping[str, str]
) -> Judgement:
    happened = _days(days.get(deadline.milestone))
    limits = tuple(_held(limit, happened, days, workdays) for limit in deadline.limits)
    verdicts = {limit.verdict for limit in limits}
    verdict = next((v for v in (Verdict.TOO_LATE, Verdict.UNKNOWN) if v in verdicts), Verdict.IN_TIME)
    named = (deadline.milestone, *(name for limit in deadline.limits for name in limit.milestones))
    missing = tuple(name for name in dict.fromkeys(named) if name not in days)
    return Judgement(deadline, verdict, limits, missing, happened, reasons.get(deadline.id))


def _held(
    limit: Limit, happened: Days, days: Mapping[str, ApproximateDate], workdays: Workdays
) -> LimitVerdict:
    """Late when the first day it can have happened is after every last day; in time the other way round."""
    first, last = (_shifted(day, limit, workdays) for day in _counted_from(limit, days))
    earliest, latest = happened
    if latest is not None and first is not None and latest <= first:
        verdict = Verdict.IN_TIME
    elif earliest is not None and last is not None and earliest > last:
        verdict = Verdict.TOO_LATE
    else:
        verdict = Verdict.UNKNOWN
    return LimitVerdict(limit, verdict, (first, last))


def _counted_from(limit: Limit, days: Mapping[str, ApproximateDate]) -> Days:
    """Give the bounds of the day that the limit is counted from. The middle moves with both its ends."""
    if limit.halfway is None:
        return _days(days.get(limit.from_ or ""))
    start, end = (_days(days.get(name)) for name in limit.halfway)
    if start[0] is not None and end[1] is not None and start[0] > end[1]:
        return _UNKNOWN  # an end before the start has no middle
    return _middle(start[0], end[0]), _middle(start[1], end[1])


def _middle(start: date | None, end: date | None) -> date | None:
    return None if start is None or end is None else start + (end - start) // 2


def _days(moment: ApproximateDate | None) -> Days:
    return _UNKNOWN if moment is None else (moment.earliest, moment.latest)


def _shifted(day: date | None, limit: Limit, workdays: Workdays) -> date | None:
    if day is None:
        return None
    try:
        if limit.working_days:
            return workdays.after(day, limit.working_days)
        return day + timedelta(days=limit.days, weeks=limit.weeks)
    except OverflowError:
        return None
