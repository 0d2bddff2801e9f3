"""What is left of a round once its session has been held: averages that may be shown, and no row about one case.

DESIGN section 7.8: "per-case rows only until the session is done, then aggregates". Kept is what partners could see
(`privacy.session_table`), no more, so that nothing about one or two people can be worked out from a vault later.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from flows.analysis import Analysis, analysis_of
from flows.analysis_levels import NOTHING, Tally, levels_of
from flows.instrument import Instrument, Source
from flows.privacy import LEAST, Figure, Level, SessionTable, session_table
from flows.results import CaseResult


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptFigure(_Kept):
    """One `privacy.Figure` of one column; `source` None: all of them."""

    source: Source | None
    mean: float | None = None
    decimals: int = 2
    band: str | None = None
    red: bool = False
    n: int | None = None
    not_applicable: int | None = None


class KeptLevel(_Kept):
    """One line of the table. Figures that a source does not have are not there."""

    kind: str
    key: str | int | None
    title: str
    figures: tuple[KeptFigure, ...]


class Aggregates(_Kept):
    """A `privacy.SessionTable` as it is kept. `cases` is their number, `threshold` that of the table."""

    cases: int = Field(ge=0)
    threshold: int
    sources: tuple[Source, ...]
    levels: tuple[KeptLevel, ...]

    def table(self) -> SessionTable:
        """The table as it was."""
        columns = (*self.sources, None)
        return SessionTable(
            self.cases,
            self.threshold,
            columns,
            tuple(
                Level(
                    one.kind,
                    one.key,
                    one.title,
                    tuple(
                        next((_figure(kept) for kept in one.figures if kept.source is column), None)
                        for column in columns
                    ),
                )
                for one in self.levels
            ),
        )


def _figure(kept: KeptFigure) -> Figure:
    return Figure(kept.mean, kept.decimals, kept.band, kept.red, kept.n, kept.not_applicable)


def aggregated(instrument: Instrument, cases: tuple[CaseResult, ...], threshold: int = LEAST) -> Aggregates:
    """Reduce these cases; `instrument` holds what is in scope. Raises ThresholdOutOfRange."""
    table = session_table(instrument, cases, threshold)
    return Aggregates(
        cases=table.cases,
        threshold=threshold,
        sources=tuple(source for source in table.columns if source is not None),
        levels=tuple(
            KeptLevel(
                kind=level.kind,
                key=level.key,
                title=level.title,
                figures=tuple(
                    KeptFigure(source=source, **figure._asdict())
                    for source, figure in zip(table.columns, level.figures, strict=True)
                    if figure is not None
                ),
            )
            for level in table.levels
        ),
    )


def analysis_of_aggregates(instrument: Instrument, kept: Aggregates) -> Analysis:
    """The analysis that the kept averages still allow: no case, no safety answer, no reason.

    Averages whose n may not be shown are left out. Where the scores behind an average are needed, to judge whether a
    difference may be chance, they are taken to lie as far apart as that average allows: it claims too little sooner
    than too much.
    """
    columns = (*kept.sources, None)
    figures = {
        (level.kind, level.key, figure.source): figure for level in kept.levels for figure in level.figures
    }
    levels = tuple(
        level._replace(
            tallies=tuple(_tally(figures.get((level.kind.value, level.key, column))) for column in columns)
        )
        for level in levels_of(instrument)
    )
    return analysis_of(instrument, kept.cases, columns, levels)


def _tally(kept: KeptFigure | None) -> Tally:
    if kept is None or kept.mean is None or kept.n is None:
        return NOTHING
    total = round(kept.mean * kept.n)
    at_most, at_least = (
        (5 * kept.n - 1) // 2,
        (5 * kept.n + 1) // 2,
    )  # red was decided before rounding (Bijlage 5)
    return widest(min(total, at_most) if kept.red else max(total, at_least), kept.n)


def widest(total: int, n: int) -> Tally:
    """The scores, `n` of them with this sum, that lie furthest apart; n <= total <= 4 n."""
    green, rest = divmod(total - n, 3)
    return Tally(rood=n - green - bool(rest), oranje=int(rest == 1), mint=int(rest == 2), groen=green)
