"""Turns raw tables into an instrument, listing every fault; reading the files is left to `instrument`.

What a table names is judged beside its shape, not after it: a slip in one field hides nothing that is wrong with
another, and what is wrong with a table never makes a fault of what refers to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flows.instrument_base import Model
from flows.instrument_check_conditions import Asked, report_conditions
from flows.instrument_check_plan import PLAN, report_plan
from flows.instrument_faults import Fault, FaultCode
from flows.instrument_models import (
    Criterion,
    FrameworkRow,
    Instrument,
    InstrumentHead,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Source,
    Term,
    Theme,
)
from flows.instrument_place import Place, report_repeated
from flows.instrument_readable import (
    Table,
    absent,
    every_id_in,
    ids_in,
    number_in,
    tables_in,
    text_in,
    texts_in,
)

_M = TypeVar("_M", bound=Model)

_ORDER: Final = tuple(Source)
_KINDS: Final = {kind.value: kind for kind in QuestionKind}


@dataclass(frozen=True)
class Part:
    """The raw tables of one file: what it says of the instrument itself, and its questionnaires."""

    file: str
    head: Table | None
    questionnaires: tuple[Table, ...]


def check(parts: Sequence[Part], *, whole: bool = True) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """Build the instrument from the tables of its files; None when there is any fault, or when they are not all there.

    Not `whole` when there is more that could not be read: then nothing is said to be missing from the lists.
    """
    faults: dict[Fault, None] = {}
    head_part = next((part for part in parts if part.head is not None), None)
    head = None if head_part is None else head_part.head
    place = Place(faults, "" if head_part is None else head_part.file)
    frame = _frame(head)
    fields = {} if head is None else _read_head(place, head, frame)
    lists: list[Questionnaire] = []
    sources: list[str] = []
    asked: list[Asked] = []
    for part in parts:
        for table in part.questionnaires:
            here = Place(faults, part.file, _source(table))
            if here.questionnaire in sources:
                here.report(FaultCode.DUPLICATE_SOURCE, here.questionnaire)
            sources.extend(source.value for source in Source if source.value == here.questionnaire)
            questionnaire, questions = _read_questionnaire(here, table, frame)
            asked.extend(questions)
            whole = whole and isinstance(table.get("questions", []), list)
            if questionnaire is not None:
                lists.append(questionnaire)
    if head is not None:
        if whole and not any(part.questionnaires for part in parts):
            place.report(FaultCode.NO_QUESTIONNAIRE)
        report_plan(place, head, frame.themes, frame.theme_of, asked if whole and asked else None)
    if faults or head is None or not whole:
        return None, tuple(faults)
    lists.sort(key=lambda questionnaire: _ORDER.index(questionnaire.source))
    return Instrument.model_validate({**fields, "questionnaires": tuple(lists)}), ()


@dataclass(frozen=True)
class _Frame:
    """What the questions can refer to; None where that cannot be known."""

    themes: frozenset[str] | None
    theme_of: Mapping[int, str | None] | None  # criterion -> theme
    criterion_of: Mapping[int, int | None] | None  # row -> criterion
    terms: frozenset[str] | None
    actors: frozenset[str] | None
    actors_of: Mapping[int, tuple[str, ...]]  # criterion -> actors


def _frame(head: Table | None) -> _Frame:
    def numbered(name: str) -> dict[int, Table] | None:
        if head is None or not isinstance(head.get(name, []), list):
            return None
        tables = ((number_in(table, "number"), table) for table in tables_in(head, name))
        return {number: table for number, table in tables if number is not None}

    criteria, rows = numbered("criteria"), numbered("rows")
    return _Frame(
        ids_in(head, "themes") if head is not None and "themes" in head else None,
        None if criteria is None else {n: text_in(criterion, "theme") for n, criterion in criteria.items()},
        None if rows is None else {n: number_in(row, "criterion") for n, row in rows.items()},
        ids_in(head, "terms"),
        ids_in(head, "actors"),
        {n: texts_in(criterion, "actors") for n, criterion in (criteria or {}).items()},
    )


def _read_head(place: Place, head: Table, frame: _Frame) -> dict[str, Any]:
    """Report what is wrong with the instrument without its questionnaires; give the fields that are right."""

    def read(name: str, model: type[_M]) -> tuple[_M, ...]:
        built = (place.build(model, t, f"{name}.{n}.") for n, t in enumerate(place.listed(head, name), 1))
        return tuple(part for part in built if part is not None)

    models: dict[str, type[Model]] = {
        "themes": Theme,
        "criteria": Criterion,
        "rows": FrameworkRow,
        "terms": Term,
        **PLAN,
    }
    names = {key: value for key, value in head.items() if key not in models}
    place.steered(head)
    if "themes" not in head:
        place.report(FaultCode.MISSING_FIELD, "themes")
    place.build(InstrumentHead, names)
    fields = {**names, **{name: read(name, model) for name, model in models.items()}}
    for code, name in ((FaultCode.DUPLICATE_CRITERION, "criteria"), (FaultCode.DUPLICATE_ROW, "rows")):
        numbers = (number_in(table, "number") for table in tables_in(head, name))
        report_repeated(place, code, (number for number in numbers if number is not None))
    for code, name in ((FaultCode.DUPLICATE_THEME, "themes"), (FaultCode.DUPLICATE_TERM, "terms")):
        report_repeated(place, code, every_id_in(head, name))
    criteria, rows = tables_in(head, "criteria"), tables_in(head, "rows")
    for actor in absent(
        (actor for criterion in criteria for actor in texts_in(criterion, "actors")), frame.actors
    ):
        place.report(FaultCode.UNKNOWN_ACTOR, actor)
    for theme in absent((text_in(criterion, "theme") for criterion in criteria), frame.themes):
        place.report(FaultCode.UNKNOWN_THEME, theme)
    for number in absent((number_in(row, "criterion") for row in rows), frame.theme_of):
        place.report(FaultCode.UNKNOWN_CRITERION, number)
    for term in tables_in(head, "terms"):
        if ("question" in term) == ("meaning" in term):
            place.report(FaultCode.TERM_SHAPE, text_in(term, "id") or "")
    return fields


def _source(table: Table) -> str | None:
    source = table.get("source")
    return None if source is None else str(source)


def _read_questionnaire(
    place: Place, table: Table, frame: _Frame
) -> tuple[Questionnaire | None, tuple[Asked, ...]]:
    """Read one list; the questionnaire is None when anything in it is at fault."""
    before = len(place.faults)
    place.steered(table, without="questions")
    tables = place.listed(table, "questions")
    read = [_read_question(place, position, raw, frame) for position, raw in enumerate(tables)]
    asked = tuple(one for one, _ in read)
    built = tuple(question for _, question in read if question is not None)
    _report_numbers(place, asked)
    report_conditions(place, asked)
    content = dict(table)
    if "questions" in table and table["questions"] != []:
        # A list whose questions are all at fault is not also an empty list.
        content["questions"] = built or (_STAND_IN,)
    questionnaire = place.build(Questionnaire, content)
    _report_respondents(place, table, asked)
    labels = table.get("labels", {})
    if any(one.kind is QuestionKind.RATING for one in asked) and isinstance(labels, Mapping):
        for rating in Rating:
            if rating.value not in labels:
                place.report(FaultCode.MISSING_LABEL, rating.value)
    return questionnaire if len(place.faults) == before else None, asked


_STAND_IN: Final = Question(id="-", kind=QuestionKind.OPEN, text="-")


def _report_numbers(place: Place, asked: Sequence[Asked]) -> None:
    """Refuse a printed number that one respondent meets twice, and an id that is used twice for another reason."""
    printed = tuple((text_in(one.table, "respondent"), one.printed) for one in asked if one.printed)
    twice = report_repeated(place, FaultCode.DUPLICATE_NUMBER, printed, lambda key: key[1])
    told = {number for _, number in twice}
    report_repeated(place, FaultCode.DUPLICATE_ID, (one.id for one in asked if one.id not in told))


def _report_respondents(place: Place, table: Table, asked: Sequence[Asked]) -> None:
    report_repeated(place, FaultCode.DUPLICATE_RESPONDENT, every_id_in(table, "respondents"))
    known = ids_in(table, "respondents")
    for one in asked:
        for respondent in absent([text_in(one.table, "respondent")], known):
            place.at(one.id).report(FaultCode.UNKNOWN_RESPONDENT, respondent)


def _read_question(place: Place, position: int, raw: object, frame: _Frame) -> tuple[Asked, Question | None]:
    """Read one question by itself; None when its table is no question."""
    nameless = f"#{position + 1}"
    if not isinstance(raw, Mapping):
        place.at(nameless).report(FaultCode.WRONG_TYPE)
        return Asked(position, nameless, "", None, {}), None
    table = dict(raw)
    printed = _printed(table)
    if "number" in table:
        table.setdefault("id", printed or nameless)
    else:
        # Said outright, because None has a meaning of its own without a number.
        table.setdefault("optional", False)
    place = place.at(str(table.get("id", nameless)))
    if "part" in table and "number" not in table:
        place.report(FaultCode.MISSING_FIELD, "number")
    place.steered(table)
    question = place.build(Question, table)
    for actor in absent(texts_in(table, "actors"), frame.actors):
        place.report(FaultCode.UNKNOWN_ACTOR, actor)
    for use in tables_in(table, "terms"):
        _report_term(place, use, text_in(table, "text"), frame)
    _report_place(place, table, frame)
    asked = Asked(position, str(place.question), printed, _KINDS.get(text_in(table, "kind") or ""), table)
    return asked, None if question is None else _placed(question, frame)


def _printed(table: Table) -> str:
    number = number_in(table, "number")
    if number is None:
        return ""
    return f"{number}.{table['part']}" if "part" in table else str(number)


def _report_term(place: Place, use: Table, text: str | None, frame: _Frame) -> None:
    for term in absent([text_in(use, "term")], frame.terms):
        place.report(FaultCode.UNKNOWN_TERM, term)
    words = text_in(use, "words")
    if words is not None and text is not None and words not in text:
        place.report(FaultCode.TERM_WORDS_ABSENT, words)


def _report_place(place: Place, table: Table, frame: _Frame) -> None:
    """Refuse a place that does not exist, or that says something else than the row (or the criterion) does."""
    row, criterion, theme = number_in(table, "row"), number_in(table, "criterion"), text_in(table, "theme")
    for number in absent([row], frame.criterion_of):
        place.report(FaultCode.UNKNOWN_ROW, number)
    of_row = (frame.criterion_of or {}).get(row or 0)
    if of_row is None:
        for number in absent([criterion], frame.theme_of):
            place.report(FaultCode.UNKNOWN_CRITERION, number)
    elif criterion not in (None, of_row):
        place.report(FaultCode.PLACE_CONFLICT, "criterion")
    of_criterion = (frame.theme_of or {}).get(of_row or criterion or 0)
    if of_criterion is None:
        for name in absent([theme], frame.themes):
            place.report(FaultCode.UNKNOWN_THEME, name)
    elif theme not in (None, of_criterion):
        place.report(FaultCode.PLACE_CONFLICT, "theme")


def _placed(question: Question, frame: _Frame) -> Question:
    """Fill in criterion, theme and actors that follow from the row (or theme and actors from the criterion)."""
    criterion = (frame.criterion_of or {}).get(question.row or 0) or question.criterion
    theme = (frame.theme_of or {}).get(criterion or 0) or question.theme
    actors = question.actors or frame.actors_of.get(criterion or 0, ())
    return question.model_copy(update={"criterion": criterion, "theme": theme, "actors": actors})
