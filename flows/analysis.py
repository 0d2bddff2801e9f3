"""The analysis of Bijlage 5, step 2: what differs, what goes well, what does not, and what nobody expected.

Everything follows from the accepted results; which of it matters is for the team. Counting is `analysis_levels`'
work, joining and comparing rounds `analysis_rounds`', the handbook's questions `analysis_walk`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from flows.analysis_levels import Atom, CaseExtremes, Kind, Level, Tally, count
from flows.instrument import NO, YES, Instrument, Question, QuestionKind, Rating, Source
from flows.interview import Closure, Status
from flows.results import CaseResult, Results
from flows.scores import Mean
from flows.spread import OrganisationColour

__all__ = [
    "Analysis",
    "CaseDifference",
    "Kind",
    "Level",
    "SafetyDifference",
    "SourceDifference",
    "Surprise",
    "Told",
    "Unexpected",
    "analyse",
    "analysis_of",
    "colour_of",
    "open_answers",
    "scoped",
    "told",
]

LARGE: Final = 1
"""From this difference on, averages of two sources or two cases are flagged (one whole colour)."""
GOES_WELL: Final = 3
"""An average of mint or better; red is under 2.5 (Bijlage 5)."""
FEW: Final = 3
"""Under so many scores an average says little."""


class SafetyDifference(NamedTuple):
    """One case whose sources do not say the same about safety; `clear` when one says yes and another no."""

    case: int
    row: int
    answers: tuple[tuple[Source, str], ...]
    """Per source: ja, nee, or the status when it says neither."""
    clear: bool


class SourceDifference(NamedTuple):
    """The two sources that lie furthest apart at one level."""

    level: Level
    high: Source
    high_mean: Mean
    low: Source
    low_mean: Mean

    @property
    def gap(self) -> Fraction:
        return _apart(self.high_mean, self.low_mean)

    @property
    def large(self) -> bool:
        return self.gap >= LARGE


class CaseDifference(NamedTuple):
    """How far the cases lie apart at one level, all sources together."""

    level: Level
    extremes: CaseExtremes

    @property
    def gap(self) -> Fraction:
        return _apart(self.extremes.high, self.extremes.low)

    @property
    def large(self) -> bool:
        return self.gap >= LARGE


class Surprise(StrEnum):
    """Bijlage 5: "geheel onverwachte uitkomsten, niet voldoende informatie"."""

    SOURCE_MISSING = "source_missing"
    """Of a case a source has no answers; `case` and `source`."""
    NO_SCORES = "no_scores"
    """Nobody gave a colour."""
    ONE_SOURCE = "one_source"
    """Several sources are asked, one has scores; `source`."""
    MANY_NOT_APPLICABLE = "many_not_applicable"
    """At least half of those asked chose n.v.t.; `number` of `of`."""
    MANY_NO_ANSWER = "many_no_answer"
    """At least half of those asked gave no answer, or the question stayed open; `number` of `of`."""
    DIVIDED = "divided"
    """The same source is green and red, and hardly anything between; `source`, `number` red of `of`."""


class Unexpected(NamedTuple):
    """One thing that stands out; `level` None when it is about a whole source of a case."""

    surprise: Surprise
    level: Level | None = None
    source: Source | None = None
    case: int | None = None
    number: int = 0
    of: int = 0
    closure: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that the figures tell. `columns` are the sources and, last, None for all of them."""

    instrument: Instrument
    cases: int
    columns: tuple[Source | None, ...]
    levels: tuple[Level, ...]
    safety: tuple[SafetyDifference, ...]
    source_differences: tuple[SourceDifference, ...]
    case_differences: tuple[CaseDifference, ...]
    strengths: tuple[Level, ...]
    """Rows of mint or better over all sources, and `bottlenecks` those under 2.5; those with n under 3 come last."""
    bottlenecks: tuple[Level, ...]
    unexpected: tuple[Unexpected, ...]

    def of(self, *kinds: Kind) -> tuple[Level, ...]:
        """The levels of these kinds, in the instrument's order."""
        return tuple(level for level in self.levels if level.kind in kinds)

    def level(self, kind: Kind, key: str | int | None) -> Level:
        """One level; raises KeyError."""
        for level in self.levels:
            if level.kind is kind and level.key == key:
                return level
        raise KeyError((kind.value, key))

    @property
    def red(self) -> tuple[tuple[Level, Source | None], ...]:
        """Every average under 2.5: "waar zijn de rode scores in het totaaloverzicht?"."""
        return tuple(
            (level, column)
            for level in self.levels
            for column, tally in zip(self.columns, level.tallies, strict=True)
            if tally.mean.red
        )


