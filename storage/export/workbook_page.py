"""One tab being filled: cells with a style, formulas with their value beside them, and how it prints.

Knows openpyxl; what the tabs say is left to the modules beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from flows.scores import Mean
from storage.export.colours import FILLS, INK
from storage.export.workbook_text import Overflow, escape

NONE: Final = "–"
"""Shown where there are no scores."""
MEAN_FORMAT: Final = '[<2.5]"▼ "0.00;0.00'
"""Two decimals, and a mark under 2.5 that shows without colour; Excel decides on the unrounded value."""

Value = float | str
"""What a formula comes to."""

_ONE_LINE: Final = frozenset({"titel", "uitleg", "tussenkop"})
_SHORT: Final = 5
_FILL: Final = 1.12
"""Letters per unit of width, in the smaller of the fonts that may be at hand."""
_HIGHEST: Final = 409
"""Points; the highest row there is."""
_SCALE: Final = 72
"""Percent: the fixed columns and one case fit on the width of one page."""
_RED: Final = "F2B5AE"
_DARK_RED: Final = "8C1D13"
_HEAD: Final = "E9EEF2"
_BAND: Final = "F5F7F9"
_QUIET: Final = "6B7680"
_LINE: Final = Side(style="hair", color="B8C0C7")
_BETWEEN: Final = Side(style="thin", color="6B7680")
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_MIDDLE: Final = Alignment(vertical="top", horizontal="center", wrap_text=True)
_UNDER: Final = Border(bottom=_LINE)


def _style(
    name: str,
    *,
    bold: bool = False,
    size: float = 10,
    color: str = INK,
    fill: str | None = None,
    alignment: Alignment = _TOP,
    number_format: str = "General",
    border: Border = _UNDER,
) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=Font(name="Calibri", size=size, bold=bold, color=color),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        alignment=alignment,
        number_format=number_format,
        border=border,
    )


def _styles() -> tuple[NamedStyle, ...]:
    plain = Border()
    return (
        _style("titel", bold=True, size=16, alignment=Alignment(vertical="center"), border=plain),
        _style("uitleg", color=_QUIET, alignment=Alignment(vertical="top"), border=plain),
        _style("kop", bold=True, fill=_HEAD),
        _style("kop midden", bold=True, fill=_HEAD, alignment=_MIDDLE),
        _style("tussenkop", bold=True, size=12, border=plain),
        _style("tekst"),
        _style("criterium", bold=True),
        _style("vraag", alignment=Alignment(vertical="top", wrap_text=True, indent=2)),
        _style("midden", alignment=_MIDDLE),
        _style("stil", color=_QUIET, alignment=_MIDDLE),
        _style("gemiddelde", alignment=_MIDDLE, number_format=MEAN_FORMAT),
        _style("verschil", color=_QUIET, alignment=_MIDDLE, number_format="0.00"),
        _style("thema", bold=True, fill=_BAND),
        _style("thema midden", bold=True, fill=_BAND, alignment=_MIDDLE),
        _style("thema gemiddelde", bold=True, fill=_BAND, alignment=_MIDDLE, number_format=MEAN_FORMAT),
        *_session_styles(),
        _style("thema verschil", bold=True, fill=_BAND, alignment=_MIDDLE, number_format="0.00"),
    )


def _session_styles() -> Iterator[NamedStyle]:
    """Averages whose colour was decided before they were rounded; one or two decimals."""
    for prefix, bold in (("", False), ("thema ", True)):
        for decimals in (1, 2):
            number = f"0.{'0' * decimals}"
            for red, mark, fill, color in (
                ("", "", _BAND if bold else None, INK),
                ("rood ", '"▼ "', _RED, _DARK_RED),
            ):
                yield _style(
                    f"{prefix}sessie {red}{decimals}",
                    bold=bold,
                    color=color,
                    fill=fill,
                    alignment=_MIDDLE,
                    number_format=f"{mark}{number};{mark}{number};{mark}{number};{mark}@",
                )


def new_book() -> Workbook:
    """Make an empty workbook with the styles of the house and without anybody's name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for style in _styles():
        book.add_named_style(style)
    book.properties.creator = ""
    return book


def mean_value(mean: Mean) -> Value:
    """What the formula of an average comes to."""
    return NONE if mean.value is None else mean.value


