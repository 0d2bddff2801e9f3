"""Turns an openpyxl workbook into bytes without touching the disk, with a stored value beside every formula.

openpyxl itself puts every sheet in a temporary file first; texts of residents must never stand there. And it writes
formulas without a value: phones, previews and pandas would show empty cells. The values are computed in Python (they
must be the ones a spreadsheet program comes to) and given here by cell.
"""

import gc
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from storage.export.cached_values import NeutralZip

Value = float | str
Values = Mapping[str, Mapping[str, Value]]

_NO_ROWS: Final = b"<sheetData />", b"<sheetData/>", b"<sheetData></sheetData>"


class _InMemory(ExcelWriter):
    """The writer of openpyxl, without its step through a temporary file, and with rows written by `_rows`."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile, values: Values) -> None:
        super().__init__(book, archive)
        self._into = archive
        self._values = values

    def write_worksheet(self, ws: Worksheet) -> None:
        # The same steps as in openpyxl 3.1 (pinned below 4), whose parts are private to it.
        sheet: Any = ws
        sheet._drawing = drawing = SpreadsheetDrawing()  # noqa: SLF001 - see above
        drawing.charts, drawing.images = sheet._charts, sheet._images  # noqa: SLF001 - see above
        out = io.BytesIO()
        writer: Any = _WithoutRows(ws, out)
        writer.write()
        sheet._rels = writer._rels  # noqa: SLF001 - see above
        empty = out.getvalue()
        mark = next(mark for mark in _NO_ROWS if mark in empty)
        before, _, after = empty.partition(mark)
        rows = "".join(_rows(sheet, self._values.get(ws.title, {}))).encode()
        self._into.writestr(ws.path[1:], b"%s<sheetData>%s</sheetData>%s" % (before, rows, after))
        self.manifest.append(ws)


class _WithoutRows(WorksheetWriter):
    """Writes everything of a sheet but its rows."""

    def write_rows(self) -> None:
        stream: Any = self.xf.send(
            True
        )  # a generator of openpyxl's: it gives the stream, and takes back control
        with stream.element("sheetData"):
            pass
        self.xf.send(None)


def _rows(sheet: Any, values: Mapping[str, Value]) -> Iterator[str]:
    """Yield the rows as XML: what openpyxl writes for texts, numbers and formulas, several times as fast."""
    styles: dict[int, int] = {}
    cells: dict[int, list[Any]] = {row: [] for row in sheet.row_dimensions}
    for (row, _), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - the public way makes every empty cell too
        cells.setdefault(row, []).append(cell)
    for row in sorted(cells):
        looks = "".join(
            f' {name}="{value}"' for name, value in dict(sheet.row_dimensions.get(row, {})).items()
        )
        yield f'<row r="{row}"{looks}>'
        for cell in cells[row]:
            style = styles.get(id(cell._style))  # noqa: SLF001 - cells of one look share one style
            if style is None:
                style = styles[id(cell._style)] = cell.style_id  # noqa: SLF001 - as above
            yield _cell(cell, style, values)
        yield "</row>"


def _cell(cell: Any, style: int, values: Mapping[str, Value]) -> str:
    value, kind = cell._value, cell.data_type  # noqa: SLF001 - `value` turns back what it was given
    place = f'r="{cell.coordinate}" s="{style}"'
    if value is None:
        return f"<c {place}/>"
    if kind == "s":
        keep = "" if value == value.strip() else ' xml:space="preserve"'
        return f'<c {place} t="inlineStr"><is><t{keep}>{escape(value)}</t></is></c>'
    if kind == "n":
        return f'<c {place} t="n"><v>{value!r}</v></c>'
    if kind != "f":
        raise TypeError(kind)
    stored = values[cell.coordinate]
    if isinstance(stored, str):
        return f'<c {place} t="str"><f>{escape(value[1:])}</f><v>{escape(stored)}</v></c>'
    return f"<c {place}><f>{escape(value[1:])}</f><v>{stored!r}</v></c>"


def book_bytes(book: Workbook, values: Values | None = None) -> bytes:
    """Give the file as bytes, neutral (`cached_values`); `values` are what the formulas come to, by sheet and cell.

    Raises KeyError for a formula without a value, TypeError for a cell that is no text, number or formula.
    """
    out = io.BytesIO()
    with NeutralZip(out, "w") as archive:
        _InMemory(book, archive, values or {}).write_data()
    return out.getvalue()


@contextmanager
def many_cells() -> Iterator[None]:
    """Make or read hundreds of thousands of cells without Python looking for garbage among them all the time.

    At the end it looks once, among what was made since (all of it is young): the program around it may be large.
    """
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()
            gc.collect(0)
