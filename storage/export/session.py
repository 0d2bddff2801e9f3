"""The Sessiebestand: averages and the team's own conclusions for partners, and nothing about one case.

`prepare_session` writes it beside its place and reads it back, as `prepare_analysis` does; between that and `publish`
the gate looks at the file. What may be shown is decided in `flows.privacy`; it can be written again after the
analysis, from results that were kept without names. No reason, remark, answer or timeline comes near it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from flows.conclusions import Conclusion
from flows.evaluation import MINIMUM_CASES
from flows.privacy import LEAST, SessionTable, session_table
from flows.results import Results
from storage.export import safe_file
from storage.export.session_page import add_charts, add_conclusions, add_figures, add_readme
from storage.export.workbook import Prepared
from storage.export.workbook_page import Page, Value, new_book
from storage.export.workbook_plan import Plan, plan
from storage.export.workbook_read import Cell, WorkbookUnreadable, sheets_of
from storage.export.workbook_save import book_bytes
from storage.export.workbook_text import Overflow, unescape
from storage.vault.disk import Disk

__all__ = ["TooFewCases", "bytes_of_table", "prepare_session", "session_bytes"]

Expected = Mapping[str, Mapping[tuple[int, int], Cell]]


class TooFewCases(Exception):
    """With so few cases averages point to people; `needed` is the least, `found` what there is."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.needed = MINIMUM_CASES
        self.found = found


def prepare_session(
    results: Results,
    conclusions: Sequence[Conclusion],
    path: Path,
    *,
    threshold: int = LEAST,
    disk: Disk | None = None,
) -> Prepared:
    """Write the workbook beside `path`, flush it and read every cell back.

    `threshold` is in distinct cases, 3 to 10. Raises TooFewCases, ThresholdOutOfRange, InstrumentError, KeyError
    (a conclusion about what the instrument does not have) or an ExportError; then nothing is left behind. The
    caller publishes or discards what it gets.
    """
    disk = disk or Disk()
    safe_file.check_free(path, disk)
    data, expected = _build(results, conclusions, threshold)
    prepared = Prepared(path, safe_file.write_aside(path, data, disk), disk)
    return prepared.checked(lambda stored: _differences(stored, expected))


def session_bytes(
    results: Results, conclusions: Sequence[Conclusion] = (), *, threshold: int = LEAST
) -> bytes:
    """Give the workbook as bytes: the same results and conclusions give the same bytes. Raises as above."""
    return _build(results, conclusions, threshold)[0]


def bytes_of_table(results: Results, table: SessionTable, conclusions: Sequence[Conclusion]) -> bytes:
    """Give the workbook of figures that were made before; of `results` no case is read. Raises TooFewCases."""
    return _book(_of_sources(plan(results.model_copy(update={"cases": ()})), table), table, conclusions)[0]


def _of_sources(content: Plan, table: SessionTable) -> Plan:
    """The plan with the sources of the table alone."""
    lists = tuple(one for one in content.instrument.questionnaires if one.source in table.columns)
    instrument = content.instrument.model_copy(update={"questionnaires": lists})
    tabs = tuple(tab for tab in content.tabs if tab.source in table.columns)
    return replace(content, instrument=instrument, tabs=tabs)


def _build(results: Results, conclusions: Sequence[Conclusion], threshold: int) -> tuple[bytes, Expected]:
    content = plan(results)
    return _book(content, session_table(content.instrument, results.cases, threshold), conclusions)


def _book(content: Plan, table: SessionTable, conclusions: Sequence[Conclusion]) -> tuple[bytes, Expected]:
    if table.cases < MINIMUM_CASES:
        raise TooFewCases(table.cases)
    book = new_book()
    pages = _pages(book, content, table, conclusions)
    values = {page.sheet.title: page.values for page in pages}
    return book_bytes(book, values), {page.sheet.title: _written(page) for page in pages}


def _pages(
    book: Workbook, content: Plan, table: SessionTable, conclusions: Sequence[Conclusion]
) -> list[Page]:
    overflow = Overflow()
    return [
        add_readme(book, content, table, overflow),
        add_figures(book, content, table, overflow),
        add_charts(book, table, overflow),
        add_conclusions(book, content, conclusions, overflow),
    ]


def _written(page: Page) -> dict[tuple[int, int], Cell]:
    """What every cell of a page must say when it is read back."""
    found: dict[tuple[int, int], Cell] = {}
    for row in page.sheet.iter_rows():
        for cell in row:
            value, place = cell.value, (cell.row or 0, cell.column or 0)
            if cell.data_type == "f":
                stored = page.values[cell.coordinate]
                found[place] = Cell(_plain(stored), str(value).removeprefix("="))
            elif isinstance(value, str):
                found[place] = Cell(unescape(value))
            elif isinstance(value, int | float):
                found[place] = Cell(float(value))
    return found


def _plain(value: Value) -> str | float:
    return value if isinstance(value, str) else float(value)


def _differences(stored: bytes, expected: Expected) -> tuple[str, ...]:
    """Name every cell that says something else than was written."""
    try:
        sheets = sheets_of(stored)
    except WorkbookUnreadable as error:
        return (error.part,)
    if list(sheets) != list(expected):
        return ("xl/workbook.xml",)
    return tuple(
        f"{title}!R{row}K{column}"
        for title, wanted in expected.items()
        for row, column in sorted(wanted.keys() | sheets[title].keys())
        if sheets[title].get((row, column)) != wanted.get((row, column))
    )
