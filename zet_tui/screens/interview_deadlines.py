"""What the timeline says of each deadline, in plain Dutch; the verdict itself is `flows.deadlines`' business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flows.deadlines import Judgement, LimitVerdict, Verdict, judge_interview
from flows.instrument import Instrument, Limit, Question
from flows.interview import Interview
from flows.timeline import said_on
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_dates import days_in_words
from zet_tui.screens.interview_views import name_of

if TYPE_CHECKING:
    from flows.workdays import Workdays

SYMBOLS: Final = {Verdict.IN_TIME: "✓", Verdict.TOO_LATE: "!", Verdict.UNKNOWN: "?"}


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """One deadline: its verdict in words, why, and what was said about being late or where that can be said.

    `questions` are those of this list that are about it.
    """

    title: str
    verdict: Verdict
    because: str
    room: str
    questions: tuple[str, ...]

    @property
    def short(self) -> str:
        """Verdict and title, without any date."""
        return f"{SYMBOLS[self.verdict]} {self.verdict.value}: {self.title}"

    @property
    def whole(self) -> str:
        """The same with the days that it follows from."""
        return "\n".join(part for part in (self.short, self.because, self.room) if part)


def deadline_views(
    instrument: Instrument, interview: Interview, workdays: Workdays
) -> tuple[DeadlineView, ...]:
    """What this conversation's timeline says of the deadlines in its scope; nothing before there is a timeline."""
    judged = judge_interview(instrument, interview, said_on(interview.events), workdays)
    return tuple(_view(instrument, interview, each) for each in judged)


def under_questions(views: Sequence[DeadlineView], timeline: Question | None) -> Mapping[str, str]:
    """What stands under a question by its id: the verdicts under the timeline, why under those they are about."""
    found: dict[str, str] = {}
    if timeline is not None and views:
        found[timeline.id] = "\n".join(view.short for view in views)
    for view in views:
        parts = (f"{text.DEADLINE}: {view.verdict.value}.", view.because, view.room)
        said = " ".join(part for part in parts if part)
        for question in view.questions:
            found[question] = "\n".join(part for part in (found.get(question, ""), said) if part)
    return found


def _view(instrument: Instrument, interview: Interview, judged: Judgement) -> DeadlineView:
    titles = {milestone.id: milestone.title.lower() for milestone in instrument.milestones}
    asked = tuple(q.id for q in interview.route() if q.id in judged.deadline.questions)
    return DeadlineView(
        judged.deadline.title,
        judged.verdict,
        " ".join(_because(judged, titles)),
        _room(interview, judged, asked),
        asked,
    )


def _because(judged: Judgement, titles: dict[str, str]) -> Iterator[str]:
    """The last days that follow from the timeline, the day it happened, and what is missing to tell."""
    ends = [said for limit in judged.limits if (said := _last_day(limit, titles))]
    if ends:
        yield f"{text.AT_LATEST} {' en '.join(ends)}."
    if happened := days_in_words(*judged.happened):
        yield text.ON_TIMELINE.format(title=titles[judged.deadline.milestone], days=happened)
    if judged.missing:
        yield text.MISSING_DATES.format(names=", ".join(titles[name] for name in judged.missing))
    elif judged.verdict is Verdict.UNKNOWN:
        yield text.TOO_WIDE


def _last_day(limit: LimitVerdict, titles: dict[str, str]) -> str:
    """One last day with where it is counted from; "" where it is not known."""
    days = days_in_words(*limit.last_day)
    return f"{days} ({limit_in_words(limit.limit, titles)})" if days else ""


def limit_in_words(limit: Limit, titles: dict[str, str]) -> str:
    """Where a limit is counted from: "10 werkdagen na opdracht", "6 weken voor einde indicatie", "intake"."""
    start = " en ".join(titles[name] for name in limit.milestones)
    if limit.halfway is not None:
        start = f"{text.HALFWAY} {start}"
    units = ((limit.days, text.DAYS), (limit.weeks, text.WEEKS), (limit.working_days, text.WORKDAYS))
    for count, (one, many) in units:
        if count:
            where = text.AFTER if count > 0 else text.BEFORE
            return f"{abs(count)} {one if abs(count) == 1 else many} {where} {start}"
    return start


def _room(interview: Interview, judged: Judgement, asked: Sequence[str]) -> str:
    """What was said about being too late, or the question where a reason can be given."""
    if judged.verdict is not Verdict.TOO_LATE or judged.deadline.unless is None:
        return ""
    if judged.reason:
        return text.LATE_REASON.format(reason=judged.reason)
    names = dict.fromkeys(name_of(interview.questionnaire.question(question)) for question in asked)
    return text.LATE_ROOM.format(unless=judged.deadline.unless, where=" of ".join(names)) if names else ""
