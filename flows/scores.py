"""The averages of Bijlage 5: pooled 4-3-2-1 scores per theme, criterion, row, question and total.

An average is the sum of all scores under it divided by their count; it is never a mean of means (DESIGN
section 4, decided). Only a rating with status "beantwoord" counts: n.v.t., no answer, yes/no, open, timeline and
off-route questions have no score, and a low colour without its reason is not an answer yet. Showing and rounding
are left to others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from flows.instrument import Instrument, Question, QuestionKind, Rating, Source
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer

RED_BELOW: Final = 2.5
"""Bijlage 5: averages under 2,5 colour red."""

_SCORES: Final[Mapping[str, int]] = {rating.value: rating.score for rating in Rating}


class Mean(NamedTuple):
    """A pooled average that knows its count."""

    total: int = 0
    n: int = 0

    @property
    def value(self) -> float | None:
        """The unrounded average, 1 to 4; None without scores."""
        return self.total / self.n if self.n else None

    @property
    def red(self) -> bool:
        """Under 2.5 before rounding; never without scores."""
        return 2 * self.total < 5 * self.n

    def joined(self, other: "Mean") -> "Mean":
        """Pool two averages."""
        return Mean(self.total + other.total, self.n + other.n)


NO_SCORES: Final = Mean()


@dataclass(frozen=True, slots=True)
class Averages:
    """All averages of one source, or of all of them (then `questions` is empty: numbers differ per source)."""

    total: Mean = NO_SCORES
    themes: Mapping[str, Mean] = field(default_factory=dict)
    criteria: Mapping[int, Mean] = field(default_factory=dict)
    rows: Mapping[int, Mean] = field(default_factory=dict)
    questions: Mapping[str, Mean] = field(default_factory=dict)

    def theme(self, theme: str) -> Mean:
        return self.themes.get(theme, NO_SCORES)

    def criterion(self, number: int) -> Mean:
        return self.criteria.get(number, NO_SCORES)

    def row(self, number: int) -> Mean:
        return self.rows.get(number, NO_SCORES)

    def question(self, question: str) -> Mean:
        return self.questions.get(question, NO_SCORES)


@dataclass(frozen=True, slots=True)
class Overview:
    """The averages per source and over all sources together."""

    sources: Mapping[Source, Averages]
    all: Averages

    def of(self, source: Source | None) -> Averages:
        """Give the averages of one source; None: all sources."""
        return self.all if source is None else self.sources.get(source, Averages())


@dataclass(frozen=True, slots=True)
class CaseAverages:
    """The overview of one case (Bijlage 5, "Totaalbeeld per casus")."""

    number: int
    overview: Overview


def score_of(question: Question, answer: ResultAnswer) -> int | None:
    """Give 4, 3, 2 or 1, or None when this answer has no score."""
    if question.kind is not QuestionKind.RATING or answer.status is not Status.ANSWERED:
        return None
    return _SCORES.get(answer.value or "")


def overview(instrument: Instrument, cases: Iterable[CaseResult]) -> Overview:
    """Average all cases. Answers to questions the instrument does not have are left out."""
    known = {
        questionnaire.source: {question.id: question for question in questionnaire.questions}
        for questionnaire in instrument.questionnaires
    }
    sums: dict[Source, dict[str, list[int]]] = {source: {} for source in known}
    for case in cases:
        for result in case.sources:
            questions = known.get(result.source, {})
            for answer in result.answers:
                question = questions.get(answer.question)
                score = None if question is None else score_of(question, answer)
                if score is not None:
                    sum_ = sums[result.source].setdefault(answer.question, [0, 0])
                    sum_[0] += score
                    sum_[1] += 1
    per_source = {source: _averages(known[source], sums[source]) for source in known}
    return Overview(per_source, _pooled(per_source.values()))


def case_overviews(instrument: Instrument, cases: Iterable[CaseResult]) -> tuple[CaseAverages, ...]:
    """Average each case on its own, in the given order."""
    return tuple(CaseAverages(case.number, overview(instrument, (case,))) for case in cases)


def _averages(questions: Mapping[str, Question], sums: Mapping[str, list[int]]) -> Averages:
    total = NO_SCORES
    themes: dict[str, Mean] = {}
    criteria: dict[int, Mean] = {}
    rows: dict[int, Mean] = {}
    means: dict[str, Mean] = {}
    for question_id, (score, n) in sums.items():
        question, mean = questions[question_id], Mean(score, n)
        means[question_id] = mean
        total = total.joined(mean)
        if question.theme is not None:
            themes[question.theme] = mean.joined(themes.get(question.theme, NO_SCORES))
        if question.criterion is not None:
            criteria[question.criterion] = mean.joined(criteria.get(question.criterion, NO_SCORES))
        if question.row is not None:
            rows[question.row] = mean.joined(rows.get(question.row, NO_SCORES))
    return Averages(total, themes, criteria, rows, means)


def _pooled(parts: Iterable[Averages]) -> Averages:
    total = NO_SCORES
    themes: dict[str, Mean] = {}
    criteria: dict[int, Mean] = {}
    rows: dict[int, Mean] = {}
    for part in parts:
        total = total.joined(part.total)
        for theme, mean in part.themes.items():
            themes[theme] = mean.joined(themes.get(theme, NO_SCORES))
        for number, mean in part.criteria.items():
            criteria[number] = mean.joined(criteria.get(number, NO_SCORES))
        for number, mean in part.rows.items():
            rows[number] = mean.joined(rows.get(number, NO_SCORES))
    return Averages(total, themes, criteria, rows)
