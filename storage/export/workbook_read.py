"""Reads an Analysebestand as it stands on the disk, cell by cell, without the program that wrote it.

Used to compare a finished file with what was to be written, and to scan it (`gate`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from openpyxl.utils import column_index_from_string

from flows.instrument import Source
from storage.export.workbook_plan import SCORES, TABS, Entry, Plan, Step
from storage.export.workbook_readme import OVERFLOW
from storage.export.workbook_sources import FIRST, HEAD, STEPS, TIMELINE
from storage.export.workbook_text import rejoin, unescape

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
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


@dataclass(frozen=True)
class ReadBack:
    """What a workbook says: per source tab (source, row, case) -> answer, the question ids, and the timeline."""

    answers: Mapping[tuple[Source, int, int], Seen]
    questions: Mapping[tuple[Source, int], str]
    steps: tuple[Step, ...]


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
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ):
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
    found: dict[tuple[int, int], Cell] = {}
    for element in elements(content, part):
        if element.tag != f"{MAIN}c":
            continue
        place = _CELL.fullmatch(element.get("r") or "")
        if place is None:
            raise WorkbookUnreadable(part)
        formula = element.find(f"{MAIN}f")
        value = _value(element, part)
        if value is not None or formula is not None:
            key = int(place[2]), column_index_from_string(place[1])
            found[key] = Cell(value, None if formula is None else formula.text or "")
    return found


def _value(element: Element, part: str) -> str | float | None:
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return unescape("".join(text.text or "" for text in element.iter(f"{MAIN}t")))
    stored = element.findtext(f"{MAIN}v")
    if kind == "str":
        return unescape(stored or "")
    if kind == "n":
        try:
            return None if stored is None or stored == "" else float(stored)
        except ValueError:
            raise WorkbookUnreadable(part) from None
    raise WorkbookUnreadable(part)


def read_back(path: Path) -> ReadBack:
    """Read the answers, reasons, scores and steps of a finished workbook; raises WorkbookUnreadable."""
    try:
        data = path.read_bytes()
    except OSError:
        raise WorkbookUnreadable("zip") from None
    return read_content(sheets_of(data))


def sheets_of(data: bytes) -> dict[str, dict[tuple[int, int], Cell]]:
    """Every tab by its title; raises WorkbookUnreadable."""
    parts = parts_of(data)
    try:
        return {title: cells(parts[part], part) for title, part in sheet_parts(parts).items()}
    except KeyError:
        raise WorkbookUnreadable("xl/workbook.xml") from None


def read_content(sheets: Mapping[str, Sheet]) -> ReadBack:
    """Give what the tabs say; places follow from the headings, not from the program that wrote them."""
    more = _overflow(sheets.get(OVERFLOW, {}))
    answers: dict[tuple[Source, int, int], Seen] = {}
    questions: dict[tuple[Source, int], str] = {}
    for source, name in TABS.items():
        sheet = sheets.get(name, {})
        cases = _case_columns(sheet)
        for row in sorted({row for row, column in sheet if column == 1 and row >= FIRST}):
            key = sheet[row, 1].value
            questions[source, row] = str(int(key)) if isinstance(key, float) else key or ""
            for number, column in cases.items():
                answers[source, row, number] = _seen(sheet, row, column, more)
    return ReadBack(answers, questions, tuple(_steps(sheets.get(TIMELINE, {}), more)))


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
    plan: Plan, sheets: Mapping[str, Sheet], values: Mapping[str, Mapping[str, float | str]]
) -> list[str]:
    """Name every place where the file says something else than was to be written.

    `values` are the stored values that belong beside the formulas, by tab and cell.
    """
    found = read_content(sheets)
    wrong = [
        f"{name}!{cell}"
        for name, wanted in values.items()
        for cell in _wrong_values(sheets.get(name, {}), wanted)
    ]
    expected: set[tuple[Source, int, int]] = set()
    for tab in plan.tabs:
        for row, line in enumerate(tab.lines, start=FIRST):
            if found.questions.get((tab.source, row)) != line.key:
                wrong.append(f"{tab.name}!A{row}")
            for number, entry in zip(plan.numbers, line.entries, strict=True):
                expected.add((tab.source, row, number))
                if found.answers.get((tab.source, row, number)) != _wanted(entry, rated=line.rated):
                    wrong.append(f"{tab.name} {row} casus {number}")
    wrong += [f"{TABS[source]} {row} casus {number}" for source, row, number in set(found.answers) - expected]
    if found.steps != plan.steps:
        wrong.append(TIMELINE)
    return wrong


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
