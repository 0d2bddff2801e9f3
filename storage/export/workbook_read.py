"""Reads an Analysebestand as it stands on the disk, cell by cell, without the program that wrote it.

Used to compare a finished file with what was to be written, and to scan it (`gate`).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse
from xml.parsers.expat import ExpatError, ParserCreate

from openpyxl.utils import column_index_from_string

from storage.export.workbook_plan import SCORES, TABS, Entry, Plan, Step, Tab
from storage.export.workbook_readme import OVERFLOW
from storage.export.workbook_sources import FIRST, HEAD, STEPS, TIMELINE
from storage.export.workbook_text import rejoin, unescape

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NOT_A_ZIP: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
"""Everything that Python's zipfile raises for a file that is damaged, or is something else."""
_C, _V, _F, _T = (f"{MAIN[1:]}{tag}" for tag in ("c", "v", "f", "t"))
_SAYS: Final = frozenset({_V, _F, _T})
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]+)")
_CASE: Final = re.compile(r"Casus ([0-9]+)")


class WorkbookUnreadable(Exception):
    """The file is not a workbook that can be read; `part` is where it went wrong, never what stood there."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Cell(NamedTuple):
    """One cell: its text or number as stored, and its formula when it has one."""

    value: str | float | None
    formula: str | None = None


Sheet = Mapping[tuple[int, int], Cell]


class Seen(NamedTuple):
    """One answer as read: the word, its stored score (None: no score), its reason or text, its remark."""

    word: str
    score: float | None
    reason: str
    remark: str


def xml(content: bytes, part: str) -> Element:
    """Parse one XML part; raises WorkbookUnreadable. A part that defines entities of its own is refused."""
    if b"<!" in content:
        raise WorkbookUnreadable(part)
    try:
        return fromstring(content)  # noqa: S314 - what defines entities was refused above
    except (ParseError, ValueError):
        raise WorkbookUnreadable(part) from None


def elements(content: bytes, part: str) -> Iterator[Element]:
    """Yield every element when it is complete; the cells of a row are let go after the row was yielded.

    Raises WorkbookUnreadable, also for a part that defines entities of its own.
    """
    if b"<!" in content:
        raise WorkbookUnreadable(part)
    try:
        for _, element in iterparse(io.BytesIO(content)):  # noqa: S314 - as in `xml`
            yield element
            if element.tag == f"{MAIN}row":
                del element[:]
    except (ParseError, ValueError):
        raise WorkbookUnreadable(part) from None


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of the file by its name; raises WorkbookUnreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except NOT_A_ZIP:
        raise WorkbookUnreadable("zip") from None


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet title -> part name, in the order of the tabs; raises WorkbookUnreadable."""
    try:
        book = xml(parts["xl/workbook.xml"], "xl/workbook.xml")
        links = xml(parts["xl/_rels/workbook.xml.rels"], "xl/_rels/workbook.xml.rels")
        targets = {link.attrib["Id"]: link.attrib["Target"].lstrip("/") for link in links}
        named = {sheet.attrib["name"]: targets[sheet.attrib[RELATION]] for sheet in book.iter(f"{MAIN}sheet")}
    except KeyError:
        raise WorkbookUnreadable("xl/workbook.xml") from None
    return {title: part if part in parts else f"xl/{part}" for title, part in named.items()}


def cells(content: bytes, part: str) -> dict[tuple[int, int], Cell]:
    """Every filled cell of a sheet by (row, column); raises WorkbookUnreadable."""
    if b"<!" in content:
        raise WorkbookUnreadable(part)
    reader = _CellReader(part)
    try:
        reader.parser.Parse(content, True)
    except (ExpatError, ValueError):
        raise WorkbookUnreadable(part) from None
    return reader.found


class _CellReader:
    """Walks a sheet once, element by element; a tenth of what a tree of elements costs."""

    def __init__(self, part: str) -> None:
        self.found: dict[tuple[int, int], Cell] = {}
        self._part = part
        self._columns: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self._cell, self._kind = "", "n"
        self._value: str | None = None
        self._formula: str | None = None
        self._inline: list[str] = []
        self._said: list[str] | None = None
        self.parser = ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _C:
            self._cell, self._kind = attributes.get("r", ""), attributes.get("t", "n")
            self._value = self._formula = None
            self._inline.clear()
        elif tag in _SAYS:
            self._said = []

    def _text(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)

    def _end(self, tag: str) -> None:
        if tag == _C:
            self._keep()
        elif tag in _SAYS and self._said is not None:
            said, self._said = "".join(self._said), None
            if tag == _V:
                self._value = said
            elif tag == _F:
                self._formula = said
            else:
                self._inline.append(said)

    def _keep(self) -> None:
        place = _CELL.fullmatch(self._cell)
        if place is None:
            raise WorkbookUnreadable(self._part)
        value = self._read()
        if value is not None or self._formula is not None:
            column = self._columns.get(place[1])
            if column is None:
                column = self._columns[place[1]] = column_index_from_string(place[1])
            self.found[int(place[2]), column] = Cell(value, self._formula)

    def _read(self) -> str | float | None:
        if self._kind == "inlineStr":
            return self._same(unescape("".join(self._inline)))
        if self._kind == "str":
            return self._same(unescape(self._value or ""))
        if self._kind == "n":
            try:
                return float(self._value) if self._value else None
            except ValueError:
                raise WorkbookUnreadable(self._part) from None
        raise WorkbookUnreadable(self._part)

    def _same(self, text: str) -> str:
        """Keep equal texts once: most cells say one of a few words."""
        return self._texts.setdefault(text, text)


