"""Checks what an instrument says beside its questions: presets, milestones and deadlines must name what exists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flows.instrument_base import Model
from flows.instrument_check_conditions import Asked
from flows.instrument_faults import FaultCode
from flows.instrument_models import QuestionKind
from flows.instrument_place import Place, report_repeated
from flows.instrument_plan import Actor, Deadline, Milestone, Preset, phrase
from flows.instrument_readable import (
    Table,
    absent,
    every_id_in,
    ids_in,
    is_limit,
    milestones_in,
    numbered_in,
    numbers_in,
    questions_in,
    tables_in,
    text_in,
    texts_in,
)

PLAN: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {"actors": Actor, "presets": Preset, "milestones": Milestone, "deadlines": Deadline}
)
"""The tables of an instrument that this module checks, each with its model."""


def report_plan(
    place: Place,
    head: Table,
    themes: Collection[str] | None,
    criteria: Collection[int] | None,
    questions: Sequence[Asked] | None,
) -> None:
    """Report what the tables of `PLAN` name that is not there, and what stands in them twice.

    `themes`, `criteria` and `questions` are what there is to name; None where that cannot be known.
    """
    for code, name in (
        (FaultCode.DUPLICATE_ACTOR, "actors"),
        (FaultCode.DUPLICATE_PRESET, "presets"),
        (FaultCode.DUPLICATE_MILESTONE, "milestones"),
        (FaultCode.DUPLICATE_DEADLINE, "deadlines"),
    ):
        report_repeated(place, code, every_id_in(head, name))
    for preset in tables_in(head, "presets"):
        for theme in absent(texts_in(preset, "themes"), themes):
            place.report(FaultCode.UNKNOWN_THEME, theme)
        for criterion in absent(numbers_in(preset, "criteria"), criteria):
            place.report(FaultCode.UNKNOWN_CRITERION, criterion)
    shared = (words for milestone in tables_in(head, "milestones") for words in _phrases(milestone))
    report_repeated(place, FaultCode.DUPLICATE_MILESTONE, shared)
    _report_deadlines(place, head, None if questions is None else {question.id for question in questions})
    kinds = {question.kind for question in questions or ()}
    if tables_in(head, "milestones") and kinds and kinds.isdisjoint({QuestionKind.TIMELINE, None}):
        place.report(FaultCode.NO_TIMELINE)


def _phrases(milestone: Table) -> frozenset[str]:
    """Everything an entry of this kind can begin with, as `Milestone.phrases` gives it."""
    title = text_in(milestone, "title")
    return frozenset(map(phrase, (*(() if title is None else (title,)), *texts_in(milestone, "words"))))


def _report_deadlines(place: Place, head: Table, questions: Collection[str] | None) -> None:
    milestones = ids_in(head, "milestones")
    for number, deadline in numbered_in(head, "deadlines"):
        name = text_in(deadline, "id") or f"deadlines.{number}"
        milestone = text_in(deadline, "milestone")
        named = [] if milestone is None else [milestone]
        for counted, limit in numbered_in(deadline, "limits"):
            if not is_limit(limit):
                place.report(FaultCode.LIMIT_SHAPE, f"deadlines.{number}.limits.{counted}")
            named.extend(milestones_in(limit))
        for unknown in absent(named, milestones):
            place.report(FaultCode.UNKNOWN_MILESTONE, f"{name}={unknown}")
        for question in absent(questions_in(deadline, "questions"), questions):
            place.report(FaultCode.UNKNOWN_DEADLINE_QUESTION, f"{name}={question}")
