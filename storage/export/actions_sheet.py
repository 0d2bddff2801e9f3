"""The worksheet of the session: the team's conclusions, improvement actions and quotes, written empty and read filled.

It is filled in by people in a spreadsheet program, so reading it names every cell that cannot be used. Whether a text
repeats what a resident said is checked by `flows.casuistry`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from flows.actions import ImprovementAction, Progress, subjects
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Quote
from flows.instrument import Instrument
from storage.export.analysis_cells import AnalysisFileRefused, FileReason, Table, read_tables
from storage.export.analysis_tabs import plain
from storage.export.session_words import RULE, SessionContent
from storage.export.workbook_page import Page, new_book
from storage.export.workbook_save import book_bytes
from storage.export.workbook_text import Overflow

CONCLUSIONS: Final = "Conclusies"
ACTIONS: Final = "Verbeteracties"
QUOTES: Final = "Citaten"
_CHOICES: Final = "Keuzes"
_HEAD: Final = 4
_ROOM: Final = 30
_YES: Final = "ja"
_Kind = TypeVar("_Kind")
_FOOTER: Final = "Werkblad voor de sessie"
_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet program."""
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    CONCLUSIONS: ("Oordeel", "Over", "Conclusie"),
    ACTIONS: ("Verbeteractie", "Over", "Eigenaar (functie)", "Klaar op", "Zo zien we dat het lukt", "Stand"),
    QUOTES: ("Citaat, herschreven", "Over", "Twee mensen akkoord"),
}
_WIDTHS: Final = {CONCLUSIONS: (16, 60, 90), ACTIONS: (54, 46, 24, 14, 40, 14), QUOTES: (90, 56, 16)}
_OPENINGS: Final = {
    CONCLUSIONS: "Wat gaat goed, wat kan beter, wat moet beter? In de woorden van het team, over alle casussen samen.",
    ACTIONS: "Een rij per afspraak. Noem functies, geen namen. Datum als 31-12-2026.",
    QUOTES: "Voor het eindverslag, en alleen herschreven. Zonder ‘ja’ in de laatste kolom gaat een citaat niet mee.",
}


