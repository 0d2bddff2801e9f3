"""The tab Grafiek of both workbooks: averages once more, as bars per source, with one chart per block.

Which averages these are is left to the tabs they come from; every cell is a reference to one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from storage.export.workbook_page import Page, Value

TOP: Final = 4
_ROWS: Final = 22
"""As many rows as a chart covers."""
_COLOURS: Final = ("2B4C7E", "E0A458", "7D6BA6", "DDE3E9")
"""Told apart by lightness too, for who prints in black and white."""
_OUTLINE: Final = "44505C"
_NOTHING: Final = "Hier is niets om te tekenen."


class Bar(NamedTuple):
    """One group of bars: its label, and per source the cell it refers to, what stands there, and its style."""

    label: str
    cells: tuple[tuple[str, Value, str], ...]


def add_blocks(page: Page, names: Sequence[str], blocks: Iterable[tuple[str, Sequence[Bar]]]) -> None:
    """Write each block (title, bars) as a small table with its chart under it, each on a page of its own."""
    row, ends = TOP, []
    for title, bars in blocks:
        page.text(row, 1, title, "tussenkop")
        page.heading(row + 1, ("Onderwerp", *names), first_left=1)
        for at, bar in enumerate(bars, start=row + 2):
            page.text(at, 1, bar.label, "tekst")
            for column, (cell, value, style) in enumerate(bar.cells, start=2):
                formula = cell if value != "" else f'IF({cell}="","",{cell})'
                page.formula(at, column, formula, value, style)
        last = row + 1 + len(bars)
        if any(isinstance(value, int | float) for bar in bars for _, value, _ in bar.cells):
            page.sheet.add_chart(_chart(page.sheet, row + 1, last, len(names)), f"A{last + 2}")
        else:
            page.text(last + 2, 1, _NOTHING, "uitleg")
        row = last + 2 + _ROWS
        ends.append(row - 1)
    page.widths((40, *((15,) * len(names))))
    page.print_landscape(row, max(10, 1 + len(names)))
    page.break_after_rows(tuple(ends[:-1]))


def _chart(sheet: Worksheet, head: int, last: int, series: int) -> BarChart:
    chart = BarChart()
    chart.type = "col"
    data = Reference(sheet, min_col=2, max_col=1 + series, min_row=head, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=last))
    chart.y_axis.scaling.min = 0  # from 1 an average of 1.00 would have no bar
    chart.y_axis.scaling.max = 4
    chart.y_axis.majorUnit = 1
    chart.y_axis.number_format = "0"
    chart.y_axis.delete = chart.x_axis.delete = False
    for one, color in zip(chart.series, _COLOURS, strict=False):
        one.graphicalProperties.solidFill = color
        one.graphicalProperties.line.solidFill = _OUTLINE
    chart.gapWidth = 60
    chart.legend.position = "b"
    chart.height, chart.width = 10, 24
    return chart


def reference(tab: str, column: int, row: int) -> str:
    """A cell of another tab, as a formula names it."""
    return f"{tab}!{letter(column)}{row}"
