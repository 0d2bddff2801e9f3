"""The gate: opens a finished workbook once more and looks for what may point to a person, before it may leave.

Every part of the file is read. Words that the instrument itself brings (they stand in a twin file without free text)
are let through; in all others listed names count whole-word and folded but exactly, and every structured identifier
counts. Typing errors of names belong to the reading step (`storage.anonymise`). What cannot be read never passes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl.utils import get_column_letter

from flows.conclusions import Conclusion
from flows.instrument import NO, NOT_APPLICABLE, YES, Instrument, Question, QuestionKind, Rating
from flows.interview import Closure, Status
from flows.privacy import LEAST, SessionTable
from flows.results import (
    DURATIONS,
    CaseResult,
    ResultAnswer,
    ResultDeadline,
    ResultEvent,
    Results,
    SourceResult,
)
from storage.anonymise.names import PARTICLES, Entity, NameList
from storage.anonymise.patterns import structured
from storage.anonymise.words import TOKEN, fold
from storage.export.session import bytes_of_table, session_bytes
from storage.export.tidy import table_cells, table_rows
from storage.export.workbook import analysis_bytes
from storage.export.workbook_plan import VERDICTS
from storage.export.workbook_read import (
    MAIN,
    Cell,
    WorkbookUnreadable,
    cells,
    elements,
    parts_of,
    sheet_parts,
)

__all__ = ["Hit", "WorkbookUnreadable", "check_file", "check_session", "check_table"]

_EMPTIED: Final = {"municipality": "", "evaluation_title": "", "exported_on": "", "keep_until": ""}
"""What the municipality says about the evaluation, taken out."""
_LITERAL: Final = re.compile(r'"([^"]*)"')
_REFERENCE: Final = re.compile(r"(?:\$?[A-Z]{1,3}\$?[0-9]+[: ,]?)+|[0-9]{1,7}(?:\.[0-9]+)?")
_SHEET_PART: Final = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence that stops the export. `place` is a cell ("Inwoner!K12") or a part of the file.

    `kind` is "naam", "plaats", "organisatie", a structured kind ("telefoon", ...), "getal" for a number that cannot
    be there, "eigenschap" for a file property and "onderdeel" for a part that does not belong. `mark` names this
    occurrence in this text without showing it; a person who judged it "geen persoon" gives it back in `judged`.
    """

    place: str
    kind: str
    mark: str


class _String(NamedTuple):
    place: str
    text: str


def check_file(
    path: Path,
    results: Results,
    names: Sequence[str],
    *,
    judged: Collection[str] = (),
    file_name: str | None = None,
) -> tuple[Hit, ...]:
    """Look through a finished workbook; empty when it may leave.

    `names` are written as on a case's name list ("Noor (dochter)"); `judged` holds marks of earlier hits that a
    person judged to be no person; `file_name` is the name the file will get, when it is still a temporary one.
    Raises WorkbookUnreadable when any part of the file cannot be read, InstrumentError when the twin cannot be made.
    """
    file = _File.read(path)
    fixed = _File.of(analysis_bytes(_twin(results, own_words=False)))
    own = _File.of(analysis_bytes(_twin(results, own_words=True)))
    scan = Scan(NameList.build(others=names).entities)
    counted = {str(len(results.cases)), *(f"Casus {case.number}" for case in results.cases)}
    found = [*_written(file, scan, fixed.texts() | counted, own.texts())]
    found += scan("bestandsnaam", file_name or path.name, dates=False)
    found += _foreign_parts(file, fixed)
    found += _numbers(file, results)
    return tuple(hit for hit in found if hit.mark not in judged)


def check_session(
    path: Path,
    results: Results,
    conclusions: Sequence[Conclusion],
    names: Sequence[str] = (),
    *,
    threshold: int = LEAST,
    table: SessionTable | None = None,
    dates: bool = True,
    judged: Collection[str] = (),
    file_name: str | None = None,
) -> tuple[Hit, ...]:
    """Look through a finished Sessiebestand as `check_file` does; what people wrote in it are the conclusions.

    After the end of the evaluation no names are known any more: then only structured identifiers count. Every
    number must be the one that may be shown: made here once more from the cases, or `table` where none is left.
    Without `dates` a conclusion may name a day, as `team_words` allows. Raises as `check_file` and `session_bytes` do.
    """

    def made(of: Results, said: Sequence[Conclusion]) -> _File:
        if table is not None:
            return _File.of(bytes_of_table(of, table, said))
        return _File.of(session_bytes(of, said, threshold=threshold))

    file = _File.read(path)
    silent = [conclusion.model_copy(update={"text": "-"}) for conclusion in conclusions]
    own = made(results, silent if dates else conclusions)
    fixed = made(results.model_copy(update=_EMPTIED), silent)
    scan = Scan(NameList.build(others=names).entities)
    found = [*_written(file, scan, fixed.texts(), own.texts())]
    found += scan("bestandsnaam", file_name or path.name, dates=False)
    found += _foreign_parts(file, fixed)
    known = set(own.numbers)
    found += [
        Hit(place, "getal", mark("getal", 0, f"{place} {cell.value!r}"))
        for place, cell in file.numbers
        if (place, cell) not in known
    ]
    return tuple(hit for hit in found if hit.mark not in judged)


