"""Reads any exported Analysebestand back into results, without a vault: what can be read is used, the rest is named.

A file that is not an Analysebestand at all is refused with its reason; inside one, every cell that cannot be used is
left out with its place. A text that stood there never gets into what is told about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl.utils import get_column_letter

from flows.evaluation import SESSION_LEAST
from flows.instrument import (
    NO_ANSWER,
    NOT_APPLICABLE,
    TEXT,
    TIMELINE_DONE,
    Instrument,
    Question,
    QuestionKind,
    Source,
    load_instrument,
    shipped_instruments,
)
from flows.interview import Closure, Status
from flows.results import (
    DURATIONS,
    CaseResult,
    ResultAnswer,
    ResultDeadline,
    ResultEvent,
    Results,
    Since,
    SourceResult,
)
from flows.spread import read_spread
from storage.export import analysis_tabs as tabs_of
from storage.export.analysis_cells import AnalysisFileRefused, FileReason, Table, read_tables
from storage.export.analysis_instrument import is_question, known_instrument, told_instrument
from storage.export.analysis_tabs import Block, Readme, SourceTab
from storage.export.analysis_told import iso_day, meanings, threshold_of
from storage.export.workbook_plan import (
    ANSWERED,
    CLOSING,
    CLOSURE,
    CLOSURES,
    DEADLINE,
    NO_REASON,
    OFF_ROUTE,
    ON_TIMELINE,
    OPEN,
    SCORES,
    TABS,
    VERDICTS,
)
from storage.export.workbook_plan import NO_ANSWER as NO_ANSWER_WORD
from storage.export.workbook_plan import NOT_APPLICABLE as NOT_APPLICABLE_WORD
from storage.export.workbook_text import rejoin

__all__ = ["AnalysisFile", "AnalysisFileRefused", "FileReason", "LeftOut", "Why", "read_analysis"]


class Why(StrEnum):
    """Why something in the file was not used."""

    TAB_MISSING = "tab_missing"
    TAB_DOUBLE = "tab_double"
    TAB_RENAMED = "tab_renamed"
    CASE_UNNAMED = "case_unnamed"
    CASE_DOUBLE = "case_double"
    QUESTION_UNKNOWN = "question_unknown"
    QUESTION_DOUBLE = "question_double"
    QUESTION_MISSING = "question_missing"
    NOT_AN_ANSWER = "not_an_answer"
    OFF_ROUTE = "off_route"
    SCORE_TYPED = "score_typed"
    STEP_UNREAD = "step_unread"
    INSTRUMENT_UNKNOWN = "instrument_unknown"


NOTES: Final = frozenset({Why.TAB_RENAMED, Why.SCORE_TYPED, Why.INSTRUMENT_UNKNOWN})
"""What is told although nothing was left out."""


class LeftOut(NamedTuple):
    """One thing that was not used: `tab` and `cell` ("I7") say where; `detail` is a number or a tab of ours."""

    why: Why
    tab: str = ""
    cell: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisFile:
    """One workbook as read. `known`: its instrument is one of those at hand, else it was taken from the file itself.

    `threshold_told`: the file says what the team agreed for partners; earlier ones do not, and then the least holds.
    """

    path: Path
    results: Results
    instrument: Instrument
    known: bool
    threshold_told: bool
    left_out: tuple[LeftOut, ...] = field(default=())


_WORDS: Final[Mapping[str, tuple[Status, str | None]]] = {
    **{word: (Status.ANSWERED, word) for word in SCORES},
    "ja": (Status.ANSWERED, "ja"),
    "nee": (Status.ANSWERED, "nee"),
    NOT_APPLICABLE_WORD: (Status.NOT_APPLICABLE, NOT_APPLICABLE),
    "nvt": (Status.NOT_APPLICABLE, NOT_APPLICABLE),
    "n.v.t": (Status.NOT_APPLICABLE, NOT_APPLICABLE),
    OFF_ROUTE: (Status.OFF_ROUTE, None),
    NO_ANSWER_WORD: (Status.NO_ANSWER, NO_ANSWER),
    OPEN: (Status.OPEN, None),
    "": (Status.OPEN, None),
    ANSWERED: (Status.ANSWERED, TEXT),
    ON_TIMELINE.casefold(): (Status.ANSWERED, TIMELINE_DONE),
}
_CHOSEN: Final = {f"gekozen: {word}, de reden ontbreekt": word for word in (*SCORES, NOT_APPLICABLE)}
_CLOSURES: Final = {word: closure for closure, word in CLOSURES.items()}
_SOURCES: Final = {name.casefold(): source for source, name in TABS.items()}


def read_analysis(path: Path, instruments: Sequence[Instrument] | None = None) -> AnalysisFile:
    """Read a workbook; `instruments` are those it may be made with (None: those that come with the program).

    Raises AnalysisFileRefused with its reason, or OSError when the file cannot be opened.
    """
    tables = read_tables(path)
    told = tabs_of.readme(tables)
    found = tabs_of.source_tabs(tables)
    if not found:
        session = told.get("drempel") or any("sessiebestand" in _top(cells) for cells in tables.values())
        raise AnalysisFileRefused(path, FileReason.SESSION_FILE if session else FileReason.NOT_OURS)
    if not any(tab.blocks for tab in found):
        raise AnalysisFileRefused(path, FileReason.NO_CASES)
    left_out: list[LeftOut] = []
    tabs = _one_each(found, told, left_out)
    if not tabs:
        raise AnalysisFileRefused(path, FileReason.NO_ANSWERS)
    if instruments is None:
        instruments = [load_instrument(name) for name in shipped_instruments()]
    known = known_instrument(told, tabs, instruments)
    instrument = known or told_instrument(told, tabs, tables)
    if known is None:
        left_out.append(LeftOut(Why.INSTRUMENT_UNKNOWN))
    reader = _Reader(instrument, tabs, tabs_of.overflow(tables), left_out)
    cases = reader.cases(tables)
    if not any(result.answers for case in cases for result in case.sources):
        raise AnalysisFileRefused(path, FileReason.NO_ANSWERS)
    themes, criteria = reader.scope()
    threshold = threshold_of(told)
    results = Results(
        municipality=told.get("gemeente") or "–",
        evaluation_title=told.get("evaluatie") or path.stem,
        exported_on=iso_day(told.get("gemaakt op")),
        keep_until=iso_day(told.get("bewaren tot").partition(".")[0]),
        instrument_text=instrument.text(),
        themes=themes,
        criteria=criteria,
        term_meanings=meanings(told, instrument),
        session_threshold=SESSION_LEAST if threshold is None else threshold,
        cases=cases,
    )
    return AnalysisFile(path, results, instrument, known is not None, threshold is not None, tuple(left_out))


def _top(cells: Table) -> str:
    return tabs_of.plain(cells.get((1, 1), "")).casefold()


def _one_each(found: tuple[SourceTab, ...], told: Readme, left_out: list[LeftOut]) -> tuple[SourceTab, ...]:
    """One tab per source, the one with the right name first; what is double, renamed or missing is told.

    A tab that has lost all its questions says nothing: it counts as missing.
    """
    kept: dict[Source, SourceTab] = {}
    whole = (tab for tab in found if any(is_question(key) for _, key in tab.rows()))
    for tab in sorted(whole, key=lambda tab: tab.title.casefold() != TABS[tab.source].casefold()):
        if tab.source in kept:
            left_out.append(LeftOut(Why.TAB_DOUBLE, tab.title, "", TABS[tab.source]))
            continue
        kept[tab.source] = tab
        if tab.title.casefold() != TABS[tab.source].casefold():
            left_out.append(LeftOut(Why.TAB_RENAMED, tab.title, "", TABS[tab.source]))
    for name in told.get("bronnen").split(", "):
        source = _SOURCES.get(name.casefold())
        if source is not None and source not in kept:
            left_out.append(LeftOut(Why.TAB_MISSING, "", "", name))
    return tuple(kept[source] for source in Source if source in kept)


class _Reader:
    """Goes through the source tabs and gathers the answers of every case."""

    def __init__(
        self,
        instrument: Instrument,
        tabs: tuple[SourceTab, ...],
        more: Mapping[int, str],
        left_out: list[LeftOut],
    ) -> None:
        self._instrument = instrument
        self._tabs = tabs
        self._more = more
        self._left_out = left_out
        self._asked: dict[Source, set[str]] = {}

    def cases(self, tables: Mapping[str, Table]) -> tuple[CaseResult, ...]:
        sources: dict[int, list[SourceResult]] = {}
        for tab in self._tabs:
            lines = self._lines(tab)
            for number, block in self._blocks(tab):
                sources.setdefault(number, []).append(self._source(tab, block, lines))
        steps = self._steps(tables, set(sources))
        return tuple(
            CaseResult(
                number=number,
                sources=tuple(
                    result.model_copy(update={"timeline": tuple(steps.get((number, result.source), ()))})
                    for result in results
                ),
            )
            for number, results in sorted(sources.items())
        )

    def scope(self) -> tuple[tuple[str, ...] | None, tuple[int, ...] | None]:
        """The themes and criteria that are rated in these tabs; None for all of them, or when nothing is rated.

        Names missing questions.
        """
        instrument = self._instrument
        rated = [
            question
            for source, keys in self._asked.items()
            for question in instrument.questionnaire(source).questions
            if question.id in keys and question.kind is QuestionKind.RATING
        ]
        themes = tuple(theme.id for theme in instrument.themes if any(q.theme == theme.id for q in rated))
        criteria = tuple(
            one.number for one in instrument.criteria if any(q.criterion == one.number for q in rated)
        )
        for tab in self._tabs:
            asked = instrument.questionnaire(tab.source).scoped(
                frozenset(themes) if rated else None, frozenset(criteria) if criteria else None
            )
            for question in asked.questions:
                if question.id not in self._asked[tab.source]:
                    self._left_out.append(LeftOut(Why.QUESTION_MISSING, tab.title, "", question.id))
        return (
            None if not rated or len(themes) == len(instrument.themes) else themes,
            None if not rated or len(criteria) == len(instrument.criteria) else criteria,
        )

    def _tell(self, why: Why, tab: SourceTab, row: int, column: int, detail: str = "") -> None:
        self._left_out.append(LeftOut(why, tab.title, f"{get_column_letter(column)}{row}", detail))

    def _lines(self, tab: SourceTab) -> dict[str, int]:
        """Where each question stands; what the instrument does not have is left out."""
        known = {question.id for question in self._instrument.questionnaire(tab.source).questions}
        found: dict[str, int] = {}
        for row, key in tab.rows():
            if key not in known and is_question(key):
                self._tell(Why.QUESTION_UNKNOWN, tab, row, tab.columns["nr"])
            elif key in found:
                self._tell(Why.QUESTION_DOUBLE, tab, row, tab.columns["nr"], key)
            else:
                found[key] = row
        self._asked[tab.source] = set(found) & known
        return found

    def _blocks(self, tab: SourceTab) -> Iterator[tuple[int, Block]]:
        """The columns of every case; a case without a number, or one that was there already, is left out."""
        seen: set[int] = set()
        for block in tab.blocks:
            if not block.number:
                self._tell(Why.CASE_UNNAMED, tab, tab.head - 1, block.word)
            elif block.number in seen:
                self._tell(Why.CASE_DOUBLE, tab, tab.head - 1, block.word, str(block.number))
            else:
                seen.add(block.number)
                yield block.number, block

    def _source(self, tab: SourceTab, block: Block, lines: Mapping[str, int]) -> SourceResult:
        answers: list[ResultAnswer] = []
        values: dict[str, str | None] = {}
        for question in self._instrument.questionnaire(tab.source).questions:
            row = lines.get(question.id)
            if row is None:
                continue
            answer = self._answer(tab, block, row, question)
            if question.asked_if is not None and not question.asked_if.holds(values.get):
                if answer.status not in {Status.OFF_ROUTE, Status.OPEN}:
                    self._tell(Why.OFF_ROUTE, tab, row, block.word, str(block.number))
                answer = ResultAnswer(question=question.id, status=Status.OFF_ROUTE)
            elif answer.status is Status.OFF_ROUTE and question.asked_if is not None:
                answer = ResultAnswer(question=question.id, status=Status.OPEN)
            values[question.id] = answer.value if answer.status is not Status.OFF_ROUTE else None
            answers.append(answer)
        ended = lines.get(CLOSURE, 0)
        closure = _CLOSURES.get(tab.text(ended, block.word).casefold())
        if closure is None and all(answer.status is Status.OPEN for answer in answers):
            answers = []
        if closure == Closure.UNAVAILABLE.value:
            answers = [answer for answer in answers if answer.status is not Status.OPEN]
        return SourceResult(
            source=tab.source,
            closure=closure,
            closure_reason=self._text(tab, ended, block.reason) or None,
            answers=tuple(answers),
            deadlines=tuple(self._deadlines(tab, block, lines)),
            closing_remark=self._text(tab, lines.get(CLOSING, 0), block.reason) or None,
        )

    def _answer(self, tab: SourceTab, block: Block, row: int, question: Question) -> ResultAnswer:
        word = tab.text(row, block.word).casefold()
        reason, remark = self._text(tab, row, block.reason), self._text(tab, row, block.remark)
        status, value = _WORDS.get(word, (None, None))
        if status is Status.OPEN and (chosen := _CHOSEN.get(reason.casefold())):
            status, value, reason = Status.REASON_MISSING, chosen, ""
        elif status is Status.ANSWERED and value not in question.values:
            status = None
        if status is None:
            self._tell(Why.NOT_AN_ANSWER, tab, row, block.word, str(block.number))
            return ResultAnswer(question=question.id, status=Status.OPEN)
        if status is Status.OFF_ROUTE:
            return ResultAnswer(question=question.id, status=status)
        score = None if block.score is None else tab.cells.get((row, block.score))
        if question.kind is QuestionKind.RATING and score not in {None, SCORES.get(word)}:
            self._tell(Why.SCORE_TYPED, tab, row, block.score or block.word, str(block.number))
        spoken = question.kind is QuestionKind.OPEN and status is Status.ANSWERED
        return ResultAnswer(
            question=question.id,
            status=status,
            value=value,
            reason=None if spoken or reason == NO_REASON else reason or None,
            reason_declined=not spoken and reason == NO_REASON,
            remark=remark or None,
            text=reason or None if spoken else None,
            spread=read_spread(remark) if remark else (),
        )

    def _deadlines(self, tab: SourceTab, block: Block, lines: Mapping[str, int]) -> Iterator[ResultDeadline]:
        for key, row in lines.items():
            word = tab.text(row, block.word).casefold()
            if not key.startswith(DEADLINE) or not word:
                continue
            if word in VERDICTS:
                verdict, excused = VERDICTS[word]
                name = key.removeprefix(DEADLINE)
                yield ResultDeadline(deadline=name, verdict=verdict, excused=excused)
            else:
                self._tell(Why.NOT_AN_ANSWER, tab, row, block.word, str(block.number))

    def _text(self, tab: SourceTab, row: int, column: int | None) -> str:
        return rejoin(tab.text(row, column), self._more)

    def _steps(
        self, tables: Mapping[str, Table], numbers: set[int]
    ) -> dict[tuple[int, Source], list[ResultEvent]]:
        found: dict[tuple[int, Source], list[ResultEvent]] = {}
        title, lines = tabs_of.timeline_lines(tables)
        durations: dict[str, Since] = {since: since for since in DURATIONS}
        for line in lines:
            case = int(line.case) if line.case.isdecimal() else 0
            source = _SOURCES.get(line.source.casefold())
            if case not in numbers or source is None or not line.text:
                self._left_out.append(LeftOut(Why.STEP_UNREAD, title, f"A{line.row}"))
                continue
            event = ResultEvent(
                text=rejoin(line.text, self._more), after=durations.get(line.after, "onbekend")
            )
            found.setdefault((case, source), []).append(event)
        return found