def scoped(results: Results) -> Instrument:
    """The instrument with only what these results are about. Raises InstrumentError when it cannot be read."""
    whole = Instrument.from_text(results.instrument_text)
    themes = None if results.themes is None else frozenset(results.themes)
    criteria = None if results.criteria is None else frozenset(results.criteria)
    used = {result.source for case in results.cases for result in case.sources} or set(whole.sources)
    kept = tuple(one.scoped(themes, criteria) for one in whole.questionnaires if one.source in used)
    return whole.model_copy(update={"questionnaires": kept})


def analyse(instrument: Instrument, cases: Sequence[CaseResult]) -> Analysis:
    """Analyse these cases; `instrument` holds what is in scope (`scoped`)."""
    counted = count(instrument, cases)
    columns: tuple[Source | None, ...] = (*counted.sources, None)
    levels = counted.levels
    rows = tuple(level for level in levels if level.kind is Kind.ROW)
    apart = [
        CaseDifference(level, counted.extremes[level.kind, level.key])
        for level in levels
        if (level.kind, level.key) in counted.extremes and counted.extremes[level.kind, level.key].cases > 1
    ]
    return replace(
        analysis_of(instrument, len(cases), columns, levels),
        safety=tuple(_safety(instrument, cases)),
        case_differences=tuple(sorted(apart, key=lambda one: -one.gap)),
        unexpected=(*_missing(instrument, cases), *_unexpected(columns, rows)),
    )


def analysis_of(
    instrument: Instrument, cases: int, columns: tuple[Source | None, ...], levels: tuple[Level, ...]
) -> Analysis:
    """What the averages alone tell, without any case: `cases` is their number."""
    rows = tuple(level for level in levels if level.kind is Kind.ROW)
    well = [level for level in rows if level.all.mean.n and _mean(level) >= GOES_WELL]
    ill = [level for level in rows if level.all.mean.red]
    sources = tuple(source for source in columns if source is not None)
    return Analysis(
        instrument,
        cases,
        columns,
        levels,
        safety=(),
        source_differences=tuple(sorted(_source_differences(sources, levels), key=lambda one: -one.gap)),
        case_differences=(),
        strengths=tuple(sorted(well, key=lambda level: (_few(level), -_mean(level), -level.all.mean.n))),
        bottlenecks=tuple(sorted(ill, key=lambda level: (_few(level), _mean(level), -level.all.mean.n))),
        unexpected=(),
    )


def colour_of(mean: Mean) -> Rating | None:
    """The colour an average is nearest to; never mint or green under 2.5. None without scores."""
    if mean.value is None:
        return None
    if mean.red:
        return Rating.ROOD if 2 * mean.total < 3 * mean.n else Rating.ORANJE
    return Rating.GROEN if 2 * mean.total >= 7 * mean.n else Rating.MINT


def _exact(mean: Mean) -> Fraction:
    return Fraction(mean.total, mean.n)


def _mean(level: Level) -> Fraction:
    return _exact(level.all.mean)


def _few(level: Level) -> bool:
    """Whether so little lies under an average that it comes after the others."""
    return level.all.mean.n < FEW


def _apart(high: Mean, low: Mean) -> Fraction:
    return _exact(high) - _exact(low)


def _source_differences(sources: Sequence[Source], levels: Sequence[Level]) -> Iterator[SourceDifference]:
    for level in levels:
        means = [(s, t.mean) for s, t in zip(sources, level.tallies, strict=False) if t.mean.n]
        if len(means) > 1:
            high = max(means, key=lambda pair: _exact(pair[1]))
            low = min(means, key=lambda pair: _exact(pair[1]))
            if high[0] is not low[0]:
                yield SourceDifference(level, *high, *low)


# -- safety ----------------------------------------------------------------------------------------------------