def _written(
    file: _File, scan: Scan, let_through: Collection[str], own_words: Collection[str]
) -> Iterator[Hit]:
    """What people wrote and the program did not; in the team's `own_words` a day may be named."""
    for place, text in file.strings:
        if text not in let_through:
            yield from scan(place, text, dates=text not in own_words)


def check_table(
    path: Path,
    results: Results,
    names: Sequence[str],
    *,
    judged: Collection[str] = (),
    file_name: str | None = None,
) -> tuple[Hit, ...]:
    """Look through a finished `resultaten.csv`; a text judged in the workbook has the same mark here.

    Raises WorkbookUnreadable when it cannot be read, InstrumentError when the instrument cannot.
    """
    scan = Scan(NameList.build(others=names).entities)
    words = {word for row in table_rows(_twin(results, own_words=False)) for word in row}
    found = [
        hit
        for place, text in table_cells(path)
        if text not in words and not (text.isdigit() and len(text) <= _COUNTED)
        for hit in scan(place, text, dates=True)
    ]
    found += scan("bestandsnaam", file_name or path.name, dates=False)
    return tuple(hit for hit in found if hit.mark not in judged)


def mark(kind: str, start: int, text: str) -> str:
    return hashlib.sha256(f"{kind}\0{start}\0{text}".encode()).hexdigest()


@dataclass(frozen=True)
class _File:
    """A workbook taken apart: every string with its place, and every number."""

    parts: Mapping[str, bytes]
    strings: tuple[_String, ...]
    numbers: tuple[tuple[str, Cell], ...]

    @classmethod
    def read(cls, path: Path) -> _File:
        try:
            data = path.read_bytes()
        except OSError:
            raise WorkbookUnreadable("zip") from None
        return cls.of(data)

    @classmethod
    def of(cls, data: bytes) -> _File:
        parts = parts_of(data)
        titles = {part: title for title, part in sheet_parts(parts).items()}
        strings: list[_String] = []
        numbers: list[tuple[str, Cell]] = []
        for part, content in parts.items():
            strings.append(_String(part, part))
            strings += _texts(content, part)
            if part in titles:
                for (row, column), cell in cells(content, part).items():
                    place = f"{titles[part]}!{get_column_letter(column)}{row}"
                    strings += _cell_strings(place, cell)
                    if isinstance(cell.value, float):
                        numbers.append((place, cell))
        return cls(parts, tuple(strings), tuple(numbers))

    def texts(self) -> frozenset[str]:
        return frozenset(text for _, text in self.strings)


def _cell_strings(place: str, cell: Cell) -> Iterator[_String]:
    if isinstance(cell.value, str) and cell.value:
        yield _String(place, cell.value)
    if cell.formula is not None:
        for literal in _LITERAL.findall(cell.formula):
            yield _String(place, literal)


def _texts(content: bytes, part: str) -> Iterator[_String]:
    """Yield every text and attribute of a part; the cells of a sheet come from `cells`."""
    in_cells = {f"{MAIN}{tag}" for tag in ("c", "v", "f", "is", "t", "r")}
    for element in elements(content, part):
        tag = element.tag
        for name, value in element.attrib.items():
            if not (tag == f"{MAIN}c" and name in {"r", "s", "t"}) and not _REFERENCE.fullmatch(value):
                yield _String(part, value)
        if tag not in in_cells and element.text and element.text.strip():
            yield _String(part, element.text)
        for child in element:
            if child.tail and child.tail.strip():
                yield _String(part, child.tail)


