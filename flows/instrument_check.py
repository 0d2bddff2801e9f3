"""Turns raw tables into an instrument, listing every fault; reading the files is left to `instrument`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from flows.instrument_faults import Fault, FaultCode
from flows.instrument_models import (
    Criterion,
    FrameworkRow,
    Instrument,
    InstrumentHead,
    Model,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Source,
    Term,
    Theme,
)

Table = Mapping[str, Any]
_M = TypeVar("_M", bound=Model)

CODES: Final = {
    "missing": FaultCode.MISSING_FIELD,
    "extra_forbidden": FaultCode.UNKNOWN_FIELD,
    "string_too_short": FaultCode.EMPTY_TEXT,
    "too_short": FaultCode.EMPTY_TEXT,
    "enum": FaultCode.UNKNOWN_VALUE,
    "condition_shape": FaultCode.CONDITION_SHAPE,
}
"""What pydantic calls a fault, and what it is called here; anything else is a wrong type."""

_ORDER: Final = tuple(Source)


@dataclass(frozen=True)
class Part:
    """The raw tables of one file: what it says of the instrument itself, and its questionnaires."""

    file: str
    head: Table | None
    questionnaires: tuple[Table, ...]


@dataclass(frozen=True)
class _Place:
    """Where faults are being found; all places of one check share the list."""

    faults: list[Fault]
    file: str
    questionnaire: str | None = None
    question: str | None = None

    def report(self, code: FaultCode, detail: object = "") -> None:
        self.faults.append(Fault(self.file, self.questionnaire, self.question, code, str(detail)))

    def build(self, model: type[_M], table: object, prefix: str = "") -> _M | None:
        """Make the model, or report every reason why it cannot be made."""
        try:
            return model.model_validate(table)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False):
                where = prefix + ".".join(str(step) for step in fault["loc"] if step != "[key]")
                code = CODES.get(fault["type"], FaultCode.WRONG_TYPE)
                self.report(code, f"{where}={fault['input']}" if code is FaultCode.UNKNOWN_VALUE else where)
            return None

    def tables(self, table: Table, name: str) -> list[Any]:
        """Give the list of tables under a name, reporting what is there instead."""
        found = table.get(name, [])
        if isinstance(found, list):
            return found
        self.report(FaultCode.WRONG_TYPE, name)
        return []


def check(parts: Sequence[Part]) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """Build the instrument from the tables of its files; None when there is any fault."""
    faults: list[Fault] = []
    head = next((part for part in parts if part.head is not None), None)
    if head is None or head.head is None:
        return None, ()
    place = _Place(faults, head.file)
    frame = _read_frame(place, head.head)
    lists: list[Questionnaire] = []
    for part in parts:
        for table in part.questionnaires:
            questionnaire = _read_questionnaire(_Place(faults, part.file), table, frame)
            if questionnaire is not None:
                if questionnaire.source in {other.source for other in lists}:
                    _Place(faults, part.file, questionnaire.source).report(
                        FaultCode.DUPLICATE_SOURCE, questionnaire.source
                    )
                lists.append(questionnaire)
    if not any(part.questionnaires for part in parts):
        place.report(FaultCode.NO_QUESTIONNAIRE)
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


def _read_frame(place: _Place, head: Table) -> _Frame:
    def read(name: str, model: type[_M]) -> tuple[_M, ...]:
        built = (place.build(model, t, f"{name}.{n}.") for n, t in enumerate(place.tables(head, name), 1))
        return tuple(part for part in built if part is not None)

    parts = ("themes", "criteria", "rows", "terms")
    names = {key: value for key, value in head.items() if key not in parts}
    if "themes" not in head:
        place.report(FaultCode.MISSING_FIELD, "themes")
    place.build(InstrumentHead, names)
    themes, criteria = read("themes", Theme), read("criteria", Criterion)
    rows, terms = read("rows", FrameworkRow), read("terms", Term)
    _report_repeated(place, FaultCode.DUPLICATE_THEME, (theme.id for theme in themes))
    _report_repeated(place, FaultCode.DUPLICATE_CRITERION, (criterion.number for criterion in criteria))
    _report_repeated(place, FaultCode.DUPLICATE_ROW, (row.number for row in rows))
    _report_repeated(place, FaultCode.DUPLICATE_TERM, (term.id for term in terms))
    frame = _Frame(
        {**names, "themes": themes, "criteria": criteria, "rows": rows, "terms": terms},
        frozenset(theme.id for theme in themes),
        {criterion.number: criterion.theme for criterion in criteria},
        {row.number: row.criterion for row in rows},
        frozenset(term.id for term in terms),
    )
    for unknown in sorted(set(frame.theme_of.values()) - frame.themes):
        place.report(FaultCode.UNKNOWN_THEME, unknown)
    for missing in sorted(set(frame.criterion_of.values()) - set(frame.theme_of)):
        place.report(FaultCode.UNKNOWN_CRITERION, missing)
    for term in terms:
        if (term.question is None) == (term.meaning is None):
            place.report(FaultCode.TERM_SHAPE, term.id)
    return frame


def _read_questionnaire(place: _Place, table: Table, frame: _Frame) -> Questionnaire | None:
    """Read one list: each question by itself, so that one fault never hides another."""
    source = table.get("source")
    place = _Place(place.faults, place.file, None if source is None else str(source))
    before = len(place.faults)
    tables = place.tables(table, "questions")
    questions = tuple(_read_question(place, position, table, frame) for position, table in enumerate(tables))
    numbers = _report_repeated(place, FaultCode.DUPLICATE_NUMBER, (q.number for q in questions if q.number))
    twice = {str(number) for number in numbers}
    _report_repeated(place, FaultCode.DUPLICATE_ID, (q.id for q in questions if q.id not in twice))
    _report_conditions(place, questions)
    built = tuple(q.question for q in questions if q.question is not None)
    content = dict(table)
    if "questions" in table and table["questions"] != []:
        # A list whose questions are all at fault is not also an empty list.
        content["questions"] = built or (_STAND_IN,)
    questionnaire = place.build(Questionnaire, content)
    if any(question.kind is QuestionKind.RATING for question in built):
        labels = table.get("labels", {})
        for rating in Rating:
            if isinstance(labels, Mapping) and rating.value not in labels:
                place.report(FaultCode.MISSING_LABEL, rating.value)
    return questionnaire if len(place.faults) == before else None


_STAND_IN: Final = Question(id="-", kind=QuestionKind.OPEN, text="-")


@dataclass(frozen=True)
class _Numbered:
    """A question at its place in the list; `question` is None when it could not be built."""

    position: int
    id: str
    number: int | None
    question: Question | None


def _read_question(place: _Place, position: int, raw: object, frame: _Frame) -> _Numbered:
    nameless = f"#{position + 1}"
    if not isinstance(raw, Mapping):
        _Place(place.faults, place.file, place.questionnaire, nameless).report(FaultCode.WRONG_TYPE)
        return _Numbered(position, nameless, None, None)
    table = dict(raw)
    number = table["number"] if isinstance(table.get("number"), int) else None
    if "number" in table:
        table.setdefault("id", str(number) if number is not None else nameless)
    name = str(table.get("id", nameless))
    place = _Place(place.faults, place.file, place.questionnaire, name)
    question = place.build(Question, table)
    if question is None:
        return _Numbered(position, name, number, None)
    for use in question.terms:
        if use.term not in frame.terms:
            place.report(FaultCode.UNKNOWN_TERM, use.term)
        if use.words not in question.text:
            place.report(FaultCode.TERM_WORDS_ABSENT, use.words)
    return _Numbered(position, name, number, _placed(place, question, frame))


def _placed(place: _Place, question: Question, frame: _Frame) -> Question:
    """Fill in the criterion and the theme that follow from the row (or the theme from the criterion)."""
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
    return question.model_copy(update={"criterion": criterion, "theme": theme})


def _report_conditions(place: _Place, questions: Sequence[_Numbered]) -> None:
    """Refuse conditions on unknown or later questions, on themselves in a circle, or on impossible values."""
    known = {question.id: question for question in reversed(questions)}
    reads: dict[str, tuple[str, ...]] = {}
    for asker in questions:
        if asker.question is None or asker.question.asked_if is None:
            continue
        here = _Place(place.faults, place.file, place.questionnaire, asker.id)
        comparisons = tuple(dict.fromkeys(asker.question.asked_if.comparisons()))
        reads[asker.id] = tuple(dict.fromkeys(read for read, _ in comparisons))
        for read in reads[asker.id]:
            if read not in known:
                here.report(FaultCode.UNKNOWN_QUESTION, read)
            elif known[read].position > asker.position:
                here.report(FaultCode.FORWARD_REFERENCE, read)
        for read, value in comparisons:
            other = known[read].question if read in known else None
            if other is not None and value not in other.values:
                here.report(FaultCode.IMPOSSIBLE_VALUE, f"{read}={value}")
    for circle in _circles(reads):
        here = _Place(place.faults, place.file, place.questionnaire, circle[0])
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


def _report_repeated(place: _Place, code: FaultCode, keys: Iterable[object]) -> tuple[object, ...]:
    repeated = tuple(key for key, count in Counter(keys).items() if count > 1)
    for key in repeated:
        place.report(code, key)
    return repeated
