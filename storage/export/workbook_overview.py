"""The tabs Overzicht, Per casus and Grafiek: averages as live formulas over the source tabs.

Every formula pools the scores under it (Bijlage 5; DESIGN section 4): never a mean of means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter, methodcaller
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from flows.scores import Averages, Mean
from storage.export.workbook_chart import Bar, add_blocks, reference
from storage.export.workbook_page import NONE, Page, Value, mean_value
from storage.export.workbook_plan import Plan, Tab
from storage.export.workbook_sources import (
    COUNT,
    CRITERION,
    FIRST,
    HEAD,
    POINTS,
    ROW,
    THEME,
    case_column,
    column_of,
)
from storage.export.workbook_text import Overflow

OVERVIEW: Final = "Overzicht"
PER_CASE: Final = "Per casus"
CHART: Final = "Grafiek"
ALL: Final = "Alle bronnen"
_LEFT: Final = 4
"""Columns before the averages in Overzicht: niveau, nr, onderwerp, vragen."""


class _Level(NamedTuple):
    """One line of the overview: what it is called, and how to find its scores in a source tab."""

    kind: str
    number: int | None
    title: str
    questions: str
    of: Callable[[Averages], Mean]
    key: str
    """The cell of this line that the source tab's column is compared with; empty for the total."""
    column: int


def add_overview(book: Workbook, plan: Plan, overflow: Overflow) -> Page:
    """Write every average: total, per theme, criterion and row, per source and over all of them."""
    page = Page.add(book, OVERVIEW, overflow)
    names = [tab.name for tab in plan.tabs] + [ALL]
    page.opening(
        f"Overzicht: {plan.results.evaluation_title}",
        "Gemiddelden van 1 (rood) tot 4 (groen). n is het aantal scores. Onder 2,5 is rood en heeft een ▼.",
    )
    means = tuple(name for pair in names for name in (pair, "n"))
    page.heading(HEAD, ("Niveau", "Nr", "Onderwerp", "Vragen", *means, "Grootste verschil"), first_left=4)
    row = HEAD
    for row, level in enumerate(_levels(plan), start=FIRST):
        _overview_line(page, plan, row, level)
    last_column = _LEFT + 2 * len(names) + 1
    for position in range(len(names)):
        column = letter(_LEFT + 1 + 2 * position)
        page.red_under(f"{column}{FIRST}:{column}{row}", f"{column}{FIRST}")
    page.widths((11, 5, 62, 17, *((12, 5.5) * len(names)), 10.5))
    page.freeze(f"D{FIRST}")
    page.print_landscape(row, last_column, rows=f"{HEAD}:{HEAD}")
    return page


def _levels(plan: Plan) -> Iterator[_Level]:
    """Yield the total, and under every theme its criteria with their rows; only what a source rates."""
    instrument = plan.instrument
    row = FIRST
    yield _Level("Totaal", None, "Alle vragen samen", "", attrgetter("total"), "", 0)
    rated = [line for tab in plan.tabs for line in tab.lines if line.rated]
    for theme in instrument.themes:
        if not any(line.theme == theme.id for line in rated):
            continue
        row += 1
        yield _Level("Thema", None, theme.title, "", methodcaller("theme", theme.id), f"$C{row}", THEME)
        for criterion in instrument.criteria:
            number = criterion.number
            if criterion.theme != theme.id or not any(line.criterion == number for line in rated):
                continue
            row += 1
            yield _Level(
                "Criterium",
                number,
                criterion.text,
                "",
                methodcaller("criterion", number),
                f"$B{row}",
                CRITERION,
            )
            for framework_row in instrument.rows:
                number = framework_row.number
                lines = [line for line in rated if line.row == number]
                if framework_row.criterion != criterion.number or not lines:
                    continue
                row += 1
                yield _Level(
                    "Vraag",
                    number,
                    lines[0].text,
                    _numbers(plan, number),
                    methodcaller("row", number),
                    f"$B{row}",
                    ROW,
                )


def _numbers(plan: Plan, row: int) -> str:
    """Which question of which list stands in a row: "D3 I9 P4"."""
    return " ".join(
        f"{tab.name[0]}{line.key}"
        for tab in plan.tabs
        for line in tab.lines
        if line.rated and line.row == row
    )


def _points(tab: Tab, level: _Level, column: int) -> str:
    """Add up one column of a source tab for the lines that belong to this level."""
    cells = column_of(tab, column)
    if not level.key:
        return f"SUM({cells})"
    return f"SUMPRODUCT(({column_of(tab, level.column)}={level.key})*{cells})"


def _overview_line(page: Page, plan: Plan, row: int, level: _Level) -> None:
    bold = level.kind in {"Totaal", "Thema"}
    plain, middle, mean_style, gap = (
        ("thema", "thema midden", "thema gemiddelde", "thema verschil")
        if bold
        else ("tekst", "stil", "gemiddelde", "verschil")
    )
    page.text(row, 1, level.kind, plain)
    if level.number is None:
        page.text(row, 2, "", middle)
    else:
        page.number(row, 2, level.number, middle)
    page.text(row, 3, level.title, {"Criterium": "criterium", "Vraag": "vraag"}.get(level.kind, plain))
    page.text(row, 4, level.questions, middle)
    found: list[Mean] = []
    for position, tab in enumerate(plan.tabs):
        mean = level.of(plan.overview.of(tab.source))
        found.append(mean)
        count = f"{letter(_LEFT + 2 + 2 * position)}{row}"
        page.formula(row, _LEFT + 2 + 2 * position, _points(tab, level, COUNT), mean.n, middle)
        formula = f'IF({count}=0,"{NONE}",{_points(tab, level, POINTS)}/{count})'
        page.formula(row, _LEFT + 1 + 2 * position, formula, mean_value(mean), mean_style)
    column = _LEFT + 1 + 2 * len(plan.tabs)
    mean = level.of(plan.overview.all)
    count = f"{letter(column + 1)}{row}"
    points = "+".join(_points(tab, level, POINTS) for tab in plan.tabs)
    counts = "+".join(_points(tab, level, COUNT) for tab in plan.tabs)
    page.formula(row, column + 1, counts, mean.n, middle)
    page.formula(row, column, f'IF({count}=0,"{NONE}",({points})/{count})', mean_value(mean), mean_style)
    _difference(page, row, found, gap)