class Scan:
    """Looks for listed names and structured identifiers in one text; remembers what it saw for equal texts."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._things = [entity for entity in entities if entity.whole]
        self._people = {
            part: entity.kind for entity in entities if not entity.whole for part in _parts(entity)
        }
        self._seen: dict[tuple[str, bool], tuple[tuple[str, int], ...]] = {}

    def __call__(self, place: str, text: str, *, dates: bool) -> list[Hit]:
        key = text, dates
        if key not in self._seen:
            self._seen[key] = tuple(self._look(text, dates=dates))
        return [Hit(place, kind, mark(kind, start, text)) for kind, start in self._seen[key]]

    def _look(self, text: str, *, dates: bool) -> Iterator[tuple[str, int]]:
        for found in structured(text):
            if dates or found.kind != "datum":
                yield found.kind, found.start
        words = [(match.start(), fold(match[0])) for match in TOKEN.finditer(text)]
        for start, word in words:
            kind = self._people.get(word) or (self._people.get(word[:-1]) if word.endswith("s") else None)
            if kind:
                yield kind, start
        content = [(start, word) for start, word in words if word not in PARTICLES]
        for entity in self._things:
            length = len(entity.parts)
            for at in range(len(content) - length + 1):
                if tuple(word for _, word in content[at : at + length]) == entity.parts:
                    yield entity.kind, content[at][0]


def _parts(entity: Entity) -> Iterator[str]:
    """What of a name counts by itself: its parts, and its words written as one."""
    yield from entity.parts
    yield from entity.joined


def _foreign_parts(file: _File, twin: _File) -> Iterator[Hit]:
    """Name what is in the file and not in a file of ours: other parts, and properties that say something else."""
    for part, content in file.parts.items():
        if part not in twin.parts and not _SHEET_PART.fullmatch(part):
            yield Hit(part, "onderdeel", mark("onderdeel", 0, part))
        elif part.startswith("docProps/") and content != twin.parts.get(part):
            yield Hit(part, "eigenschap", mark("eigenschap", 0, content.hex()))


def _numbers(file: _File, results: Results) -> Iterator[Hit]:
    """Check each number by its type: a count, a sum, an average, or a number of a question, case or step."""
    instrument = Instrument.from_text(results.instrument_text)
    questions = [
        question for questionnaire in instrument.questionnaires for question in questionnaire.questions
    ]
    answers = len(questions) * max(1, len(results.cases))
    numbers = [question.number or 0 for question in questions] + [row.number for row in instrument.rows]
    numbers += [criterion.number for criterion in instrument.criteria] + [
        case.number for case in results.cases
    ]
    numbers += [len(result.timeline) for case in results.cases for result in case.sources]
    numbers += [sum(place.startswith("Vervolg!") for place, _ in file.numbers)]
    for place, cell in file.numbers:
        value = cell.value
        if isinstance(value, float):  # pragma: no branch — `_File` keeps nothing else there
            whole = value.is_integer() and value >= 0
            counted = whole and value <= (
                4 * answers if cell.formula is not None else max(numbers, default=0)
            )
            averaged = cell.formula is not None and 0 <= value <= 4
            if not (counted or averaged):
                yield Hit(place, "getal", mark("getal", 0, repr(value)))


def _twin(results: Results, *, own_words: bool) -> Results:
    """Give results that say everything the instrument can say, and nothing a person wrote.

    With `own_words` the municipality's own texts about the evaluation stay (title, date, meanings of terms).
    """
    instrument = Instrument.from_text(results.instrument_text)
    used = {result.source for case in results.cases for result in case.sources} or set(instrument.sources)
    lists = [questionnaire for questionnaire in instrument.questionnaires if questionnaire.source in used]
    closures = (None, *(closure.value for closure in Closure))
    cases = tuple(
        CaseResult(
            number=number + 1,
            sources=tuple(
                SourceResult(
                    source=questionnaire.source,
                    closure=closures[number % len(closures)],
                    answers=tuple(_fixed_answer(question, number) for question in questionnaire.questions),
                    timeline=tuple(ResultEvent(text="", after=after) for after in DURATIONS),
                    deadlines=tuple(_fixed_verdict(each.id, number) for each in instrument.deadlines),
                )
                for questionnaire in lists
            ),
        )
        for number in range(len(_FIXED))
    )
    meanings = dict.fromkeys(results.term_meanings, "")
    emptied = {**_EMPTIED, "term_meanings": meanings}
    return results.model_copy(update={"cases": cases, **({} if own_words else emptied)})


_COUNTED: Final = 4
"""The most digits of a number that the table itself counts: of a case, a question, a step."""
_FIXED: Final[tuple[tuple[Status, str | None], ...]] = (
    *((Status.ANSWERED, rating.value) for rating in Rating),
    (Status.NOT_APPLICABLE, NOT_APPLICABLE),
    (Status.OFF_ROUTE, None),
    (Status.NO_ANSWER, None),
    (Status.OPEN, None),
    *((Status.REASON_MISSING, value) for value in (Rating.ORANJE.value, Rating.ROOD.value, NOT_APPLICABLE)),
)


def _fixed_verdict(deadline: str, number: int) -> ResultDeadline:
    verdict, excused = tuple(VERDICTS.values())[number % len(VERDICTS)]
    return ResultDeadline(deadline=deadline, verdict=verdict, excused=excused)


def _fixed_answer(question: Question, number: int) -> ResultAnswer:
    status, value = _FIXED[number]
    if question.kind is QuestionKind.YES_NO and status is Status.ANSWERED:
        value = (YES, NO)[number % 2]
    declined = status is Status.NOT_APPLICABLE
    return ResultAnswer(question=question.id, status=status, value=value, reason_declined=declined)