@dataclass
class Page:
    """One tab. `values` holds what its formulas come to, by cell."""

    sheet: Worksheet
    overflow: Overflow
    footer: str = "Vertrouwelijk"
    values: dict[str, Value] = field(default_factory=dict)
    _wrapped: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    """Of every text that wraps: the lengths of its lines as typed."""
    _dresses: dict[str, object] = field(default_factory=dict)

    @classmethod
    def add(cls, book: Workbook, title: str, overflow: Overflow, *, footer: str = "Vertrouwelijk") -> Page:
        sheet = book.create_sheet(title)
        sheet.sheet_view.showGridLines = False
        return cls(sheet, overflow, footer)

    def text(self, row: int, column: int, text: str, style: str = "tekst") -> None:
        """Write a text that stays a text, whatever it begins with."""
        cell = self.sheet.cell(row, column)
        if text:
            cell.value = escape(self.overflow.fit(text))
            cell.data_type = "s"
            if style not in _ONE_LINE and len(text) > _SHORT:
                self._wrapped[row, column] = tuple(map(len, text.split("\n")))
        self._dress(cell, style)
        if text[:1] in {"=", "+", "-", "@"}:
            cell.style = style
            cell.quotePrefix = True

    def _dress(self, cell: Any, style: str) -> None:
        """Give a cell its style; looking a style up by name for every cell takes longer than writing it."""
        known = self._dresses.get(style)
        if known is None:
            cell.style = style
            self._dresses[style] = cell._style  # noqa: SLF001 - the public way is the slow one
        else:
            cell._style = known  # noqa: SLF001 - as above; nothing changes a style array in place

    def number(self, row: int, column: int, number: int, style: str = "midden") -> None:
        self._dress(self.sheet.cell(row, column, number), style)

    def decimal(self, row: int, column: int, number: float, style: str) -> None:
        self._dress(self.sheet.cell(row, column, number), style)

    def formula(self, row: int, column: int, formula: str, value: Value, style: str) -> None:
        """Write a live formula, without its "="; `value` is stored beside it."""
        self._dress(self.sheet.cell(row, column, f"={formula}"), style)
        self.values[f"{get_column_letter(column)}{row}"] = value

    def heading(self, row: int, names: tuple[str, ...], *, first_left: int = 0) -> None:
        """Write a row of headings; the first `first_left` stand left, the others in the middle."""
        for column, name in enumerate(names, start=1):
            self.text(row, column, name, "kop" if column <= first_left else "kop midden")

    def widths(self, widths: tuple[float, ...]) -> None:
        """Set the widths, and make every row as high as its longest text needs. Call it when the tab is full."""
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        lines: dict[int, int] = {}
        for (row, column), lengths in self._wrapped.items():
            room = widths[column - 1] * _FILL
            lines[row] = max(lines.get(row, 1), sum(max(1, ceil(length / room)) for length in lengths))
        for row, count in lines.items():
            self.sheet.row_dimensions[row].height = min(_HIGHEST, 4 + 13 * count)
        self._wrapped.clear()  # a hundred thousand texts of a large evaluation take room

    def opening(self, title: str, explanation: str) -> None:
        """Write the two lines at the top."""
        self.text(1, 1, title, "titel")
        self.text(2, 1, explanation, "uitleg")
        self.sheet.row_dimensions[1].height = 26

    def red_under(self, area: str, first: str) -> None:
        """Colour averages under 2.5 in an area; `first` is its upper left cell."""
        fill = PatternFill("solid", bgColor=_RED)
        look = DifferentialStyle(fill=fill, font=Font(color=_DARK_RED))
        self._rule(area, f"AND(ISNUMBER({first}),{first}<2.5)", look)

    def colours(self, area: str, first: str) -> None:
        """Colour the words groen, mint, oranje and rood in an area."""
        for word, color in FILLS.items():
            self._rule(area, f'{first}="{word}"', DifferentialStyle(fill=PatternFill("solid", bgColor=color)))

    def rule_lines(self, area: str, *, first_column: int, every: int) -> None:
        """Draw a line under every row of an area, also where cells are empty, and one before each group of columns."""
        groups = f"MOD(COLUMN()-{first_column},{every})=0"
        side = Side(style="thin", color="D3D9DE")
        self._rule(area, groups, DifferentialStyle(border=Border(left=_BETWEEN, bottom=side)))
        self._rule(area, "TRUE", DifferentialStyle(border=Border(bottom=side)))

    def _rule(self, area: str, formula: str, look: DifferentialStyle) -> None:
        self.sheet.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[formula]))

    def freeze(self, cell: str) -> None:
        self.sheet.freeze_panes = cell

    def print_landscape(
        self,
        last_row: int,
        last_column: int,
        *,
        rows: str = "",
        columns: str = "",
        breaks: tuple[int, ...] = (),
    ) -> None:
        """Print on A4 landscape; `rows` and `columns` ("3:4", "A:B") come back on every page.

        With `breaks` a new page begins after each of those columns; without, the tab is one page wide.
        """
        sheet = self.sheet
        sheet.print_area = f"A1:{get_column_letter(last_column)}{max(last_row, 1)}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        if breaks:
            sheet.page_setup.scale = _SCALE
            for column in breaks:
                sheet.col_breaks.append(Break(id=column))
        else:
            sheet.page_setup.fitToWidth = 1
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if rows:
            sheet.print_title_rows = rows
        if columns:
            sheet.print_title_cols = columns
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.5
        footer = sheet.HeaderFooter.oddFooter = HeaderFooterItem()
        footer.left.text = self.footer
        footer.center.text = "&A"
        footer.right.text = "&P van &N"

    def break_after_rows(self, rows: tuple[int, ...]) -> None:
        """Begin a new page after each of these rows."""
        for row in rows:
            self.sheet.row_breaks.append(Break(id=row))
