"""From conversations to results: only what is on the route and what a person accepted, under a fresh case number.

Dates become classes relative to the first dated entry (DESIGN section 7.2); nothing here writes a file.
"""

import random
import secrets
from collections.abc import Mapping, Sequence

from flows.approximate_date import ApproximateDate, duration_range
from flows.deadlines import judge_interview
from flows.instrument import Instrument, Source
from flows.interview import AnswerView, Interview, Status
from flows.interview_resumed import steps_on_route
from flows.results import CaseResult, ResultAnswer, ResultDeadline, ResultEvent, Since, SourceResult
from flows.timeline import PlacedEntry, placed, said_on
from flows.workdays import dutch_workdays
from storage.anonymise.review import CLOSING, CLOSURE, ENTRY, OPEN_TEXT, REASON, REMARK, Review, ReviewText
from storage.cases import CaseOverview, Register

_CLASSES: tuple[tuple[int, Since], ...] = (
    (0, "dag 0"),
    (6, "< 1 week"),
    (28, "1-4 weken"),
    (91, "1-3 maanden"),
    (182, "3-6 maanden"),
    (365, "6-12 maanden"),
)
LONGEST: Since = "> 12 maanden"


def case_results(
    register: Register, cases: Sequence[str], *, chance: random.Random | None = None
) -> tuple[CaseResult, ...]:
    """The accepted results of these cases, numbered afresh from the system's random source.

    The order of the result is that of the new numbers; which case got which is stored nowhere. Raises
    `storage.cases.ConsentRefused`.
    """
    review = Review(register)
    shuffled = list(cases)
    (chance or secrets.SystemRandom()).shuffle(shuffled)
    return tuple(
        _case_result(register, register.case(case), review, number)
        for number, case in enumerate(shuffled, start=1)
    )


def duration_class(start: ApproximateDate, moment: ApproximateDate) -> Since:
    """How long after `start` this was, by the middle of what both dates leave open."""
    days = duration_range(start, moment)
    if days is None:
        return "onbekend"
    middle = sum(days) // 2
    return next((name for most, name in _CLASSES if middle <= most), LONGEST)


def _case_result(register: Register, case: CaseOverview, review: Review, number: int) -> CaseResult:
    texts, instrument = review.of_case(case), register.instrument()
    sources = tuple(
        _source_result(instrument, register.read_interview(case.id, overview.source), overview.source, texts)
        for overview in case.sources
        if overview.started
    )
    return CaseResult(number=number, sources=sources)


def _source_result(
    instrument: Instrument, interview: Interview, source: Source, texts: Mapping[str, ReviewText]
) -> SourceResult:
    def accepted(place: str, kind: str) -> str | None:
        text = texts.get(f"{source.value}/{place}/{kind}")
        return text.decision.accepted if text is not None and text.decision is not None else None

    def answer(view: AnswerView) -> ResultAnswer:
        place = view.question.id
        if view.status is Status.OFF_ROUTE:
            return ResultAnswer(question=place, status=view.status)
        return ResultAnswer(
            question=place,
            status=view.status,
            value=view.value,
            reason=accepted(place, REASON),
            reason_declined=view.reason_declined,
            remark=accepted(place, REMARK),
            text=accepted(place, OPEN_TEXT),
            spread=view.spread,
        )

    return SourceResult(
        source=source,
        closure=interview.closure.value if interview.closure else None,
        closure_reason=accepted(CLOSURE, CLOSURE),
        answers=tuple(answer(view) for view in interview.views()),
        timeline=tuple(
            ResultEvent(text=text, after=after)
            for entry, after in since_first(placed(steps_on_route(interview), said_on(interview.events)))
            if (text := accepted(entry.entry.id, ENTRY)) is not None
        ),
        deadlines=_verdicts(instrument, interview),
        closing_remark=accepted(CLOSING, CLOSING),
    )


def _verdicts(instrument: Instrument, interview: Interview) -> tuple[ResultDeadline, ...]:
    """What the dates say of each deadline, in three words; the dates themselves stay here."""
    if not instrument.deadlines:
        return ()  # dutch_workdays is a calendar that takes its time
    judged = judge_interview(instrument, interview, said_on(interview.events), dutch_workdays())
    return tuple(
        ResultDeadline(deadline=each.deadline.id, verdict=each.verdict, excused=each.excused)
        for each in judged
    )


def since_first(entries: Sequence[PlacedEntry]) -> list[tuple[PlacedEntry, Since]]:
    """Each placed entry with the class of time since the first dated one: all that leaves of a date.

    The first is the beginning itself, however roughly it was told.
    """
    first = next((entry for entry in entries if entry.moment.earliest is not None), None)
    if first is None:
        return [(entry, "onbekend") for entry in entries]
    return [
        (entry, "dag 0" if entry is first else duration_class(first.moment, entry.moment))
        for entry in entries
    ]
