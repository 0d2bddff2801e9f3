"""Counting what was answered, per question, row, criterion and theme, by source; what that means is left to `analysis`.

One pass over the answers; averages are pooled as in `scores` (DESIGN section 4). Only ratings are counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from flows.instrument import Instrument, Question, QuestionKind, Rating, Source
from flows.interview import Status
from flows.results import CaseResult
from flows.scores import Mean

Atom = tuple[Source, str]
"""One question of one source."""


class Kind(StrEnum):
    """How wide a level is; a row ties the questions of the three lists together (Bijlage 7)."""

    TOTAL = "totaal"
    THEME = "thema"
    CRITERION = "criterium"
    ROW = "vraag"


class Tally(NamedTuple):
    """How often each answer was given. `open` holds what was asked and not (wholly) answered."""

    open: int = 0
    rood: int = 0
    oranje: int = 0
    mint: int = 0
    groen: int = 0
    not_applicable: int = 0
    off_route: int = 0
    no_answer: int = 0

    @property
    def mean(self) -> Mean:
        total = self.rood + 2 * self.oranje + 3 * self.mint + 4 * self.groen
        return Mean(total, self.rood + self.oranje + self.mint + self.groen)

    @property
    def asked(self) -> int:
        """How often it was asked: everything but n.v.t. by the route."""
        return sum(self) - self.off_route

    @property
    def variance(self) -> float:
        """The variance of the scores, 0 to 2.25; 0 without scores."""
        total, n = self.mean
        squares = self.rood + 4 * self.oranje + 9 * self.mint + 16 * self.groen
        return squares / n - (total / n) ** 2 if n else 0.0

    def joined(self, other: Tally) -> Tally:
        return Tally(*map(int.__add__, self, other))


NOTHING: Final = Tally()
_OPEN, _NOT_APPLICABLE, _OFF_ROUTE, _NO_ANSWER = 0, 5, 6, 7
_SLOTS: Final[Mapping[Status, int]] = {
    Status.OPEN: _OPEN,
    Status.REASON_MISSING: _OPEN,
    Status.NOT_APPLICABLE: _NOT_APPLICABLE,
    Status.OFF_ROUTE: _OFF_ROUTE,
    Status.NO_ANSWER: _NO_ANSWER,
}
_SCORES: Final[Mapping[str | None, int]] = {rating.value: rating.score for rating in Rating}


class Level(NamedTuple):
    """One line of the overview. `tallies` stand in the order of the columns: the sources and, last, all of them.

    `key` is a theme id, a criterion number, a row number, or "source:question" for a question without a row.
    """

    kind: Kind
    key: str | int | None
    title: str
    theme: str | None
    criterion: int | None
    questions: tuple[Atom, ...]
    tallies: tuple[Tally, ...]

    @property
    def all(self) -> Tally:
        return self.tallies[-1]


class CaseExtremes(NamedTuple):
    """The lowest and the highest case at one level, all sources together; `red` cases lie under 2.5."""

    lowest: int
    low: Mean
    highest: int
    high: Mean
    red: int
    cases: int


class Counted(NamedTuple):
    """Everything that was counted. `extremes` per level key, for the total, themes and criteria."""

    sources: tuple[Source, ...]
    levels: tuple[Level, ...]
    extremes: Mapping[tuple[Kind, str | int | None], CaseExtremes]


def count(instrument: Instrument, cases: Sequence[CaseResult]) -> Counted:
    """Count all cases; `instrument` holds what is in scope. Answers to other questions are left out."""
    rated = instrument.asked(QuestionKind.RATING)
    tallies: dict[Source, dict[str, list[int]]] = {source: {} for source in instrument.sources}
    for source, question in rated:
        tallies[source][question.id] = [0] * 8
    places = _places(rated)
    seen = _Extremes()
    for case in cases:
        per_place: dict[tuple[Kind, str | int | None], list[int]] = {}
        for result in case.sources:
            of_source, of_place = tallies.get(result.source, {}), places.get(result.source, {})
            for answer in result.answers:
                slots = of_source.get(answer.question)
                if slots is None:
                    continue
                if answer.status is not Status.ANSWERED:
                    slots[_SLOTS[answer.status]] += 1
                elif score := _SCORES.get(answer.value):
                    slots[score] += 1
                    for place in of_place[answer.question]:
                        sum_ = per_place.setdefault(place, [0, 0])
                        sum_[0] += score
                        sum_[1] += 1
        seen.add(case.number, per_place)
    found = {
        (source, question): Tally(*slots)
        for source, of_source in tallies.items()
        for question, slots in of_source.items()
    }
    levels = tuple(_levels(instrument, rated, found))
    return Counted(instrument.sources, levels, seen.found())


def levels_of(instrument: Instrument) -> tuple[Level, ...]:
    """Every level of the instrument, with nothing counted."""
    rated = instrument.asked(QuestionKind.RATING)
    nothing = {(source, question.id): NOTHING for source, question in rated}
    return tuple(_levels(instrument, rated, nothing))


def _places(
    rated: Sequence[tuple[Source, Question]],
) -> dict[Source, dict[str, tuple[tuple[Kind, str | int | None], ...]]]:
    """Where the score of each question counts when cases are compared."""
    found: dict[Source, dict[str, tuple[tuple[Kind, str | int | None], ...]]] = {}
    for source, question in rated:
        keys: list[tuple[Kind, str | int | None]] = [(Kind.TOTAL, None)]
        if question.theme is not None:
            keys.append((Kind.THEME, question.theme))
        if question.criterion is not None:
            keys.append((Kind.CRITERION, question.criterion))
        found.setdefault(source, {})[question.id] = tuple(keys)
    return found


class _Extremes:
    """Keeps the lowest and the highest case while the cases pass by."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Kind, str | int | None], list[int]] = {}

    def add(self, number: int, per_place: Mapping[tuple[Kind, str | int | None], Sequence[int]]) -> None:
        for place, (total, n) in per_place.items():
            kept = self._kept.get(place)
            if kept is None:
                self._kept[place] = kept = [number, total, n, number, total, n, 0, 0]
            elif total * kept[2] < kept[1] * n:
                kept[:3] = number, total, n
            elif total * kept[5] > kept[4] * n:
                kept[3:6] = number, total, n
            kept[6] += 2 * total < 5 * n
            kept[7] += 1

    def found(self) -> dict[tuple[Kind, str | int | None], CaseExtremes]:
        return {
            place: CaseExtremes(
                kept[0], Mean(kept[1], kept[2]), kept[3], Mean(kept[4], kept[5]), kept[6], kept[7]
            )
            for place, kept in self._kept.items()
        }


