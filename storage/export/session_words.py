"""What the session's documents share: figures as words, and which findings the figures allow; no figure is made here.

Everything comes from `flows.privacy.SessionTable`, so that no document can show more than the Sessiebestand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flows.actions import ImprovementAction
from flows.conclusions import Conclusion, subject
from flows.evaluation import MINIMUM_CASES
from flows.handbook import Session, handbook_beside
from flows.improvement import Quote
from flows.instrument import Instrument
from flows.privacy import LEAST, Figure, Level, SessionTable, session_table
from flows.results import Results
from storage.export.session import TooFewCases
from storage.export.session_page import BANDS, TOO_FEW
from storage.export.workbook_plan import plan

WELL: Final = 3.0
"""An average of mint or better; partners see what is under 2.5 as red (Bijlage 5)."""
RULE: Final = (
    "In de sessie komt geen casuïstiek aan de orde. "
    "Er worden geen namen van inwoners of professionals genoemd (Bijlage 5)."
)


@dataclass(frozen=True, slots=True)
class SessionContent:
    """All that the documents for partners may know. `quotes` were rewritten and accepted one by one."""

    municipality: str
    title: str
    instrument: Instrument
    table: SessionTable
    guide: Session
    conclusions: tuple[Conclusion, ...] = ()
    actions: tuple[ImprovementAction, ...] = ()
    quotes: tuple[Quote, ...] = ()


def session_content(
    results: Results,
    *,
    threshold: int = LEAST,
    conclusions: Sequence[Conclusion] = (),
    actions: Sequence[ImprovementAction] = (),
    quotes: Sequence[Quote] = (),
) -> SessionContent:
    """Take from the results what partners may see. Raises TooFewCases, ThresholdOutOfRange or InstrumentError."""
    if len(results.cases) < MINIMUM_CASES:
        raise TooFewCases(len(results.cases))
    instrument = plan(results).instrument
    return content_of(
        results,
        instrument,
        session_table(instrument, results.cases, threshold),
        conclusions=conclusions,
        actions=actions,
        quotes=quotes,
    )


def content_of(
    results: Results,
    instrument: Instrument,
    table: SessionTable,
    *,
    conclusions: Sequence[Conclusion] = (),
    actions: Sequence[ImprovementAction] = (),
    quotes: Sequence[Quote] = (),
) -> SessionContent:
    """The same around figures that were made before; of `results` no case is read. Raises TooFewCases."""
    if table.cases < MINIMUM_CASES:
        raise TooFewCases(table.cases)
    book = handbook_beside(instrument.id)
    return SessionContent(
        results.municipality,
        results.evaluation_title,
        instrument,
        table,
        book.session,
        tuple(conclusions),
        tuple(actions),
        tuple(quotes),
    )


def figure_words(figure: Figure | None) -> str:
    """A figure as it may be read: an average with ▼ when red, a band, or that there is too little."""
    if figure is None:
        return ""
    if figure.hidden:
        return TOO_FEW
    mark = "▼\u00a0" if figure.red else ""
    if figure.mean is None:
        return f"{mark}{BANDS[figure.band or '']}"
    return f"{mark}{figure.mean:.{figure.decimals}f}".replace(".", ",")


def said(conclusion: Conclusion, instrument: Instrument) -> str:
    """A conclusion with what it is about before it. Raises KeyError."""
    about = subject(conclusion, instrument).rstrip(" .")
    return f"{about}: {conclusion.text}"


def name_of_level(level: Level) -> str:
    return f"{level.key}. {level.title}" if level.kind == "criterium" else level.title


def with_criteria(table: SessionTable, theme: Level) -> tuple[Level, ...]:
    """A theme's criteria."""
    at = table.levels.index(theme)
    found: list[Level] = []
    for level in table.levels[at + 1 :]:
        if level.kind in {"thema", "totaal"}:
            break
        if level.kind == "criterium":
            found.append(level)
    return tuple(found)


def themes(table: SessionTable) -> tuple[Level, ...]:
    return tuple(level for level in table.levels if level.kind == "thema")


def goes_well(table: SessionTable) -> Iterator[tuple[Level, Figure]]:
    """The criteria (or themes, without criteria) whose shown average over all sources is mint or better."""
    for level, figure in _leading(table):
        if figure.band == "hoog" or (figure.mean is not None and figure.mean >= WELL):
            yield level, figure


def goes_badly(table: SessionTable) -> Iterator[tuple[Level, Figure]]:
    """Those whose shown average over all sources is under 2.5."""
    for level, figure in _leading(table):
        if figure.red:
            yield level, figure


def _leading(table: SessionTable) -> Iterator[tuple[Level, Figure]]:
    kinds = {level.kind for level in table.levels}
    wanted = "criterium" if "criterium" in kinds else "thema"
    for level in table.levels:
        figure = level.figures[-1]
        if level.kind == wanted and figure is not None and not figure.hidden:
            yield level, figure


def day(moment: date) -> str:
    return f"{moment:%d-%m-%Y}"
