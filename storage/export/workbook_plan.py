"""What the Analysebestand says, before it is a file: every cell of the source tabs in words.

Writing it is left to the modules beside it; `workbook_read` makes the same from a file, so that both can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from flows.analysis import scoped
from flows.deadlines import Verdict, deadlines_in
from flows.instrument import Instrument, Question, QuestionKind, Questionnaire, Rating, Source
from flows.interview import Closure, Status
from flows.results import CaseResult, ResultAnswer, ResultDeadline, Results, SourceResult
from flows.scores import CaseAverages, Overview, case_overviews, overview
from flows.spread import read_spread
from storage.export.workbook_text import clean

TABS: Final[Mapping[Source, str]] = {
    Source.DOSSIER: "Dossier",
    Source.RESIDENT: "Inwoner",
    Source.PROFESSIONAL: "Professional",
}
NOT_APPLICABLE: Final = "n.v.t."
OFF_ROUTE: Final = "n.v.t. (route)"
NO_ANSWER: Final = "geen antwoord"
OPEN: Final = "open"
ANSWERED: Final = "beantwoord"
ON_TIMELINE: Final = "zie Tijdlijn"
NO_REASON: Final = "geen reden gegeven"
NOT_CLOSED: Final = "niet afgesloten"
CLOSING: Final = "slot"
CLOSURE: Final = "einde"
DEADLINE: Final = "termijn "
"""What the key of a deadline's line begins with; its id follows."""
VERDICTS: Final[Mapping[str, tuple[Verdict, bool]]] = {
    **{verdict.value: (verdict, False) for verdict in Verdict},
    f"{Verdict.TOO_LATE.value} met reden": (Verdict.TOO_LATE, True),
}
"""What is written of a deadline: the verdict, and whether it has a reason for which there is room."""
SCORES: Final[Mapping[str, int]] = {rating.value: rating.score for rating in Rating}

CLOSURES: Final = {
    Closure.COMPLETED.value: "volledig",
    Closure.STOPPED.value: "gestopt",
    Closure.UNAVAILABLE.value: "niet beschikbaar",
}
_STATES: Final = {
    Status.NOT_APPLICABLE: NOT_APPLICABLE,
    Status.OFF_ROUTE: OFF_ROUTE,
    Status.NO_ANSWER: NO_ANSWER,
    Status.OPEN: OPEN,
    Status.REASON_MISSING: OPEN,
}


class Entry(NamedTuple):
    """One answer as the workbook shows it: the colour or state in a word, its reason or answer, its remark."""

    word: str
    reason: str = ""
    remark: str = ""


class Step(NamedTuple):
    """One line of the tab Tijdlijn."""

    case: int
    source: str
    number: int
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a source tab, with an entry per case in the order of the cases."""

    key: str
    text: str
    theme: str
    criterion: int | None
    row: int | None
    rated: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One source: its questions, its deadlines, the closing question where there is one, and how it was closed."""

    source: Source
    name: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Plan:
    """The whole content: what is in scope, nothing else."""

    results: Results
    instrument: Instrument
    tabs: tuple[Tab, ...]
    steps: tuple[Step, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the cases, in their order in the file."""
        return tuple(case.number for case in self.results.cases)

    @cached_property
    def overview(self) -> Overview:
        return overview(self.instrument, self.results.cases)

    @cached_property
    def per_case(self) -> tuple[CaseAverages, ...]:
        return case_overviews(self.instrument, self.results.cases)


def plan(results: Results) -> Plan:
    """Lay out what will be written. Raises InstrumentError when the instrument text cannot be read."""
    instrument = scoped(results)
    tabs = tuple(
        _tab(instrument, questionnaire, results.cases) for questionnaire in instrument.questionnaires
    )
    return Plan(results, instrument, tabs, tuple(_steps(results.cases)))


def _tab(instrument: Instrument, questionnaire: Questionnaire, cases: tuple[CaseResult, ...]) -> Tab:
    results = [_of(case, questionnaire.source) for case in cases]
    answers = [{answer.question: answer for answer in result.answers} for result in results]
    lines = [
        Line(
            question.id,
            question.text,
            "" if question.theme is None else question.theme,
            question.criterion,
            question.row,
            question.kind is QuestionKind.RATING,
            tuple(_entry(question, of_case.get(question.id)) for of_case in answers),
        )
        for question in questionnaire.questions
    ]
    for deadline in deadlines_in(instrument, questionnaire):
        said = tuple(Entry(verdict_of(result, deadline.id)) for result in results)
        lines.append(Line(f"{DEADLINE}{deadline.id}", deadline.title, "", None, None, False, said))
    if questionnaire.closing_question:
        remarks = tuple(Entry("", clean(result.closing_remark or "")) for result in results)
        lines.append(Line(CLOSING, questionnaire.closing_question, "", None, None, False, remarks))
    ends = tuple(
        Entry(CLOSURES.get(result.closure or "", NOT_CLOSED), clean(result.closure_reason or ""))
        for result in results
    )
    lines.append(Line(CLOSURE, "Hoe is deze bron afgesloten?", "", None, None, False, ends))
    return Tab(questionnaire.source, TABS[questionnaire.source], questionnaire.title, tuple(lines))


def verdict_of(result: SourceResult, deadline: str) -> str:
    """What is written of a deadline; empty where this source was not judged by it."""
    judged = next((each for each in result.deadlines if each.deadline == deadline), None)
    return "" if judged is None else verdict_word(judged)


def verdict_word(judged: ResultDeadline) -> str:
    """One of `VERDICTS`."""
    return next(word for word, said in VERDICTS.items() if said == (judged.verdict, judged.excused))


def _of(case: CaseResult, source: Source) -> SourceResult:
    return next((result for result in case.sources if result.source is source), SourceResult(source=source))


def _entry(question: Question, answer: ResultAnswer | None) -> Entry:
    if answer is None:
        return Entry(OPEN)
    remark = _remark(answer)
    if answer.status is Status.OFF_ROUTE:
        return Entry(OFF_ROUTE, clean(answer.reason or question.not_asked_reason or ""), remark)
    if answer.status is Status.REASON_MISSING:
        return Entry(OPEN, f"gekozen: {answer.value or '?'}, de reden ontbreekt", remark)
    reason = NO_REASON if answer.reason_declined and not answer.reason else clean(answer.reason or "")
    if answer.status is not Status.ANSWERED:
        return Entry(_STATES[answer.status], reason, remark)
    if question.kind is QuestionKind.OPEN:
        return Entry(ANSWERED, clean(answer.text or ""), remark)
    if question.kind is QuestionKind.TIMELINE:
        return Entry(ON_TIMELINE, reason, remark)
    return Entry(answer.value or OPEN, reason, remark)


def _remark(answer: ResultAnswer) -> str:
    """The remark as accepted; the colours per organisation before it where the wording does not say them."""
    remark = clean(answer.remark or "")
    if not answer.spread or read_spread(remark) == answer.spread:
        return remark
    spread = ", ".join(f"{part.organisation} {part.colour.value}" for part in answer.spread)
    return f"{spread}. {remark}".removesuffix(" ")


def _steps(cases: tuple[CaseResult, ...]) -> Iterator[Step]:
    for case in cases:
        for result in case.sources:
            for number, event in enumerate(result.timeline, start=1):
                yield Step(case.number, TABS[result.source], number, clean(event.text), event.after)