def sheets_of(data: bytes) -> dict[str, dict[tuple[int, int], Cell]]:
    """Every tab by its title; raises WorkbookUnreadable."""
    parts = parts_of(data)
    try:
        return {title: cells(parts[part], part) for title, part in sheet_parts(parts).items()}
    except KeyError:
        raise WorkbookUnreadable("xl/workbook.xml") from None


def _tab(sheet: Sheet, more: Mapping[int, str]) -> tuple[dict[tuple[int, int], Seen], dict[int, str]]:
    """What one source tab says: the answers by row and case, and the question ids by row.

    Places follow from the headings, not from the program that wrote them.
    """
    cases = _case_columns(sheet)
    answers: dict[tuple[int, int], Seen] = {}
    questions: dict[int, str] = {}
    for row in sorted({row for row, column in sheet if column == 1 and row >= FIRST}):
        key = sheet[row, 1].value
        questions[row] = str(int(key)) if isinstance(key, float) else key or ""
        for number, column in cases.items():
            answers[row, number] = _seen(sheet, row, column, more)
    return answers, questions


def _case_columns(sheet: Sheet) -> dict[int, int]:
    return {
        int(case[1]): column
        for (row, column), cell in sheet.items()
        if row == HEAD - 1 and (case := _CASE.fullmatch(str(cell.value)))
    }


def _seen(sheet: Sheet, row: int, column: int, more: Mapping[int, str]) -> Seen:
    def text(offset: int) -> str:
        value = sheet.get((row, column + offset), Cell("")).value
        return rejoin(value, more) if isinstance(value, str) else ""

    score = sheet.get((row, column + 1), Cell(None)).value
    return Seen(text(0), score if isinstance(score, float) else None, text(2), text(3))


def _overflow(sheet: Sheet) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in sorted({row for row, _ in sheet if row >= FIRST}):
        number, text = sheet[row, 1].value, sheet[row, 3].value
        if isinstance(number, float):
            found[int(number)] = found.get(int(number), "") + str(text)
    return found


def _steps(sheet: Sheet, more: Mapping[int, str]) -> Iterator[Step]:
    for row in sorted({row for row, column in sheet if column == 1 and row >= FIRST}):
        case, source, number, text, after = (
            sheet.get((row, column), Cell("")).value for column in range(1, len(STEPS) + 1)
        )
        if isinstance(case, float) and isinstance(number, float):
            yield Step(int(case), str(source), int(number), rejoin(str(text), more), str(after))


def differences(
    plan: Plan, parts: Mapping[str, bytes], values: Mapping[str, Mapping[str, float | str]]
) -> list[str]:
    """Name every place where the file says something else than was to be written; one tab at a time.

    `parts` is the file (`parts_of`); `values` are the stored values that belong beside the formulas, by tab and
    cell. Raises WorkbookUnreadable.
    """
    titles = sheet_parts(parts)

    def sheet_of(title: str) -> Sheet:
        try:
            return cells(parts[titles[title]], titles[title])
        except KeyError:
            return {}

    more = _overflow(sheet_of(OVERFLOW))
    tabs = {tab.name: tab for tab in plan.tabs}
    wrong: list[str] = []
    for title in dict.fromkeys((*values, *titles)):
        sheet = sheet_of(title)
        wrong += [f"{title}!{cell}" for cell in _wrong_values(sheet, values.get(title, {}))]
        if title in tabs:
            wrong += _wrong_answers(tabs.pop(title), plan.numbers, sheet, more)
        elif title in TABS.values():
            wrong.append(title)
        if title == TIMELINE and tuple(_steps(sheet, more)) != plan.steps:
            wrong.append(TIMELINE)
    wrong += tabs
    if TIMELINE not in titles:
        wrong.append(TIMELINE)
    return wrong


def _wrong_answers(
    tab: Tab, numbers: tuple[int, ...], sheet: Sheet, more: Mapping[int, str]
) -> Iterator[str]:
    answers, questions = _tab(sheet, more)
    for row, line in enumerate(tab.lines, start=FIRST):
        if questions.get(row) != line.key:
            yield f"{tab.name}!A{row}"
        for number, entry in zip(numbers, line.entries, strict=True):
            if answers.pop((row, number), None) != _wanted(entry, rated=line.rated):
                yield f"{tab.name} {row} casus {number}"
    for row, number in answers:
        yield f"{tab.name} {row} casus {number}"


def _wanted(entry: Entry, *, rated: bool) -> Seen:
    return Seen(entry.word, SCORES.get(entry.word) if rated else None, entry.reason, entry.remark)


def _wrong_values(sheet: Sheet, wanted: Mapping[str, float | str]) -> Iterator[str]:
    formulas = {place for place, cell in sheet.items() if cell.formula is not None}
    for cell, value in wanted.items():
        match = _CELL.fullmatch(cell)
        place = (int(match[2]), column_index_from_string(match[1])) if match else (0, 0)
        stored = sheet.get(place, Cell(None))
        if place not in formulas or ("" if stored.value is None else stored.value) != value:
            yield cell
        formulas.discard(place)
    yield from (f"R{row}K{column}" for row, column in sorted(formulas))