def _safety(instrument: Instrument, cases: Sequence[CaseResult]) -> list[SafetyDifference]:
    """Every case whose sources differ at a yes or no that they share; yes against no first."""
    asked = {
        (source, question.id): question.row
        for source, question in instrument.asked(QuestionKind.YES_NO)
        if question.row is not None
    }
    found = []
    for case in cases:
        told: dict[int, list[tuple[Source, str]]] = {}
        for result in case.sources:
            for answer in result.answers:
                row = asked.get((result.source, answer.question))
                if row is not None and answer.status is not Status.OFF_ROUTE:
                    said = answer.value if answer.status is Status.ANSWERED else None
                    told.setdefault(row, []).append((result.source, said or answer.status.value))
        for row, answers in told.items():
            said_ = {value for _, value in answers}
            if YES in said_ and len(said_) > 1:
                found.append(SafetyDifference(case.number, row, tuple(answers), NO in said_))
    return sorted(found, key=lambda one: (not one.clear, one.case, one.row))


# -- what stands out ---------------------------------------------------------------------------------------------


def _missing(instrument: Instrument, cases: Sequence[CaseResult]) -> Iterator[Unexpected]:
    for case in cases:
        held = {result.source: result for result in case.sources}
        for source in instrument.sources:
            result = held.get(source)
            if result is None or not any(answer.status is Status.ANSWERED for answer in result.answers):
                closure = result.closure if result else None
                yield Unexpected(Surprise.SOURCE_MISSING, None, source, case.number, closure=closure)
            elif result.closure == Closure.STOPPED.value:
                yield Unexpected(Surprise.SOURCE_MISSING, None, source, case.number, closure=result.closure)


def _unexpected(columns: Sequence[Source | None], rows: Sequence[Level]) -> Iterator[Unexpected]:
    for level in rows:
        tally = level.all
        pairs = [
            (source, of) for source, of in zip(columns, level.tallies, strict=True) if source and of.asked
        ]
        if tally.asked and not tally.mean.n:
            yield Unexpected(Surprise.NO_SCORES, level, of=tally.asked)
        elif len(pairs) > 1 and sum(bool(of.mean.n) for _, of in pairs) == 1:
            only = next(source for source, of in pairs if of.mean.n)
            yield Unexpected(Surprise.ONE_SOURCE, level, only)
        unanswered = tally.no_answer + tally.open
        for number, surprise in (
            (tally.not_applicable, Surprise.MANY_NOT_APPLICABLE),
            (unanswered, Surprise.MANY_NO_ANSWER),
        ):
            if number > 1 and 2 * number >= tally.asked:
                yield Unexpected(surprise, level, number=number, of=tally.asked)
        for source, of in pairs:
            if _divided(of):
                yield Unexpected(Surprise.DIVIDED, level, source, number=of.rood, of=of.mean.n)


def _divided(tally: Tally) -> bool:
    """Four scores at least, each end a third of them, and together two thirds."""
    n = tally.mean.n
    return n > FEW and 3 * min(tally.rood, tally.groen) >= n and 3 * (tally.rood + tally.groen) >= 2 * n


# -- from a cell to its reasons -----------------------------------------------------------------------------------


class Told(NamedTuple):
    """What one source of one case said to one question: for the team's eyes, never for the session."""

    case: int
    source: Source
    question: Question
    status: Status
    value: str | None
    reason: str | None
    declined: bool
    remark: str | None
    text: str | None
    spread: tuple[OrganisationColour, ...]


def told(
    instrument: Instrument,
    cases: Sequence[CaseResult],
    questions: Collection[Atom],
    source: Source | None = None,
) -> tuple[Told, ...]:
    """What was said to these questions: the low colours first, then in the order of the cases."""
    wanted = {
        atom: instrument.questionnaire(atom[0]).question(atom[1])
        for atom in questions
        if source in {None, atom[0]}
    }
    found = [
        Told(
            case.number,
            result.source,
            question,
            answer.status,
            answer.value,
            answer.reason,
            answer.reason_declined,
            answer.remark,
            answer.text,
            answer.spread,
        )
        for case in cases
        for result in case.sources
        for answer in result.answers
        if (question := wanted.get((result.source, answer.question))) is not None
        and answer.status is not Status.OFF_ROUTE
    ]
    return tuple(sorted(found, key=lambda one: _ORDER.get(one.value or "", len(_ORDER))))


_ORDER: Final = {rating.value: at for at, rating in enumerate(reversed(Rating))}


def open_answers(instrument: Instrument, cases: Sequence[CaseResult]) -> tuple[Told, ...]:
    """The answers to the open questions ("overige relevante punten") that hold a text."""
    atoms = {(source, question.id) for source, question in instrument.asked(QuestionKind.OPEN)}
    return tuple(one for one in told(instrument, cases, atoms) if one.text)
