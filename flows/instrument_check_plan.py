"""Checks what an instrument says beside its questions: presets, milestones and deadlines must name what exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from flows.instrument_base import Model
from flows.instrument_faults import FaultCode
from flows.instrument_models import QuestionKind, Questionnaire
from flows.instrument_place import Place, report_repeated
from flows.instrument_plan import Actor, Deadline, Milestone, Preset

PLAN: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {"actors": Actor, "presets": Preset, "milestones": Milestone, "deadlines": Deadline}
)
"""The tables of an instrument that this module checks, each with its model."""


def report_plan(place: Place, fields: Mapping[str, Any], lists: Sequence[Questionnaire]) -> None:
    """Report what the tables of `PLAN` name that is not there, and what stands in them twice.

    `fields` are the built models by table; `lists` the questionnaires without a fault of their own.
    """
    presets: tuple[Preset, ...] = fields["presets"]
    milestones: tuple[Milestone, ...] = fields["milestones"]
    deadlines: tuple[Deadline, ...] = fields["deadlines"]
    for code, models in (
        (FaultCode.DUPLICATE_ACTOR, fields["actors"]),
        (FaultCode.DUPLICATE_PRESET, presets),
        (FaultCode.DUPLICATE_MILESTONE, milestones),
        (FaultCode.DUPLICATE_DEADLINE, deadlines),
    ):
        report_repeated(place, code, (model.id for model in models))
    _report_presets(place, presets, fields)
    shared = (words for milestone in milestones for words in milestone.phrases)
    report_repeated(place, FaultCode.DUPLICATE_MILESTONE, shared)
    _report_deadlines(place, deadlines, frozenset(milestone.id for milestone in milestones), lists)
    timelines = (q.kind is QuestionKind.TIMELINE for one in lists for q in one.questions)
    if milestones and lists and not any(timelines):
        place.report(FaultCode.NO_TIMELINE)


def _report_presets(place: Place, presets: tuple[Preset, ...], fields: Mapping[str, Any]) -> None:
    themes = {theme.id for theme in fields["themes"]}
    criteria = {criterion.number for criterion in fields["criteria"]}
    for preset in presets:
        for theme in preset.themes or ():
            if theme not in themes:
                place.report(FaultCode.UNKNOWN_THEME, theme)
        for criterion in preset.criteria or ():
            if criterion not in criteria:
                place.report(FaultCode.UNKNOWN_CRITERION, criterion)


def _report_deadlines(
    place: Place, deadlines: tuple[Deadline, ...], known: frozenset[str], lists: Sequence[Questionnaire]
) -> None:
    questions = {question.id for questionnaire in lists for question in questionnaire.questions}
    for deadline in deadlines:
        named = (deadline.milestone, *(m for limit in deadline.limits for m in limit.milestones))
        for milestone in dict.fromkeys(named):
            if milestone not in known:
                place.report(FaultCode.UNKNOWN_MILESTONE, f"{deadline.id}={milestone}")
        for question in deadline.questions if lists else ():
            if question not in questions:
                place.report(FaultCode.UNKNOWN_DEADLINE_QUESTION, f"{deadline.id}={question}")