def _difference(page: Page, row: int, means: list[Mean], style: str) -> None:
    """Write the largest minus the smallest average of the sources; two at least."""
    cells = ",".join(f"{letter(_LEFT + 1 + 2 * position)}{row}" for position in range(len(means)))
    known = [mean.value for mean in means if mean.value is not None]
    value: Value = max(known) - min(known) if len(known) > 1 else NONE
    formula = f'IF(COUNT({cells})<2,"{NONE}",MAX({cells})-MIN({cells}))'
    page.formula(row, _LEFT + 1 + 2 * len(means) + 2, formula, value, style)


def add_per_case(book: Workbook, plan: Plan, overflow: Overflow) -> Page:
    """Write the averages of every case: per source and over all of them, in total and per theme."""
    page = Page.add(book, PER_CASE, overflow)
    page.opening(
        "Per casus",
        "Kijk naar verschillen tussen bronnen en tussen casussen. Onder 2,5 is rood en heeft een ▼.",
    )
    used = {line.theme for tab in plan.tabs for line in tab.lines if line.rated}
    themes = [theme for theme in plan.instrument.themes if theme.id in used]
    page.heading(HEAD, ("Casus", "Bron", "Totaal", "n", *(theme.title for theme in themes)), first_left=2)
    row = HEAD
    for position, averages in enumerate(plan.per_case):
        for tabs, name in [((tab,), tab.name) for tab in plan.tabs] + [(plan.tabs, ALL)]:
            row += 1
            source = tabs[0].source if name != ALL else None
            found = averages.overview.of(source)
            bold = "thema " if name == ALL else ""
            page.number(row, 1, averages.number, f"{bold}midden")
            page.text(row, 2, name, bold.strip() or "tekst")
            points = "+".join(f"SUM({_score_column(tab, position)})" for tab in tabs)
            counts = "+".join(f"COUNT({_score_column(tab, position)})" for tab in tabs)
            total = f'IF(D{row}=0,"{NONE}",({points})/D{row})'
            page.formula(row, 3, total, mean_value(found.total), f"{bold}gemiddelde")
            page.formula(row, 4, counts, found.total.n, f"{bold}midden")
            for column, theme in enumerate(themes, start=5):
                formula = _theme_of_case(tabs, position, f"{letter(column)}${HEAD}")
                page.formula(row, column, formula, mean_value(found.theme(theme.id)), f"{bold}gemiddelde")
    page.red_under(f"C{FIRST}:C{max(row, FIRST)}", f"C{FIRST}")
    if themes:
        page.red_under(f"E{FIRST}:{letter(4 + len(themes))}{max(row, FIRST)}", f"E{FIRST}")
    page.widths((8, 16, 11, 7, *((18,) * len(themes))))
    page.freeze(f"C{FIRST}")
    page.print_landscape(row, 4 + len(themes), rows=f"{HEAD}:{HEAD}")
    return page


def _score_column(tab: Tab, position: int) -> str:
    return column_of(tab, case_column(position) + 1)


def _theme_of_case(tabs: tuple[Tab, ...], position: int, theme: str) -> str:
    parts = [(f"({column_of(tab, THEME)}={theme})", _score_column(tab, position)) for tab in tabs]
    points = "+".join(f"SUMPRODUCT(--{match},{scores})" for match, scores in parts)
    counts = "+".join(f"SUMPRODUCT({match}*ISNUMBER({scores}))" for match, scores in parts)
    return f'IF({counts}=0,"{NONE}",({points})/({counts}))'


def add_chart(book: Workbook, plan: Plan, overflow: Overflow) -> Page:
    """Write the averages once more as bars per source: one chart over the themes, and one per theme."""
    page = Page.add(book, CHART, overflow)
    page.opening("Grafiek", "Gemiddelden per thema, criterium en bron, uit het tabblad Overzicht.")
    lines = list(enumerate(_levels(plan), start=FIRST))
    themes = [(row, level) for row, level in lines if level.kind == "Thema"]
    blocks = [("Alle thema’s", [_bar(plan, row, level) for row, level in themes])] if themes else []
    for at, (start, theme) in enumerate(themes):
        end = themes[at + 1][0] if at + 1 < len(themes) else lines[-1][0] + 1
        members = [pair for pair in lines if start < pair[0] < end and pair[1].kind == "Criterium"]
        if members:
            blocks.append((f"Thema {theme.title}", [_bar(plan, row, level) for row, level in members]))
    add_blocks(page, [tab.name for tab in plan.tabs], blocks)
    if blocks:
        page.red_under(f"B{HEAD}:{letter(1 + len(plan.tabs))}{page.sheet.max_row}", f"B{HEAD}")
    return page


def _bar(plan: Plan, row: int, level: _Level) -> Bar:
    label = f"Criterium {level.number}" if level.kind == "Criterium" else level.title
    means = [level.of(plan.overview.of(tab.source)) for tab in plan.tabs]
    return Bar(
        label,
        tuple(
            (reference(OVERVIEW, _LEFT + 1 + 2 * position, row), mean_value(mean), "gemiddelde")
            for position, mean in enumerate(means)
        ),
    )
