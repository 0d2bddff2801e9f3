"""An Analysebestand written and read without the gate between; in the program the end of an evaluation does that."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from flows.instrument import Source
from flows.results import Results
from storage.export import safe_file, workbook_read
from storage.export.safe_file import ExportError
from storage.export.workbook import Prepared, prepare_analysis
from storage.export.workbook_plan import TABS, Step
from storage.export.workbook_read import Seen, sheets_of
from storage.export.workbook_readme import OVERFLOW
from storage.export.workbook_sources import TIMELINE
from storage.vault.disk import Disk


def published(prepared: Prepared) -> Path:
    """Give a finished file its name; when that fails it is taken away."""
    try:
        return safe_file.publish(prepared.path, prepared.disk)
    except ExportError:
        prepared.discard()
        raise


def write_analysis(results: Results, path: Path, *, disk: Disk | None = None) -> None:
    """Write the workbook at `path`."""
    published(prepare_analysis(results, path, disk=disk))


Cells = dict[tuple[str, str], object]


def stored_cells(data: bytes, *, formulas: bool = False) -> Cells:
    """Every filled cell by tab and place: the stored values, or the formulas where there are."""
    book = load_workbook(io.BytesIO(data), data_only=not formulas)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


class ReadBack(NamedTuple):
    """What a workbook says: per source tab (source, row, case) -> answer, and the timeline."""

    answers: Mapping[tuple[Source, int, int], Seen]
    steps: tuple[Step, ...]


def read_back(path: Path) -> ReadBack:
    """Read the answers, reasons, scores and steps of a finished workbook; raises WorkbookUnreadable."""
    sheets = sheets_of(path.read_bytes())
    more = workbook_read._overflow(sheets.get(OVERFLOW, {}))
    answers = {
        (source, *place): seen
        for source, name in TABS.items()
        for place, seen in workbook_read._tab(sheets.get(name, {}), more)[0].items()
    }
    return ReadBack(answers, tuple(workbook_read._steps(sheets.get(TIMELINE, {}), more)))