def _levels(
    instrument: Instrument, rated: Sequence[tuple[Source, Question]], found: Mapping[Atom, Tally]
) -> Iterator[Level]:
    columns = (*instrument.sources, None)

    def level(
        kind: Kind,
        key: str | int | None,
        title: str,
        of: Sequence[tuple[Source, Question]],
        theme: str | None = None,
        criterion: int | None = None,
    ) -> Level:
        atoms = tuple((source, question.id) for source, question in of)
        sums = tuple(_sum(found, atoms, column) for column in columns)
        return Level(kind, key, title, theme, criterion, atoms, sums)

    yield level(Kind.TOTAL, None, "Alle vragen samen", rated)
    for theme in instrument.themes:
        of_theme = tuple(pair for pair in rated if pair[1].theme == theme.id)
        if not of_theme:
            continue
        yield level(Kind.THEME, theme.id, theme.title, of_theme, theme.id)
        for number, text in [*((one.number, one.text) for one in instrument.criteria), (None, "")]:
            of_criterion = tuple(pair for pair in of_theme if pair[1].criterion == number)
            if not of_criterion:
                continue
            if number is not None:
                yield level(Kind.CRITERION, number, text, of_criterion, theme.id, number)
            for key, of_row in _rows(of_criterion).items():
                yield level(Kind.ROW, key, of_row[0][1].text, of_row, theme.id, number)


def _rows(of: Sequence[tuple[Source, Question]]) -> dict[str | int, list[tuple[Source, Question]]]:
    """The rows of a criterion; a question without a row is one by itself."""
    rows: dict[str | int, list[tuple[Source, Question]]] = {}
    for source, question in of:
        key = f"{source.value}:{question.id}" if question.row is None else question.row
        rows.setdefault(key, []).append((source, question))
    return dict(sorted(rows.items(), key=lambda item: (isinstance(item[0], str), str(item[0]).zfill(6))))


def _sum(found: Mapping[Atom, Tally], atoms: Sequence[Atom], column: Source | None) -> Tally:
    total = NOTHING
    for atom in atoms:
        if column is None or atom[0] is column:
            total = total.joined(found[atom])
    return total
