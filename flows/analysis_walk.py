"""The questions of Bijlage 5, step 2, one after another, each with what to look at; answering is for the team."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from flows.handbook import Analysis as Guide


class Look(StrEnum):
    """What belongs beside a question of the analysis."""

    RED = "red"
    SOURCES = "sources"
    STRENGTHS = "strengths"
    REASONS = "reasons"
    CASES = "cases"
    UNEXPECTED = "unexpected"
    THEMES = "themes"
    CRITERIA = "criteria"
    ROWS = "rows"
    THREADS = "threads"
    LEVEL = "level"
    OPEN_ANSWERS = "open_answers"
    NOTHING = "nothing"


class Step(NamedTuple):
    """One question of the walk: `level` is the heading it stands under, `number` counts from 1."""

    number: int
    level: str
    question: str
    look: Look


_LOOKS: Final[tuple[tuple[Look, ...], ...]] = (
    (Look.RED,),
    (Look.SOURCES, Look.STRENGTHS, Look.REASONS, Look.CASES, Look.UNEXPECTED),
    (Look.THEMES,),
    (Look.CRITERIA, Look.ROWS),
    (Look.THREADS, Look.LEVEL, Look.OPEN_ANSWERS),
)
"""In the order in which the handbook of ZET asks them."""


def walk(guide: Guide) -> tuple[Step, ...]:
    """The questions in their printed order; beside one that ZET's handbook does not have stands nothing."""
    steps: list[Step] = []
    for at, level in enumerate(guide.levels):
        looks = _LOOKS[at] if at < len(_LOOKS) and len(_LOOKS[at]) == len(level.points) else ()
        for position, question in enumerate(level.points):
            look = looks[position] if looks else Look.NOTHING
            steps.append(Step(len(steps) + 1, level.title, question, look))
    return tuple(steps)
