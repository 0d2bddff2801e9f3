"""What partners may see of an evaluation, and what those who know a case may still recognise; pure.

`session_table` gives the averages of the Sessiebestand with everything hidden that depends on too few cases
(DESIGN section 7.4). Which figures can be worked out from which is left to `suppression`, what may be recognised all
the same to `privacy_check`, writing files to `storage.export`.

Three things are protected apart, each with the same threshold in distinct cases: the scores behind an average, who
has no score (n beside the known number of cases tells that), and who has n.v.t., chosen or by the route. Apart: that
an average times its n is a sum is not weighed, and so a hidden n follows at times (docs/dreigingen.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from flows.analysis_levels import Atom
from flows.evaluation import SESSION_LEAST, SESSION_MOST
from flows.instrument import Instrument, Question, QuestionKind, Source
from flows.interview import Status
from flows.results import CaseResult
from flows.scores import RED_BELOW, score_of
from flows.suppression import admissible

LEAST, MOST = SESSION_LEAST, SESSION_MOST
"""Between these the threshold can be set, in distinct cases."""

_FEW: Final = 5
"""Under this many answers an average near an end of the scale tells how they lie (research: rule R4)."""

_NVT: Final = {Status.NOT_APPLICABLE, Status.OFF_ROUTE}


class ThresholdOutOfRange(ValueError):
    """The threshold must lie between LEAST and MOST; `threshold` is what was asked."""

    def __init__(self, threshold: int) -> None:
        super().__init__(threshold)
        self.threshold = threshold


class Figure(NamedTuple):
    """One average as it may be shown; everything None: nothing may.

    `mean` is rounded to `decimals`: two where `n` may be shown, else one. Where it would say what everybody answered,
    `mean` is None and `band` says "hoog" (3.5 or more) or "laag" (1.5 or less). `n` counts scores, `not_applicable`
    n.v.t., chosen and by the route together. `red` was decided before rounding (Bijlage 5).
    """

    mean: float | None = None
    decimals: int = 2
    band: str | None = None
    red: bool = False
    n: int | None = None
    not_applicable: int | None = None

    @property
    def hidden(self) -> bool:
        return self.mean is None and self.band is None


HIDDEN: Final = Figure()


class Level(NamedTuple):
    """One line: "totaal", "thema", "criterium" or "vraag" (a row of the framework), its key and its title."""

    kind: str
    key: str | int | None
    title: str
    figures: tuple[Figure | None, ...]
    """One per column of the table; None where that source does not ask it."""


@dataclass(frozen=True, slots=True)
class SessionTable:
    """All figures that partners may see. `columns` are the sources and, last, None for all of them."""

    cases: int
    threshold: int
    columns: tuple[Source | None, ...]
    levels: tuple[Level, ...]

    @property
    def hidden(self) -> tuple[tuple[str, str | int | None, Source | None], ...]:
        """Every figure that is not shown: (kind, key, source)."""
        return tuple(
            (level.kind, level.key, source)
            for level in self.levels
            for source, figure in zip(self.columns, level.figures, strict=True)
            if figure is not None and figure.hidden
        )


# -- the table -----------------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    kind: str
    key: str | int | None
    title: str
    questions: tuple[tuple[Source, Question], ...]


class _Counts(NamedTuple):
    """What was answered, per question of a source: the scores by case, and the cases with n.v.t."""

    cases: frozenset[int]
    scores: Mapping[Atom, Mapping[int, int]]
    not_applicable: Mapping[Atom, frozenset[int]]


class _Cell(NamedTuple):
    line: int
    column: int
    atoms: frozenset[Atom]


def session_table(
    instrument: Instrument, cases: Sequence[CaseResult], threshold: int = LEAST
) -> SessionTable:
    """Average all cases (pooled, as `scores` does) and hide what is not safe to show.

    `instrument` holds what is in scope. Totals are kept before themes, themes before criteria, criteria before
    questions, and all sources together before one. A higher threshold shows a part of what a lower one shows, n and
    n.v.t. too, so that two versions side by side tell no more than the freer one. Raises ThresholdOutOfRange.
    """
    if not LEAST <= threshold <= MOST:
        raise ThresholdOutOfRange(threshold)
    lines = tuple(_lines(instrument))
    columns: tuple[Source | None, ...] = (*(q.source for q in instrument.questionnaires), None)
    counts = _count(instrument, cases)
    cells = [
        _Cell(at, column, frozenset((of, q.id) for of, q in line.questions if source in {None, of}))
        for at, line in enumerate(lines)
        for column, source in enumerate(columns)
    ]
    cells.sort(key=lambda cell: (_ORDER[lines[cell.line].kind], columns[cell.column] is not None))
    cells = [cell for cell in cells if cell.atoms]
    figures: list[list[Figure | None]] = [[None for _ in columns] for _ in lines]
    for cell in cells:
        figures[cell.line][cell.column] = HIDDEN
    for cell, figure in _figures(cells, counts, threshold):
        figures[cell.line][cell.column] = figure
    levels = tuple(
        Level(line.kind, line.key, line.title, tuple(row)) for line, row in zip(lines, figures, strict=True)
    )
    return SessionTable(len(cases), threshold, columns, levels)


_ORDER: Final = {"totaal": 0, "thema": 1, "criterium": 2, "vraag": 3}


def _lines(instrument: Instrument) -> Iterator[_Line]:
    rated = instrument.asked(QuestionKind.RATING)
    yield _Line("totaal", None, "Alle vragen samen", rated)
    for theme in instrument.themes:
        of_theme = tuple(pair for pair in rated if pair[1].theme == theme.id)
        if of_theme:
            yield _Line("thema", theme.id, theme.title, of_theme)
        for criterion in instrument.criteria:
            of_criterion = tuple(pair for pair in of_theme if pair[1].criterion == criterion.number)
            if of_criterion:
                yield _Line("criterium", criterion.number, criterion.text, of_criterion)
            for row in instrument.rows:
                of_row = tuple(pair for pair in of_criterion if pair[1].row == row.number)
                if of_row:
                    yield _Line("vraag", row.number, of_row[0][1].text, of_row)


def _count(instrument: Instrument, cases: Sequence[CaseResult]) -> _Counts:
    rated = {(source, question.id): question for source, question in instrument.asked(QuestionKind.RATING)}
    scores: dict[Atom, dict[int, int]] = {atom: {} for atom in rated}
    not_applicable: dict[Atom, set[int]] = {atom: set() for atom in rated}
    for at, case in enumerate(cases):
        for result in case.sources:
            for answer in result.answers:
                atom = result.source, answer.question
                question = rated.get(atom)
                if question is None:
                    continue
                score = score_of(question, answer)
                if score is not None:
                    scores[atom][at] = score
                elif answer.status in _NVT:
                    not_applicable[atom].add(at)
    return _Counts(
        frozenset(range(len(cases))),
        scores,
        {atom: frozenset(found) for atom, found in not_applicable.items()},
    )


def _figures(cells: Sequence[_Cell], counts: _Counts, threshold: int) -> Iterator[tuple[_Cell, Figure]]:
    """Give what may be shown; averages, n and n.v.t. of a higher threshold are chosen among those of the lowest."""
    scored = {atom: frozenset(found) for atom, found in counts.scores.items()}
    unscored = {atom: counts.cases - found for atom, found in scored.items()}
    other = {atom: unscored[atom] - counts.not_applicable[atom] for atom in scored}
    shown = with_n = with_nvt = list(cells)
    for least in dict.fromkeys((LEAST, threshold)):
        shown = _safe(shown, scored, least)
        with_n = _safe(_both(with_n, shown), unscored, least, empty_is_known=True)
        with_nvt = _safe(_both(with_nvt, with_n), counts.not_applicable, least)
        with_nvt = _safe(with_nvt, other, least, empty_is_known=True)
    known = set(with_n)
    for cell in shown:
        points = [score for atom in cell.atoms for score in counts.scores[atom].values()]
        if cell in known:
            nvt = sum(len(counts.not_applicable[atom]) for atom in cell.atoms)
            yield cell, _figure(points, len(points), nvt if cell in with_nvt else None)
        else:
            yield cell, _without_n(points, len(counts.cases) * len(cell.atoms))


def _both(cells: Sequence[_Cell], others: Sequence[_Cell]) -> list[_Cell]:
    found = set(others)
    return [cell for cell in cells if cell in found]


def _safe(
    cells: Sequence[_Cell],
    depends: Mapping[Atom, frozenset[int]],
    least: int,
    *,
    empty_is_known: bool = False,
) -> list[_Cell]:
    """Keep the cells that may be shown when `least` cases must be behind whatever follows from them."""
    chosen = admissible([cell.atoms for cell in cells], depends, least, empty_is_known=empty_is_known)
    return [cell for cell, safe in zip(cells, chosen, strict=True) if safe]


def _figure(points: Sequence[int], n: int | None, nvt: int | None, decimals: int = 2) -> Figure:
    mean = Fraction(sum(points), len(points))
    red = mean < Fraction(RED_BELOW)
    band = _band(sum(points), len(points))
    shown = None if band else float(rounded(mean, decimals))
    return Figure(shown, decimals, band, red, n, nvt)


def _band(total: int, n: int) -> str | None:
    """Say whether an average lies so near an end of the scale that it would tell what everybody answered.

    Of fewer than _FEW answers every average from 3.5 up, or to 1.5; of more also the one beside 4 or 1 itself, so that
    a band never says that all were the same colour.
    """
    for band, away in (("hoog", 4 * n - total), ("laag", total - n)):
        if 2 * away <= n and (n < _FEW or away <= 1):
            return band
    return None


def _without_n(points: Sequence[int], most: int) -> Figure:
    """Give the average to one decimal, if that does not tell that somebody has no score.

    It tells nothing when it is also an average that everybody together could have come to, and as near an end.
    """
    figure = _figure(points, None, None, 1)
    mean = Fraction(sum(points), len(points))
    if figure.band is None:
        near = round(mean * most)
        around = range(near - most // 10 - 1, near + most // 10 + 2)
        if not any(
            rounded(Fraction(total, most), 1) == rounded(mean, 1)
            and (Fraction(total, most) < Fraction(RED_BELOW)) == figure.red
            and _band(total, most) is None
            for total in around
        ):
            return HIDDEN
    return figure


def rounded(number: Fraction, decimals: int) -> Decimal:
    """Round half up, exactly."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