class SheetCell(NamedTuple):
    """One cell that cannot be used; `code`: verdict, about, day, progress, empty, not_agreed."""

    tab: str
    cell: str
    code: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What the team filled in; `left_out` are cells that could not be used, with their rows."""

    conclusions: tuple[Conclusion, ...] = ()
    actions: tuple[ImprovementAction, ...] = ()
    quotes: tuple[Quote, ...] = ()
    left_out: tuple[SheetCell, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    """(place, text) of every text that goes to partners."""


def worksheet(content: SessionContent) -> bytes:
    """Make the sheet with a list to choose from at every column that has one."""
    book, overflow = new_book(), Overflow()
    names = list(subjects(content.instrument))
    lists = {
        "Oordeel": [one.value for one in Verdict],
        "Over": names,
        "Stand": [one.value for one in Progress],
    }
    for title in (CONCLUSIONS, ACTIONS, QUOTES):
        page = Page.add(book, title, overflow, footer=_FOOTER)
        page.opening(title, _OPENINGS[title])
        page.text(3, 1, RULE, "uitleg")
        page.heading(_HEAD, _COLUMNS[title], first_left=len(_COLUMNS[title]))
        _fill(page, title, content)
        for row in range(_HEAD + 1, _HEAD + 1 + _ROOM):
            for column, name in enumerate(_COLUMNS[title], start=1):
                if page.sheet.cell(row, column).value is None:
                    page.text(row, column, "")
                if name == "Klaar op":
                    page.sheet.cell(row, column).number_format = "dd-mm-yyyy"
        for column, name in enumerate(_COLUMNS[title], start=1):
            if name in lists:
                _offer(page.sheet, column, list(lists).index(name) + 1, len(lists[name]))
        page.widths(_WIDTHS[title])
        page.freeze(f"A{_HEAD + 1}")
        page.print_landscape(_HEAD + _ROOM, len(_COLUMNS[title]), rows=f"{_HEAD}:{_HEAD}")
    _choices(book, overflow, lists)
    return book_bytes(book, {})


def _fill(page: Page, title: str, content: SessionContent) -> None:
    names = {aim: name for name, aim in subjects(content.instrument).items()}
    if title == CONCLUSIONS:
        for row, one in enumerate(content.conclusions, start=_HEAD + 1):
            for column, text in enumerate((one.verdict.value, names.get(one.about, ""), one.text), start=1):
                page.text(row, column, text)
    if title == ACTIONS:
        for row, action in enumerate(content.actions, start=_HEAD + 1):
            told = (
                action.what,
                names.get(action.about, ""),
                action.owner,
                "",
                action.success,
                action.progress.value,
            )
            for column, text in enumerate(told, start=1):
                page.text(row, column, text)
            if action.by is not None:
                page.number(row, 4, (action.by - _EPOCH).days)
    if title == QUOTES:
        for row, quote in enumerate(content.quotes, start=_HEAD + 1):
            for column, text in enumerate((quote.text, names.get(quote.about, ""), _YES), start=1):
                page.text(row, column, text)


def _offer(sheet: Worksheet, column: int, of: int, length: int) -> None:
    letter, area = get_column_letter(of), get_column_letter(column)
    choice = DataValidation(
        type="list", formula1=f"{_CHOICES}!${letter}$1:${letter}${length}", allow_blank=True
    )
    choice.showErrorMessage = False
    sheet.add_data_validation(choice)
    choice.add(f"{area}{_HEAD + 1}:{area}{_HEAD + _ROOM}")


def _choices(book: Workbook, overflow: Overflow, lists: Mapping[str, Sequence[str]]) -> None:
    page = Page.add(book, _CHOICES, overflow, footer=_FOOTER)
    for column, names in enumerate(lists.values(), start=1):
        for row, name in enumerate(names, start=1):
            page.text(row, column, name)
    page.widths((16, 90, 16))
    page.sheet.sheet_state = "hidden"


# -- reading it back ------------------------------------------------------------------------------------------


def read_worksheet(path: Path, instrument: Instrument) -> Filled:
    """Read what was filled in. Raises AnalysisFileRefused when it is no such sheet, or OSError."""
    tables = read_tables(path)
    found = {title: cells for title in _COLUMNS if (cells := tables.get(title)) is not None}
    if ACTIONS not in found:  # a Sessiebestand has conclusions too
        raise AnalysisFileRefused(path, FileReason.NOT_A_WORKSHEET)
    reader = _Reader(instrument)
    conclusions = tuple(filter(None, map(reader.conclusion, _rows(found, CONCLUSIONS))))
    actions = tuple(filter(None, map(reader.action, _rows(found, ACTIONS))))
    quotes = tuple(filter(None, map(reader.quote, _rows(found, QUOTES))))
    return Filled(conclusions, actions, quotes, tuple(reader.left_out), tuple(reader.places))


@dataclass(frozen=True, slots=True)
class _Row:
    tab: str
    number: int
    cells: Mapping[str, str | float]
    columns: Mapping[str, int]

    def text(self, name: str) -> str:
        return plain(self.cells.get(name, ""))

    def place(self, name: str) -> str:
        return f"{get_column_letter(self.columns.get(name, 1))}{self.number}"


def _rows(tables: Mapping[str, Table], title: str) -> Iterator[_Row]:
    cells = tables.get(title, {})
    head = next(
        (
            row
            for (row, _), value in sorted(cells.items())
            if plain(value) == _COLUMNS[title][0] and row <= 15
        ),
        None,
    )
    if head is None:
        return
    columns = {plain(value): column for (row, column), value in cells.items() if row == head}
    for number in sorted({row for row, _ in cells if row > head}):
        told = {name: cells[number, at] for name, at in columns.items() if (number, at) in cells}
        if told:
            yield _Row(title, number, told, columns)


class _Reader:
    def __init__(self, instrument: Instrument) -> None:
        self._subjects: dict[str, Aim | None] = {
            name.casefold(): aim for name, aim in subjects(instrument).items()
        }
        self.left_out: list[SheetCell] = []
        self.places: list[tuple[str, str]] = []

    def conclusion(self, row: _Row) -> Conclusion | None:
        verdict = self._one(row, "Oordeel", "verdict", Verdict)
        aim, known = self._about(row)
        text = self._said(row, "Conclusie")
        if verdict is None or not known or not text:
            return None
        return Conclusion(verdict=verdict, text=text, about=aim)

    def action(self, row: _Row) -> ImprovementAction | None:
        what = self._said(row, "Verbeteractie")
        aim, known = self._about(row)
        if not what or not known:
            return None
        return ImprovementAction(
            what=what,
            about=aim,
            owner=self._said(row, "Eigenaar (functie)", needed=False),
            by=self._day(row, "Klaar op"),
            success=self._said(row, "Zo zien we dat het lukt", needed=False),
            progress=(self._one(row, "Stand", "progress", Progress) if row.text("Stand") else None)
            or Progress.AGREED,
        )

    def quote(self, row: _Row) -> Quote | None:
        agreed = row.text("Twee mensen akkoord").casefold() == _YES
        if not agreed:
            self._tell(row, "Twee mensen akkoord", "not_agreed")
            return None
        aim, known = self._about(row)
        text = self._said(row, "Citaat, herschreven")
        return Quote(text=text, about=aim) if text and known else None

    def _tell(self, row: _Row, name: str, code: str) -> None:
        self.left_out.append(SheetCell(row.tab, row.place(name), code))

    def _said(self, row: _Row, name: str, *, needed: bool = True) -> str:
        text = row.text(name)
        if text:
            self.places.append((f"{row.tab}!{row.place(name)}", text))
        elif needed:
            self._tell(row, name, "empty")
        return text

    def _about(self, row: _Row) -> tuple[Aim | None, bool]:
        """What a row is about, and whether that could be read; empty means everything."""
        name = row.text("Over").casefold()
        if not name:
            return None, True
        if name in self._subjects:
            return self._subjects[name], True
        self._tell(row, "Over", "about")
        return None, False

    def _one(self, row: _Row, name: str, code: str, kind: Callable[[str], _Kind]) -> _Kind | None:
        """One of the words that this column can hold."""
        try:
            return kind(row.text(name).casefold())
        except ValueError:
            self._tell(row, name, code)
            return None

    def _day(self, row: _Row, name: str) -> date | None:
        value = row.cells.get(name)
        try:
            if isinstance(value, float):
                return _EPOCH + timedelta(days=int(value))
            if value:
                return date.fromisoformat(
                    "-".join(part.zfill(2) for part in reversed(plain(value).split("-")))
                )
        except (ValueError, OverflowError):
            self._tell(row, name, "day")
        return None
