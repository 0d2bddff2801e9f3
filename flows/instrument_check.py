"""Turns raw tables into an instrument, listing every fault; reading the files is left to `instrument`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flows.instrument_base import Model
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
from flows.instrument_place import Place, Table, report_repeated

_M = TypeVar("_M", bound=Model)

_ORDER: Final = tuple(Source)


@dataclass(frozen=True)
class Part:
    """The raw tables of one file: what it says of the instrument itself, and its questionnaires."""

    file: str
    head: Table | None
    questionnaires: tuple[Table, ...]


def check(parts: Sequence[Part]) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """Build the instrument from the tables of its files; None when there is any fault."""
    faults: list[Fault] = []
    head = next((part for part in parts if part.head is not None), None)
    if head is None or head.head is None:
        return None, ()
    place = Place(faults, head.file)
    frame = _read_frame(place, head.head)
    lists: list[Questionnaire] = []
    for part in parts:
        for table in part.questionnaires:
            questionnaire = _read_questionnaire(Place(faults, part.file), table, frame)
            if questionnaire is not None:
                if questionnaire.source in {other.source for other in lists}:
                    Place(faults, part.file, questionnaire.source).report(
                        FaultCode.DUPLICATE_SOURCE, questionnaire.source
                    )
                lists.append(questionnaire)
    if not any(part.questionnaires for part in parts):
        place.report(FaultCode.NO_QUESTIONNAIRE)
    report_plan(place, frame.fields, lists)
    if faults:
        return None, tuple(faults)
    lists.sort(key=lambda questionnaire: _ORDER.index(questionnaire.source))
    return Instrument.model_validate({**frame.fields, "questionnaires": tuple(lists)}), ()


@dataclass(frozen=True)
class _Frame:
    """The instrument without its questionnaires, and what these can refer to."""

    fields: dict[str, Any]
    themes: frozenset[str]
    theme_of: dict[int, str]  # criterion -> theme
    criterion_of: dict[int, int]  # row -> criterion
    terms: frozenset[str]
    actors: frozenset[str]
    actors_of: dict[int, tuple[str, ...]]  # criterion -> actors


def _read_frame(place: Place, head: Table) -> _Frame:
    def read(name: str, model: type[_M]) -> tuple[_M, ...]:
        built = (place.build(model, t, f"{name}.{n}.") for n, t in enumerate(place.tables(head, name), 1))
        return tuple(part for part in built if part is not None)

    parts = ("themes", "criteria", "rows", "terms", *PLAN)
    names = {key: value for key, value in head.items() if key not in parts}
    if "themes" not in head:
        place.report(FaultCode.MISSING_FIELD, "themes")
    place.build(InstrumentHead, names)
    themes, criteria = read("themes", Theme), read("criteria", Criterion)
    rows, terms = read("rows", FrameworkRow), read("terms", Term)
    report_repeated(place, FaultCode.DUPLICATE_THEME, (theme.id for theme in themes))
    report_repeated(place, FaultCode.DUPLICATE_CRITERION, (criterion.number for criterion in criteria))
    report_repeated(place, FaultCode.DUPLICATE_ROW, (row.number for row in rows))
    report_repeated(place, FaultCode.DUPLICATE_TERM, (term.id for term in terms))
    plan: dict[str, tuple[Any, ...]] = {name: read(name, model) for name, model in PLAN.items()}
    frame = _Frame(
        {**names, "themes": themes, "criteria": criteria, "rows": rows, "terms": terms, **plan},
        frozenset(theme.id for theme in themes),
        {criterion.number: criterion.theme for criterion in criteria},
        {row.number: row.criterion for row in rows},
        frozenset(term.id for term in terms),
        frozenset(actor.id for actor in plan["actors"]),
        {criterion.number: criterion.actors for criterion in criteria},
    )
    for actor in sorted({name for names in frame.actors_of.values() for name in names} - frame.actors):
        place.report(FaultCode.UNKNOWN_ACTOR, actor)
    for unknown in sorted(set(frame.theme_of.values()) - frame.themes):
        place.report(FaultCode.UNKNOWN_THEME, unknown)
    for missing in sorted(set(frame.criterion_of.values()) - set(frame.theme_of)):
        place.report(FaultCode.UNKNOWN_CRITERION, missing)
    for term in terms:
        if (term.question is None) == (term.meaning is None):
            place.report(FaultCode.TERM_SHAPE, term.id)
    return frame


def _read_questionnaire(place: Place, table: Table, frame: _Frame) -> Questionnaire | None:
    """Read one list: each question by itself, so that one fault never hides another."""
    source = table.get("source")
    place = Place(place.faults, place.file, None if source is None else str(source))
    before = len(place.faults)
    tables = place.tables(table, "questions")
    questions = tuple(_read_question(place, position, table, frame) for position, table in enumerate(tables))
    twice = _report_numbers(place, questions)
    report_repeated(place, FaultCode.DUPLICATE_ID, (q.id for q in questions if q.id not in twice))
    _report_conditions(place, questions)
    built = tuple(q.question for q in questions if q.question is not None)
    content = dict(table)
    if "questions" in table and table["questions"] != []:
        # A list whose questions are all at fault is not also an empty list.
        content["questions"] = built or (_STAND_IN,)
    questionnaire = place.build(Questionnaire, content)
    if questionnaire is not None:
        _report_respondents(place, questionnaire)
    if any(question.kind is QuestionKind.RATING for question in built):
        labels = table.get("labels", {})
        for rating in Rating:
            if isinstance(labels, Mapping) and rating.value not in labels:
                place.report(FaultCode.MISSING_LABEL, rating.value)
    return questionnaire if len(place.faults) == before else None


def _report_numbers(place: Place, questions: Sequence[_Numbered]) -> frozenset[str]:
    """Refuse a printed number that one respondent meets twice; give the ids that follow from such numbers."""
    printed = tuple((q.respondent, q.printed) for q in questions if q.printed)
    numbers = report_repeated(place, FaultCode.DUPLICATE_NUMBER, printed, lambda key: key[1])
    return frozenset(number for _, number in numbers)


def _report_respondents(place: Place, questionnaire: Questionnaire) -> None:
    ids = tuple(respondent.id for respondent in questionnaire.respondents)
    report_repeated(place, FaultCode.DUPLICATE_RESPONDENT, ids)
    for question in questionnaire.questions:
        if question.respondent is not None and question.respondent not in ids:
            here = Place(place.faults, place.file, place.questionnaire, question.id)
            here.report(FaultCode.UNKNOWN_RESPONDENT, question.respondent)


_STAND_IN: Final = Question(id="-", kind=QuestionKind.OPEN, text="-")


@dataclass(frozen=True)
class _Numbered:
    """A question at its place in the list; `question` is None when it could not be built."""

    position: int
    id: str
    printed: str
    respondent: str | None
    question: Question | None


def _read_question(place: Place, position: int, raw: object, frame: _Frame) -> _Numbered:
    nameless = f"#{position + 1}"
    if not isinstance(raw, Mapping):
        Place(place.faults, place.file, place.questionnaire, nameless).report(FaultCode.WRONG_TYPE)
        return _Numbered(position, nameless, "", None, None)
    table = dict(raw)
    printed = ""
    if isinstance(table.get("number"), int):
        printed = f"{table['number']}.{table['part']}" if "part" in table else str(table["number"])
    if "number" in table:
        table.setdefault("id", printed or nameless)
    else:
        table.setdefault(
            "optional", False
        )  # said outright, because None has a meaning of its own without a number
        if "part" in table:
            Place(place.faults, place.file, place.questionnaire, str(table.get("id", nameless))).report(
                FaultCode.MISSING_FIELD, "number"
            )
    respondent = table["respondent"] if isinstance(table.get("respondent"), str) else None
    name = str(table.get("id", nameless))
    place = Place(place.faults, place.file, place.questionnaire, name)
    question = place.build(Question, table)
    if question is None:
        return _Numbered(position, name, printed, respondent, None)
    for actor in question.actors:
        if actor not in frame.actors:
            place.report(FaultCode.UNKNOWN_ACTOR, actor)
    for use in question.terms:
        if use.term not in frame.terms:
            place.report(FaultCode.UNKNOWN_TERM, use.term)
        if use.words not in question.text:
            place.report(FaultCode.TERM_WORDS_ABSENT, use.words)
    return _Numbered(position, name, printed, respondent, _placed(place, question, frame))


def _placed(place: Place, question: Question, frame: _Frame) -> Question:
    """Fill in criterion, theme and actors that follow from the row (or theme and actors from the criterion)."""
    criterion, theme = question.criterion, question.theme
    if question.row is not None:
        if question.row not in frame.criterion_of:
            place.report(FaultCode.UNKNOWN_ROW, question.row)
            return question
        criterion = frame.criterion_of[question.row]
        if question.criterion not in (None, criterion):
            place.report(FaultCode.PLACE_CONFLICT, "criterion")
    elif criterion is not None and criterion not in frame.theme_of:
        place.report(FaultCode.UNKNOWN_CRITERION, criterion)
        return question
    if criterion in frame.theme_of:
        theme = frame.theme_of[criterion]
        if question.theme not in (None, theme):
            place.report(FaultCode.PLACE_CONFLICT, "theme")
    elif theme is not None and theme not in frame.themes:
        place.report(FaultCode.UNKNOWN_THEME, theme)
    actors = question.actors or frame.actors_of.get(criterion or 0, ())
    return question.model_copy(update={"criterion": criterion, "theme": theme, "actors": actors})


def _report_conditions(place: Place, questions: Sequence[_Numbered]) -> None:
    """Refuse conditions on unknown or later questions, on themselves in a circle, or on impossible values."""
    known = {question.id: question for question in reversed(questions)}
    reads: dict[str, tuple[str, ...]] = {}
    for asker in questions:
        if asker.question is None or asker.question.asked_if is None:
            continue
        here = Place(place.faults, place.file, place.questionnaire, asker.id)
        comparisons = tuple(dict.fromkeys(asker.question.asked_if.comparisons()))
        read_here = tuple(dict.fromkeys(read for read, _ in comparisons))
        if known[asker.id] is asker:  # a number that is used twice is told already; it waits for nobody
            reads[asker.id] = read_here
        for read in read_here:
            if read not in known:
                here.report(FaultCode.UNKNOWN_QUESTION, read)
            elif known[read].position > asker.position:
                here.report(FaultCode.FORWARD_REFERENCE, read)
        for read, value in comparisons:
            other = known[read].question if read in known else None
            if other is not None and value not in other.values:
                here.report(FaultCode.IMPOSSIBLE_VALUE, f"{read}={value}")
    for circle in _circles(reads):
        here = Place(place.faults, place.file, place.questionnaire, circle[0])
        here.report(FaultCode.CYCLE, " > ".join((*circle, circle[0])))


def _circles(reads: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every circle met when following the conditions, once each, from the question where it is entered."""
    done: set[str] = set()
    for start in reads:
        path: list[str] = []
        branches = [iter((start,))]
        while branches:
            step = next(branches[-1], None)
            if step is None:
                branches.pop()
                if path:
                    done.add(path.pop())
            elif step in path:
                yield tuple(path[path.index(step) :])
            elif step not in done:
                path.append(step)
                branches.append(iter(reads.get(step, ())))
