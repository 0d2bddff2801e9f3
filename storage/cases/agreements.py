"""What an evaluation must hold before it is sealed: a team, sources, themes; pure checks without disk."""

from typing import Final

from flows.evaluation import Evaluation
from flows.instrument import Instrument
from flows.text import LONGEST_LINE, LONGEST_NAME
from storage.cases.errors import EvaluationIncomplete

_LINES: Final = (
    "title", "municipality", "organisation", "controller", "fg_name", "fg_phone", "fg_email", "return_address",
)  # fmt: skip
"""The fields of one line that go into the letter."""


def scope(evaluation: Evaluation) -> tuple[object, ...]:
    """What is fixed once a conversation has started."""
    return evaluation.instrument, evaluation.sources, evaluation.themes, evaluation.criteria


def fitted(evaluation: Evaluation, instrument: Instrument) -> Evaluation:
    """The evaluation with only the sources that the instrument has; raises `EvaluationIncomplete`."""
    sources = tuple(source for source in evaluation.sources if source in instrument.sources)
    made = evaluation.model_copy(update={"sources": sources})
    _check(made, instrument)
    return made


def _check(evaluation: Evaluation, instrument: Instrument) -> None:
    names = [name.casefold().strip() for name in evaluation.names]
    codes = tuple(
        code
        for wrong, code in (
            (len(names) < 2, "team_too_small"),  # handbook 2.1: at least two persons
            (len(set(names)) < len(names), "names_double"),
            (any(len(name) > LONGEST_NAME for name in names), "name_too_long"),
            (any(len(getattr(evaluation, line)) > LONGEST_LINE for line in _LINES), "line_too_long"),
            (not evaluation.sources, "no_sources"),
            (not evaluation.themes_in_scope(instrument), "no_themes"),
        )
        if wrong
    )
    if codes:
        raise EvaluationIncomplete(codes)
