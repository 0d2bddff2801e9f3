"""An invented round as its workbook tells it; what was answered is each test's own."""

from collections.abc import Callable, Iterable
from typing import Any

from flows.instrument import Instrument, Source, load_instrument
from flows.results import CaseResult, ResultAnswer, Results, SourceResult

ZET = load_instrument("zet")

Answers = Callable[[int, Source], Iterable[ResultAnswer]]


def told_round(
    cases: int,
    answers: Answers,
    *,
    instrument: Instrument = ZET,
    of_source: Callable[[int], dict[str, Any]] = lambda _number: {"closure": "volledig"},
    **changes: object,
) -> Results:
    """Cases 1 to `cases` with these answers of every source and what `of_source` says more of a case's sources."""
    made = tuple(
        CaseResult(
            number=number,
            sources=tuple(
                SourceResult(source=source, answers=tuple(answers(number, source)), **of_source(number))
                for source in Source
            ),
        )
        for number in range(1, cases + 1)
    )
    return told(made, instrument, **changes)


def told(cases: Iterable[CaseResult], instrument: Instrument = ZET, **changes: object) -> Results:
    """A round of these cases."""
    plain = Results(
        municipality="Oosterdam",
        evaluation_title="Ronde 1",
        exported_on="2026-01-02",
        instrument_text=instrument.text(),
        cases=tuple(cases),
    )
    return plain.model_copy(update=changes)
