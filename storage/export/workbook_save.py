"""Turns an openpyxl workbook into bytes without touching the disk.

openpyxl itself puts every sheet in a temporary file first; texts of residents must never stand there.
"""

import io
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


class _InMemory(ExcelWriter):
    """The writer of openpyxl, with its one step through a temporary file taken out."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile) -> None:
        super().__init__(book, archive)
        self._into = archive

    def write_worksheet(self, ws: Worksheet) -> None:
        # The same steps as in openpyxl 3.1 (pinned below 4), whose parts are private to it.
        sheet: Any = ws
        sheet._drawing = drawing = SpreadsheetDrawing()  # noqa: SLF001 - see above
        drawing.charts, drawing.images = sheet._charts, sheet._images  # noqa: SLF001 - see above
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        sheet._rels = writer._rels  # noqa: SLF001 - see above
        self._into.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def book_bytes(book: Workbook) -> bytes:
    """Give the file as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _InMemory(book, archive).write_data()
    return out.getvalue()
